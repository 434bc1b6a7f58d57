import { onTestFinished } from 'vitest'
import { createSimulatedClock } from '../../../playground/clock.ts'
import {
  type Behaviour,
  type Bucket,
  createHuawei,
  type HuaweiSimulator,
} from '../../../playground/huawei/simulator.ts'
import type { Kind } from '../../../src/migrations/migration.ts'
import { huawei } from '../../../src/providers/huawei/index.ts'
import type { Connection } from '../../../src/providers/provider.ts'
import { breaks } from '../breaks.ts'
import type { ProviderWorld } from '../contract.ts'
import { connect } from '../contract-world.ts'
import { openHttp } from '../open-http.ts'
import { keyAnswers, projectId, userAnswers } from './open-account.ts'
import { groupSpec, keys, spec, syncSpec } from './specs.ts'

const { accessKey, secretKey } = keyAnswers
const statuses = { queued: 1, running: 2, paused: 3, failed: 4, succeeded: 5 } as const
const groupStatuses = { queued: 0, running: 2, paused: 3, failed: 5, succeeded: 6 } as const

export type Answers = Pick<ProviderWorld, 'answers' | 'wrongAnswers'>
export const byKey: Answers = {
  answers: keyAnswers,
  wrongAnswers: { ...keyAnswers, secretKey: 'anotherSecretKey00000' },
}
export const byUser: Answers = {
  answers: userAnswers,
  wrongAnswers: { ...userAnswers, iamPassword: 'not-this-password' },
}

const sourceKey = { accessKey: 'SRCEXAMPLEAK', secretKey: 'exampleSourceSecret' }
const temporaryKey = { accessKey: 'TMPEXAMPLEAK', secretKey: 'exampleTemporary', securityToken: 'example-session' }
const storageKeys = [sourceKey, temporaryKey]
const storedBuckets: readonly Bucket[] = [
  {
    name: 'photos',
    cloudType: 'Aliyun',
    region: 'cn-hangzhou',
    contents: [
      { key: '2025/may/a.jpg', bytes: 77_164_380 },
      { key: '2025/may/b.jpg', bytes: 999 },
      { key: '2026/' },
      { key: 'readme.txt', bytes: 2_048 },
    ],
  },
  { name: 'empty', cloudType: 'Aliyun', region: 'cn-nowhere', contents: [] },
  { name: 'void', cloudType: 'Aliyun', region: 'cn-hangzhou', contents: [] },
  { name: 'archive', region: 'cn-north-4', contents: [] },
  {
    name: 'lists',
    region: 'cn-north-4',
    contents: [
      { key: 'all.txt' },
      { key: 'parts/1.txt' },
      { key: 'addresses.txt', text: 'https://example.com/a.jpg a.jpg\n' },
      { key: 'wrong.txt', text: 'https://example.com/a.jpg a.jpg\nhttps://example.com/b.jpg\n' },
    ],
  },
  { name: 'far', region: 'cn-east-3', contents: [] },
]

const places = {
  access: { cloud: 'Aliyun', secret: { ...sourceKey, cdnKey: 'exampleCdnKey' } },
  wrongSecret: { ...sourceKey, secretKey: 'exampleWrongSecret', cdnKey: 'exampleCdnKey' },
  bucket: 'photos',
  region: 'cn-hangzhou',
  object: 'readme.txt',
  folder: '2025/',
  cdn: { domain: 'cdn.example.com', protocol: 'https', authentication: 'ALIYUN_OSS_A' },
} as const

type Options = { skewMs?: number; behaviour?: Partial<Behaviour>; region?: string }
export type SimulatedWorld = ProviderWorld & { simulator: HuaweiSimulator }

/**
 * Opens the simulated Huawei Cloud, whose time stands still until a test moves it. Ferry's clock is ahead of the
 * gateway's by `skewMs`.
 */
export async function openSimulated(
  typed: Answers,
  { skewMs = 0, behaviour = {}, region = 'cn-north-4' }: Options = {},
): Promise<SimulatedWorld> {
  const clock = createSimulatedClock(Date.parse('2026-11-21T12:00:00Z'), () => 0)
  const user = { domain: userAnswers.iamDomain, user: userAnswers.iamUser, password: userAnswers.iamPassword }
  const buckets = [...storedBuckets]
  const account = { region, projectId, accessKey, secretKey, iamUsers: [user], storageKeys, buckets }
  const gatewayClock = { now: () => clock.now() - skewMs }
  const simulator = createHuawei({ clock, accounts: [account], gatewayClock, behaviour })
  const { url, stop } = await simulator.listen()
  onTestFinished(stop)
  const endpoints = { region, omsEndpoint: url, iamEndpoint: url, obsEndpoint: url }
  return {
    simulator,
    clock: { now: clock.now, sleep: async (ms) => clock.jump(ms) },
    answers: { ...typed.answers, ...endpoints },
    wrongAnswers: { ...typed.wrongAnswers, ...endpoints },
    source: { accessKey, secretKey },
    destination: { accessKey, secretKey },
    missing: { kind: 'task', id: '191297407830872' },
    add: (state) => ({ kind: 'task', id: simulator.addTask(projectId, { status: statuses[state] }) }),
    settle: () => clock.jump(10_000),
    orders: [spec, groupSpec, syncSpec].map((each) => ({ spec: each, keys })),
    idsOf: (kind) => idsOf(simulator, kind),
    places: { ...places, clear: () => void buckets.splice(0) },
    tellTimes: (timesShownAs) => simulator.setQuirks({ timesShownAs }),
    breakNext(how, path) {
      const isSignedIn = 'accessKey' in typed.answers || simulator.calls().some(({ path }) => path.startsWith('/v3/'))
      simulator.faults.add({ ...breaks[how], path: path ?? (isSignedIn ? '/' : '/v2/') })
    },
    callCount: () => simulator.calls().filter((call) => call.path.startsWith('/v2/')).length,
  }
}

export async function openConnection(
  behaviour: Partial<Behaviour> = {},
  { region, without }: { region?: string; without?: 'obsEndpoint' } = {},
): Promise<{ world: SimulatedWorld; connection: Connection }> {
  const world = await openSimulated(byKey, { behaviour, ...(region === undefined ? {} : { region }) })
  const { fetchJson } = openHttp({ clock: world.clock })
  const answers = Object.fromEntries(Object.entries(world.answers).filter(([field]) => field !== without))
  return { world, connection: connect(huawei, { ...world, answers }, fetchJson) }
}

function idsOf(simulator: HuaweiSimulator, kind: Kind): string[] {
  if (kind === 'group') return simulator.groups(projectId).map((group) => group.group_id)
  if (kind === 'sync') return simulator.syncs(projectId).map((sync) => sync.sync_task_id)
  return simulator.tasks(projectId).map(({ id }) => String(id))
}

/** Opens the simulated cloud with task groups and their tasks. */
export async function openSimulatedGroups(typed: Answers): Promise<SimulatedWorld> {
  const world = await openSimulated(typed)
  return {
    ...world,
    missing: { kind: 'group', id: '9dd98a5e-7ea3-4d80-abff-4c23914313e4' },
    add: (state) => ({ kind: 'group', id: world.simulator.addGroup(projectId, { status: groupStatuses[state] }) }),
  }
}
