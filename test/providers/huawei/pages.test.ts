import { describe, expect, test } from 'vitest'
import type { Kind, State } from '../../../src/migrations/migration.ts'
import { huawei } from '../../../src/providers/huawei/index.ts'
import type { Connection } from '../../../src/providers/provider.ts'
import { failure } from '../cloud.ts'
import { describePages } from '../contract-pages.ts'
import type { Received, Reply } from '../local-server.ts'
import { idsOn, readPages } from '../read-pages.ts'
import { callsOf, openAccount, projectId, refusal } from './open-account.ts'
import { realTask, shownSync } from './samples.ts'
import { openConnection } from './simulated.ts'

describe.each(['oldest first', 'scattered'] as const)('reading pages from an OMS that lists %s', (listOrder) => {
  describePages(huawei, () => openConnection({ listOrder }))
})

describe('reading a page', () => {
  const statuses: [Kind, [State, string][]][] = [
    [
      'task',
      [
        ['queued', '1'],
        ['running', '2'],
        ['paused', '3'],
        ['failed', '4'],
        ['succeeded', '5'],
        ['pausing', '7'],
      ],
    ],
    [
      'group',
      [
        ['queued', '0'],
        ['paused', '3'],
        ['succeeded', '6'],
        ['pausing', '7'],
      ],
    ],
    [
      'sync',
      [
        ['running', 'SYNCHRONIZING'],
        ['paused', 'STOPPED'],
      ],
    ],
  ]
  test.each(statuses)('filters the kind %s by each status that is a state of its own', async (kind, filters) => {
    const { connection, server } = await openAccount(() => emptyList)
    const named = huawei.kinds[kind]?.reading.states ?? []
    expect(named.toSorted()).toEqual(filters.map(([state]) => state).toSorted())
    for (const [state] of filters) await connection.readPage({ kind, state, offset: 200 }, {})
    expect(server.received.map(({ query }) => Object.fromEntries(query))).toEqual(
      filters.map(([, status]) => ({ status, offset: '200', limit: '100' })),
    )
  })

  test('counts unreadable tasks, and the log names them', async () => {
    const { connection, warnings } = await openAccount(() => ({ body: { tasks: [{ id: 'x' }, realTask], count: 2 } }))
    const { migrations, ...page } = await connection.readPage({ kind: 'task', offset: 0 }, {})
    expect(migrations).toHaveLength(1)
    expect(page).toEqual({ rows: 2, total: 2, isLast: true })
    expect(warnings).toHaveLength(1)
  })

  test.each([
    { rows: 100, offset: 0, expected: { isLast: false } },
    { rows: 40, offset: 0, expected: { isLast: true, total: 40 } },
    { rows: 0, offset: 100, expected: { isLast: true } },
    { rows: 100, offset: 0, count: 100, expected: { isLast: true, total: 100 } },
    { rows: 100, offset: 100, count: 300, expected: { isLast: false, total: 300 } },
    { rows: 60, offset: 0, count: 300, expected: { isLast: false, total: 300 } },
    // The rest may have been deleted in the meantime.
    { rows: 0, offset: 200, count: 300, expected: { isLast: true } },
    // A number that contradicts the rows cannot be the total. The page may be another one, from a cache on the way.
    { rows: 100, offset: 100, count: 150, expected: { isLast: true } },
  ])('finds the end of a list: $rows rows from $offset, of $count', async ({ rows, offset, expected, ...counted }) => {
    const { connection } = await openAccount(() => ({ body: { tasks: tasksOf(rows), ...counted } }))
    const { migrations, ...page } = await connection.readPage({ kind: 'task', offset }, {})
    expect(migrations).toHaveLength(rows)
    expect(page).toEqual({ rows, ...expected })
  })
})

describe('reading pages of synchronization tasks', () => {
  test('reads those in one state', async () => {
    const { connection, world } = await openConnection()
    const ids = [1, 2, 3].map(() => world.simulator.addSync(projectId))
    expect(await idsIn(connection, 'running')).toEqual(ids.toSorted())
    expect(await idsIn(connection, 'paused')).toEqual([])
    expect(world.callCount()).toBe(2)
  })

  test('ends at the last offset that OMS accepts', async () => {
    const { connection, server } = await openAccount(manySyncs)
    const pages = await readPages(connection, { kind: 'sync' }, 9_800)
    expect(pages.map(({ isLast }) => isLast)).toEqual([false, false, true])
    expect(server.received.map(({ query }) => query.get('offset'))).toEqual(['9800', '9900', '10000'])
  })

  test('makes no call for an offset that OMS does not accept', async () => {
    const { connection, server } = await openAccount(manySyncs)
    const page = await connection.readPage({ kind: 'sync', offset: 10_001 }, {})
    expect(page).toEqual({ migrations: [], rows: 0, isLast: true })
    expect(server.received).toEqual([])
  })
})

describe('reading a page of a kind that the account cannot read', () => {
  test('names the gateway’s code in a region without synchronization tasks', async () => {
    const { connection, world } = await openConnection({ syncsElsewhere: 'none' }, { region: 'ap-southeast-1' })
    const error = await failure(connection.readPage({ kind: 'sync', offset: 0 }, {}))
    expect(error).toMatchObject({ code: 'provider_refused', details: { code: 'APIGW.0101', status: 404 } })
    expect((await connection.readPage({ kind: 'task', offset: 0 }, {})).isLast).toBe(true)
    expect(world.callCount()).toBe(2)
  })

  test.each(['group', 'sync'] as const)('names OMS’s code if a permission for the kind %s is missing', async (kind) => {
    const { connection, server, warnings } = await openAccount(() => refusal('OMS.0206', 403))
    const error = await failure(connection.readPage({ kind, offset: 0 }, {}))
    expect(error).toMatchObject({ code: 'provider_refused', details: { code: 'OMS.0206', status: 403 } })
    expect([callsOf(server).length, warnings]).toEqual([1, []])
  })

  // Only the cloud's own code tells that the kind is missing: a wrong endpoint answers 404 as well.
  test('tells the 404 of a proxy from that of the gateway', async () => {
    const { connection } = await openAccount(() => ({ status: 404, body: '' }))
    const error = await failure(connection.readPage({ kind: 'sync', offset: 0 }, {}))
    expect(error).toMatchObject({ code: 'provider_refused', details: { code: 'HTTP.404', status: 404 } })
  })
})

const emptyList: Reply = { body: { tasks: [], taskgroups: [], count: 0 } }

function tasksOf(count: number): object[] {
  return Array.from({ length: count }, (_, id) => ({ ...realTask, id }))
}

/** More synchronization tasks than can be reached. */
function manySyncs({ query }: Received): Reply {
  const offset = Number(query.get('offset'))
  const tasks = Array.from({ length: 100 }, (_, index) => ({ ...shownSync, sync_task_id: `sync-${offset + index}` }))
  return { body: { tasks, count: 20_000 } }
}

async function idsIn(connection: Connection, state: State): Promise<string[]> {
  return idsOn(await readPages(connection, { kind: 'sync', state })).toSorted()
}
