import type { SimulatedClock } from '../../playground/clock.ts'
import type { Fault } from '../../playground/cloud/faults.ts'
import { listenLocally } from '../../playground/cloud/http.ts'
import { createHuawei } from '../../playground/huawei/simulator.ts'
import { createNaver } from '../../playground/naver/simulator.ts'
import { createUpcloud } from '../../playground/upcloud/simulator.ts'
import type { Spec } from '../../src/migrations/spec/spec.ts'
import type { StorageSecret } from '../../src/migrations/spec/storage-secret.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { happened } from '../happenings.ts'
import { keyAnswers, projectId } from '../providers/huawei/open-account.ts'
import * as ofHuawei from '../providers/huawei/specs.ts'
import { answers as naverAnswers } from '../providers/naver/open-account.ts'
import * as ofNaver from '../providers/naver/specs.ts'
import { serviceUuid, tokenAnswers } from '../providers/upcloud/open-account.ts'
import * as ofUpcloud from '../providers/upcloud/specs.ts'

/** One of the three clouds, with an account in it. */
export type CreationCloud = {
  provider: Provider
  url: string
  /** Answers to the questions of the connect form. */
  answers: Readonly<Record<string, string>>
  /** Storage keys that open the source and the destination. */
  keys: { source: StorageSecret; target?: StorageSecret }
  /** Specs that can be requested, one of each kind. */
  specs: readonly Spec[]
  /** Every migration in the cloud, with the text that holds its token. */
  made(): readonly Made[]
  spoil(fault: Fault): void
  stop(): Promise<void>
}
export type Made = { id: string; text: string }

/** `gatewayClock` dates signatures. `onOrder` is called before each request that changes something. */
export type CreationTime = { clock: SimulatedClock; gatewayClock: { now(): number }; onOrder(): void }

export function openClouds(time: CreationTime): Promise<CreationCloud[]> {
  return Promise.all([openHuawei(time), openNaver(time), openUpcloud(time)])
}

/** Matches the POST that only reads: Huawei lists the contents of a bucket with it. */
const isLook = /objectstorage/

type Simulator = Pick<ReturnType<typeof createHuawei>, 'handle' | 'faults' | 'onCall'>

async function serve({ handle, faults, onCall }: Simulator, onOrder: () => void) {
  onCall(happened)
  const server = await listenLocally((request, response) => {
    if (request.method === 'POST' && !isLook.test(request.url ?? '')) onOrder()
    handle(request, response)
  })
  return { ...server, spoil: faults.add }
}

async function openHuawei({ clock, gatewayClock, onOrder }: CreationTime): Promise<CreationCloud> {
  const buckets = [
    { name: 'photos', cloudType: 'Aliyun', region: 'cn-hangzhou', contents: [{ key: 'a.jpg', bytes: 1e9 }] },
    { name: 'archive', region: ofHuawei.region, contents: [] },
  ]
  const account = { ...keyAnswers, storageKeys: [ofHuawei.pair], buckets }
  const plenty = { runningLimit: 1000, runningGroupsLimit: 1000, groupsPerDayLimit: 1000, syncsLimit: 1000 }
  const simulator = createHuawei({ clock, gatewayClock, accounts: [account], behaviour: plenty })
  const server = await serve(simulator, onOrder)
  return {
    ...server,
    provider: huawei,
    answers: { ...keyAnswers, omsEndpoint: server.url, iamEndpoint: server.url },
    keys: ofHuawei.keys,
    specs: [ofHuawei.spec, ofHuawei.groupSpec, ofHuawei.syncSpec],
    made: () => [
      ...simulator
        .tasks(projectId)
        .filter(({ group_id: group }) => !group)
        .map(({ id, description }) => ({ id: String(id), text: description ?? '' })),
      ...simulator.groups(projectId).map(({ group_id: id, description }) => ({ id, text: description ?? '' })),
      ...simulator.syncs(projectId).map(({ sync_task_id: id, description }) => ({ id, text: description ?? '' })),
    ],
  }
}

async function openNaver({ clock, gatewayClock, onOrder }: CreationTime): Promise<CreationCloud> {
  const name = 'chaos'
  const simulator = createNaver({ clock, gatewayClock, accounts: [{ name, ...naverAnswers }] })
  const server = await serve(simulator, onOrder)
  return {
    ...server,
    provider: naver,
    answers: { ...naverAnswers, endpoint: server.url },
    keys: ofNaver.keys,
    specs: [ofNaver.spec],
    made: () => simulator.jobs(name).map(({ title }) => ({ id: title, text: title })),
  }
}

async function openUpcloud({ clock, onOrder }: CreationTime): Promise<CreationCloud> {
  const services = [{ uuid: serviceUuid, name: 'archive', buckets: [{ name: 'archive' }] }]
  const accounts = [{ username: 'chaos', token: tokenAnswers.token, services }]
  const simulator = createUpcloud({ clock, accounts })
  const server = await serve(simulator, onOrder)
  return {
    ...server,
    provider: upcloud,
    answers: { ...tokenAnswers, endpoint: server.url },
    keys: ofUpcloud.keys,
    specs: [ofUpcloud.spec],
    made: () => simulator.jobs(serviceUuid).map(({ uuid, name }) => ({ id: uuid, text: String(name) })),
  }
}
