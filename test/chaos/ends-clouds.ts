import type { SimulatedClock } from '../../playground/clock.ts'
import { listenLocally } from '../../playground/cloud/http.ts'
import { createRandom, type Random } from '../../playground/cloud/random.ts'
import { createHuawei } from '../../playground/huawei/simulator.ts'
import { createNaver } from '../../playground/naver/simulator.ts'
import { createUpcloud } from '../../playground/upcloud/simulator.ts'
import type { Kind } from '../../src/migrations/migration.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { happened } from '../happenings.ts'
import { keyAnswers, projectId } from '../providers/huawei/open-account.ts'
import { answers as naverAnswers } from '../providers/naver/open-account.ts'
import { serviceUuid, tokenAnswers } from '../providers/upcloud/open-account.ts'

/** A cloud in which migrations end, and which may lose its memory for a while. */
export type EndsCloud = {
  /** Name of the account, of the provider too. */
  name: string
  provider: Provider
  kind: Kind
  url: string
  /** Answers to the questions of the connect form. */
  answers: Readonly<Record<string, string>>
  /** Answers that open another project there with the same keys. */
  elsewhere?: Readonly<Record<string, string>>
  /** Adds a running migration from this bucket. Returns its id. */
  plant(bucket: string): string
  end(id: string, how: 'succeeds' | 'fails'): void
  hasEnded(id: string): boolean
  /** Who answers from now on. All three accept the same keys. */
  answerAs(who: Answering): void
  stop(): Promise<void>
}

/** The cloud itself, one that knows of nothing, or one with the migrations of somebody else. */
export type Answering = 'itself' | 'empty' | 'another account'

export type CloudTime = {
  clock: SimulatedClock
  /** The clock that dates signatures. */
  gatewayClock: { now(): number }
  onCall(): void
}

export async function openEndsClouds(time: CloudTime): Promise<EndsCloud[]> {
  return Promise.all([
    open(time, {
      ...{ provider: huawei, kind: 'task', simulate: simulateHuawei, answersAt: huaweiAnswers },
      elsewhere: { projectId: otherProjectId },
    }),
    open(time, { provider: naver, kind: 'policy', simulate: simulateNaver, answersAt: naverAnswersAt }),
    open(time, { provider: upcloud, kind: 'job', simulate: simulateUpcloud, answersAt: upcloudAnswers }),
  ])
}

type Simulated = Pick<ReturnType<typeof createHuawei>, 'handle' | 'onCall'> &
  Pick<EndsCloud, 'plant' | 'end' | 'hasEnded'>

type SimulatedTime = CloudTime & { random: Random }

type CloudParts = Pick<EndsCloud, 'provider' | 'kind'> & {
  simulate(time: SimulatedTime): Simulated
  answersAt(url: string): Readonly<Record<string, string>>
  elsewhere?: Readonly<Record<string, string>>
}

async function open(
  time: CloudTime,
  { provider, kind, simulate, answersAt, elsewhere }: CloudParts,
): Promise<EndsCloud> {
  // No two migrations of a cloud have the same id, in whatever account they are.
  const simulateWith = (seed: number) => simulate({ ...time, random: createRandom(seed) })
  const itself = simulateWith(1)
  const others = { itself, empty: simulateWith(2), 'another account': simulateWith(3) }
  for (const index of [1, 2, 3]) others['another account'].plant(`of-somebody-else-${index}`)
  for (const { onCall } of Object.values(others)) {
    onCall(() => {
      time.onCall()
      happened()
    })
  }
  let who: Answering = 'itself'
  const server = await listenLocally((request, response) => others[who].handle(request, response))
  const answers = answersAt(server.url)
  return {
    ...{ name: provider.name, provider, kind, url: server.url, answers },
    ...(elsewhere && { elsewhere: { ...answers, ...elsewhere } }),
    ...{ plant: itself.plant, end: itself.end, hasEnded: itself.hasEnded, stop: server.stop },
    answerAs(next) {
      who = next
    },
  }
}

const otherProjectId = 'fedcba9876543210fedcba9876543210'

/** Slow enough that none ends by itself. */
const slowly = { bytes: 50_000_000_000_000, bytesPerSecond: 1_000_000, fractionDone: 0.1 }

function simulateHuawei({ clock, gatewayClock, random }: SimulatedTime): Simulated {
  const account = { ...keyAnswers, storageKeys: [] }
  const accounts = [account, { ...account, projectId: otherProjectId }]
  const cloud = createHuawei({ clock, gatewayClock, random, accounts, behaviour: { runningLimit: 1000 } })
  for (const index of [1, 2, 3])
    cloud.addTask(otherProjectId, { ...slowly, sourceBucket: `of-another-project-${index}` })
  return {
    ...cloud,
    plant: (sourceBucket) => cloud.addTask(projectId, { ...slowly, sourceBucket }),
    end: (id, how) => (how === 'succeeds' ? cloud.finishTask(id) : cloud.failTask(id, 'TRF.0002')),
    hasEnded: (id) => cloud.tasks(projectId).some((one) => String(one.id) === id && [4, 5].includes(one.status)),
  }
}

function huaweiAnswers(url: string) {
  return { ...keyAnswers, omsEndpoint: url, iamEndpoint: url }
}

function simulateNaver({ clock, gatewayClock, random }: SimulatedTime): Simulated {
  const name = 'chaos'
  const cloud = createNaver({ clock, gatewayClock, random, accounts: [{ name, ...naverAnswers }] })
  return {
    ...cloud,
    plant: (sourceBucket) => cloud.addJob(name, { ...slowly, sourceBucket, title: `${sourceBucket}-policy` }),
    end: (title, how) => (how === 'succeeds' ? cloud.finishJob(title) : cloud.failJob(title)),
    hasEnded: (id) => cloud.jobs(name).some((one) => one.title === id && ['DONE', 'ERROR'].includes(one.jobState)),
  }
}

function naverAnswersAt(url: string) {
  return { ...naverAnswers, endpoint: url }
}

function simulateUpcloud({ clock, random }: SimulatedTime): Simulated {
  const services = [{ uuid: serviceUuid, name: 'archive', buckets: [{ name: 'archive' }] }]
  const cloud = createUpcloud({ clock, random, accounts: [{ username: 'chaos', token: tokenAnswers.token, services }] })
  const over = ['completed', 'failed']
  return {
    ...cloud,
    plant: (sourceBucket) => cloud.addJob(serviceUuid, { ...slowly, sourceBucket }),
    end: (uuid, how) => (how === 'succeeds' ? cloud.finishJob(uuid) : cloud.failJob(uuid)),
    hasEnded: (id) => cloud.jobs(serviceUuid).some(({ uuid, state }) => uuid === id && over.includes(String(state))),
  }
}

function upcloudAnswers(url: string) {
  return { ...tokenAnswers, endpoint: url }
}
