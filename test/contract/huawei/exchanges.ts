import fc from 'fast-check'
import { z } from 'zod'
import type { Behaviour } from '../../../playground/huawei/simulator.ts'
import { isAppError } from '../../../src/errors/errors.ts'
import type { StorageSecret } from '../../../src/migrations/spec/storage-secret.ts'
import type { JsonRequest } from '../../../src/providers/http/exchange.ts'
import type { FetchJson } from '../../../src/providers/http/http.ts'
import { huawei } from '../../../src/providers/huawei/index.ts'
import type { Connection } from '../../../src/providers/provider.ts'
import { connect } from '../../providers/contract-world.ts'
import { projectId } from '../../providers/huawei/open-account.ts'
import { byUser, openSimulated, type SimulatedWorld } from '../../providers/huawei/simulated.ts'
import { anyOrder, pair, spec, targetPair, urlSpec } from '../../providers/huawei/specs.ts'
import { openHttp } from '../../providers/open-http.ts'
import { operationsOf } from '../../providers/operations.ts'
import { type Operation, readContract } from '../contract.ts'

/** One call as it was sent and answered. */
export type Exchange = {
  operation: Operation
  path: string
  query: Readonly<Record<string, string>>
  body: unknown
  /** The response. Undefined if the call was refused. */
  answer: unknown
}

/** Receives each request before it is sent, and can send others. The account uses tokens, so no request is signed. */
export type Probe = (request: JsonRequest<unknown>, operation: Operation) => Promise<void>

/** Does everything that a connection can do, in every way that changes a request, and returns the calls. */
export async function driveEverything(
  behaviour: Partial<Behaviour> = {},
  probeWith: (fetchJson: FetchJson) => Probe = () => async () => {},
): Promise<readonly Exchange[]> {
  const world = await openSimulated(byUser, { behaviour: { ...unlimited, ...behaviour } })
  const http = openHttp({ clock: world.clock })
  const exchanges: Exchange[] = []
  const fetchJson = recording(http.fetchJson, exchanges, probeWith(http.fetchJson))
  const connection = connect(huawei, world, fetchJson)
  await createEverything(connection)
  await steerEverything(connection, world)
  await browseEverything(connection, world)
  await readEverything(connection, world)
  return exchanges
}

const unlimited = { createdPerDayLimit: 10_000, waitingLimit: 10_000, groupsPerDayLimit: 10_000, syncsLimit: 10_000 }

const contract = readContract('huawei')

/** The documented operation of a call. */
export function operationOf(method: string, path: string): Operation | undefined {
  return contract.find((operation) => {
    const form = operation.path.replace(/\{\w+\}/g, '[^/]+')
    return operation.method === method && new RegExp(`^${form}$`).test(path)
  })
}

function recording(fetchJson: FetchJson, exchanges: Exchange[], probe: Probe): FetchJson {
  return async (request) => {
    const { method, url, body, schema } = request
    if (url.pathname.startsWith('/v3/')) return fetchJson(request)
    const operation = operationOf(method, url.pathname)
    if (operation === undefined) throw new Error(`No document has this: ${method} ${url.pathname}`)
    const sent = { operation, path: url.pathname, query: Object.fromEntries(url.searchParams) }
    const exchange: Exchange = { ...sent, body: body === undefined ? undefined : JSON.parse(body), answer: undefined }
    exchanges.push(exchange)
    await probe({ ...request, schema: z.unknown() }, operation)
    const answer = await fetchJson({ ...request, schema: z.unknown() })
    exchange.answer = answer.body
    return { ...answer, body: schema.parse(answer.body) }
  }
}

async function createEverything(connection: Connection): Promise<void> {
  const { create } = operationsOf(connection)
  const target = { ...targetPair, sessionToken: 'example-session' }
  await attempt(create({ spec, keys: { source: pair, target }, token: 'k3x9' }, {}))
  for (const kind of ['task', 'group', 'sync'] as const) {
    for (const order of fc.sample(anyOrder(kind), { numRuns: 25, seed: 20261123 })) await attempt(create(order, {}))
  }
}

async function steerEverything(connection: Connection, { simulator, clock }: SimulatedWorld): Promise<void> {
  const task = { kind: 'task', id: simulator.addTask(projectId, { status: 3 }) } as const
  const group = { kind: 'group', id: simulator.addGroup(projectId, { status: 3, fractionDone: 0 }) } as const
  const sync = { kind: 'sync', id: simulator.addSync(projectId) } as const
  const limits = [{ start: '08:00', end: '20:00', bytesPerSecond: 1_048_576 }]
  const others = [1, 3].map(
    (status) => ({ kind: 'task', id: simulator.addTask(projectId, { status: status === 1 ? 1 : 3 }) }) as const,
  )
  for (const targets of [[task], [group], others]) await operationsOf(connection).limit({ targets, limits }, {})
  const shown = await Promise.all([connection.show(task, {}), connection.show(group, {})])
  const migrations = shown.flatMap((migration) => migration ?? [])
  for (const migration of migrations) {
    await operationsOf(connection).prioritize({ migrations: [migration], priority: 'high' }, {})
  }
  for (const target of [task, group]) {
    for (const keys of startKeys) {
      const isTemporary = keys.source.sessionToken !== undefined
      if (target.kind === 'task' || !isTemporary)
        await attempt(operationsOf(connection).start({ ...target, ...keys }, {}))
    }
    await attempt(operationsOf(connection).pause(target, {}))
    clock.sleep(30_000)
    await attempt(operationsOf(connection).delete(target, {}))
  }
  for (const keys of startKeys.filter(({ source }) => source.sessionToken === undefined)) {
    const id = simulator.addGroup(projectId, { status: 5 })
    await attempt(operationsOf(connection).retryFailed({ kind: 'group', id, ...keys }, {}))
  }
  await attempt(operationsOf(connection).statistics({ ...sync, from: clock.now() - 86_400_000, to: clock.now() }, {}))
  await attempt(operationsOf(connection).push({ ...sync, names: ['readme.txt'] }, {}))
  await attempt(connection.show(sync, {}))
  await attempt(operationsOf(connection).pause(sync, {}))
  await attempt(
    operationsOf(connection).start(
      { ...sync, source: { ...pair, cdnKey: 'exampleCdnKey' }, destination: targetPair },
      {},
    ),
  )
  await attempt(operationsOf(connection).pause(sync, {}))
  await attempt(operationsOf(connection).delete(sync, {}))
}

const secret = { ...pair, cdnKey: 'exampleCdnKey' }
const startKeys: readonly { source: StorageSecret; destination: StorageSecret }[] = [
  { source: secret, destination: targetPair },
  {
    source: { ...pair, sessionToken: 'example-session' },
    destination: { ...targetPair, sessionToken: 'example-session' },
  },
  { source: { jsonKeyFile: '{"type":"example"}' }, destination: targetPair },
  { source: { connectionString: 'AccountName=example' }, destination: targetPair },
]

async function browseEverything(connection: Connection, { simulator, places }: SimulatedWorld): Promise<void> {
  const { browse: browser = {} } = connection
  const { preflight } = operationsOf(connection)
  simulator.addGroup(projectId)
  for (const state of ['queued', 'paused'] as const) {
    await connection.readPage({ kind: 'task', state, offset: 0 }, {})
    await connection.readPage({ kind: 'group', state, offset: 0 }, {})
  }
  for (const state of ['running', 'paused'] as const) await connection.readPage({ kind: 'sync', state, offset: 0 }, {})
  for (const kind of ['task', 'group', 'sync'] as const) await connection.readPage({ kind, offset: 0 }, {})
  await connection.acceptPrivacyStatement?.({})
  await browser.facts?.({})
  await browser.clouds?.({})
  await browser.regions?.({}, {})
  const bucket = { bucket: 'photos', region: 'cn-hangzhou' }
  const access = { cloud: 'Aliyun', secret, ...bucket }
  const openings = [
    { ...access, appId: '1250000000' },
    { ...bucket, cloud: 'Google', secret: { jsonKeyFile: '{"type":"example"}' } },
    { ...bucket, cloud: 'Azure', secret: { connectionString: 'AccountName=example' } },
  ]
  for (const opening of openings) {
    await attempt(browser.buckets?.(opening, {}))
    await attempt(browser.bucketRegion?.(opening, {}))
    await attempt(browser.objects?.({ ...opening, folder: '', limit: 2 }, {}))
    await attempt(browser.hasPrefix?.({ ...opening, prefix: '' }, {}))
  }
  await attempt(
    browser.hasPrefix?.({ ...access, secret: { ...pair, sessionToken: 'example-session' }, prefix: '' }, {}),
  )
  await attempt(browser.objects?.({ ...access, folder: '', limit: 2, after: 'a' }, {}))
  const cdn = places?.cdn
  if (cdn !== undefined) {
    await attempt(browser.cdn?.({ ...access, appId: '1250000000', ...cdn, objects: ['readme.txt'] }, {}))
  }
  const source = { ...urlSpec.source, listFile: { bucket: 'lists', key: 'addresses.txt' } }
  await preflight({ spec: { ...urlSpec, source }, keys: { target: targetPair }, token: 'k3x9' }, {})
}

/** Reads one task and one group in each of the states that fill the most fields. */
async function readEverything(connection: Connection, { simulator, clock }: SimulatedWorld): Promise<void> {
  const told = { notificationTopic: 'urn:smn:cn-north-4:example:migrations', failedObjects: 2 }
  const tasks = [4, 5].map((status) => simulator.addTask(projectId, { ...told, status: status === 4 ? 4 : 5 }))
  const groups = [4, 5].map((status) => simulator.addGroup(projectId, { ...told, status: status === 4 ? 4 : 5 }))
  await clock.sleep(3_600_000)
  const made = { task: simulator.tasks(projectId), group: simulator.groups(projectId) }
  const ids = {
    task: [...tasks, ...made.task.map(({ id }) => String(id))],
    group: [...groups, ...made.group.map(({ group_id: id }) => id)],
  }
  for (const kind of ['task', 'group'] as const) {
    for (let offset = 0; offset < ids[kind].length; offset += 100) {
      await connection.readPage({ kind, offset }, {})
    }
    for (const id of ids[kind]) await connection.show({ kind, id }, {})
  }
}

/** Waits for a call. A refusal counts as well, because the request was sent. */
async function attempt(work: Promise<unknown> | undefined): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!isAppError(error)) throw error
  }
}
