import { describe, expect, test } from 'vitest'
import type { Migration } from '../../src/migrations/migration.ts'
import type { Connection } from '../../src/providers/provider.ts'
import { failure } from './cloud.ts'
import { type FaultTable, observe } from './faults-world.ts'
import { readPages } from './read-pages.ts'

/** Tests of responses that differ from the documents. */
export function describeAnswers(table: FaultTable): void {
  describeSpoiled(table)
  describeFields(table)
  describe('a list that is read page by page', () => describeLists(table))
  describeCounting(table)
}

function describeSpoiled(table: FaultTable): void {
  test.each(['malformed', 'empty', 'garbage'] as const)(
    'a %s response to a reading is reported as unreadable',
    async (kind) => {
      const { world, connection } = await observe(table, table.open())
      const target = world.add('running')
      world.simulator.faults.add(kind === 'garbage' ? { kind, status: 200 } : { kind })
      expect(await failure(connection.show(target, {}))).toMatchObject({
        code: 'provider_nonsense',
        details: { account: 'prod', ref: `prod/${target.id}`, status: 200 },
      })
      expect(world.callCount()).toBe(1)
    },
  )

  // The action may have taken effect, so a person has to decide about a repetition.
  test.each([200, 502])('an action answered by a page of HTML with %i is not repeated', async (status) => {
    const { world, act } = await observe(table, table.open())
    const target = world.add('running')
    world.simulator.faults.add({ kind: 'garbage', status })
    const details = { account: 'prod', ref: `prod/${target.id}`, status }
    expect(await failure(act(target))).toMatchObject({ code: 'provider_outcome_unknown', details })
    expect(world.callCount()).toBe(1)
  })

  test('a reading answered by a proxy with 502 is repeated', async () => {
    const { world, connection } = await observe(table, table.open())
    const target = world.add('running')
    world.simulator.faults.add({ kind: 'garbage', times: 2 })
    expect(await connection.show(target, {})).toMatchObject(target)
    expect(world.callCount()).toBe(3)
  })

  test('an error with a success status is an error', async () => {
    const { world, connection } = await observe(table, table.open())
    world.simulator.faults.add({ kind: 'error-in-200' })
    expect((await failure(connection.show(world.add('running'), {}))).code).toMatch(/^provider_(refused|unreachable)$/)
  })
}

function describeFields(table: FaultTable): void {
  const { id, optional, bytes } = table.fields

  test.each(['missing-fields', 'nulls'] as const)(
    'missing fields are absent (%s), and the rest is read',
    async (kind) => {
      const { world, connection } = await observe(table, table.open())
      const target = world.add('running')
      const whole = await connection.show(target, {})
      world.simulator.faults.add({ kind, fields: [...optional] })
      const holed = await connection.show(target, {})
      expect(holed).toMatchObject({ ...target, account: 'prod', state: 'running' })
      expect(JSON.stringify(holed).length).toBeLessThan(JSON.stringify(whole).length)
      expect(JSON.stringify(holed)).not.toMatch(/null|NaN/)
    },
  )

  test('a migration without an id is unreadable', async () => {
    const { world, connection } = await observe(table, table.open())
    const target = world.add('running')
    world.simulator.faults.add({ kind: 'missing-fields', fields: [id] })
    expect((await failure(connection.show(target, {}))).code).toBe('provider_nonsense')
  })

  test('undocumented fields change nothing', async () => {
    const { world, connection } = await observe(table, table.open())
    const target = world.add('running')
    const plain = await connection.show(target, {})
    world.simulator.faults.add({ kind: 'extra-fields' })
    expect(await connection.show(target, {})).toEqual(plain)
  })

  test('amounts above 2^53 bytes are as precise as possible', async () => {
    const { world, connection } = await observe(table, table.open())
    const target = world.add('running')
    world.simulator.faults.add({ kind: 'huge-numbers', fields: [...bytes] })
    expect((await connection.show(target, {}))?.progress.bytes.total).toBe(2 ** 64)
  })

  // A rounded id would be the id of another migration.
  test('an id above 2^53 is unreadable if ids are numbers, and never rounded', async () => {
    const { world, connection } = await observe(table, table.open())
    const target = world.add('running')
    world.simulator.faults.add({ kind: 'huge-numbers', fields: [id] })
    expect((await failure(connection.show(target, {}))).code).toBe('provider_nonsense')
  })
}

function describeLists(table: FaultTable): void {
  const { list, listPath: path } = table

  test('is empty if it holds nothing', async () => {
    const { connection } = await observe(table, table.open())
    expect(await listed(connection, list)).toEqual([])
  })

  // As an empty list, it would make every watched migration look deleted.
  test.each(['malformed', 'empty'] as const)('is not empty after a %s response', async (kind) => {
    const { world, connection } = await observe(table, table.open())
    world.add('running')
    world.simulator.faults.add({ kind, path })
    expect((await failure(listed(connection, list))).code).toBe('provider_nonsense')
  })

  test('leaves out a migration without an id, and the log says so', async () => {
    const { world, connection, warnings } = await observe(table, table.open())
    world.add('running')
    world.simulator.faults.add({ kind: 'missing-fields', fields: [table.fields.id], path })
    expect(await listed(connection, list)).toEqual([])
    expect(warnings).toHaveLength(1)
  })

  test('is the same with undocumented fields', async () => {
    const { world, connection } = await observe(table, table.open())
    const plain = await connection.show(world.add('running'), {})
    world.simulator.faults.add({ kind: 'extra-fields', path })
    expect(await listed(connection, list)).toEqual([plain])
  })

  test('ends if its page repeats', async () => {
    const { world, connection } = await observe(table, table.open())
    for (let count = 0; count < 150; count += 1) world.add('running')
    world.simulator.faults.add({ kind: 'repeated-page', path, times: 50 })
    expect(new Set((await listed(connection, list)).map(({ id }) => id)).size).toBe(100)
    expect(world.simulator.calls().filter((call) => call.path.includes(path))).toHaveLength(2)
  })
}

function describeCounting(table: FaultTable): void {
  const { list, listPath: path } = table

  test('an empty list has a total', async () => {
    const { connection } = await observe(table, table.open())
    expect(await connection.readPage({ ...list, offset: 0 }, {})).toMatchObject({
      migrations: [],
      total: 0,
      isLast: true,
    })
  })

  test('a page counts the rows that cannot be read', async () => {
    const { world, connection } = await observe(table, table.open())
    for (let count = 0; count < 150; count += 1) world.add('running')
    world.simulator.faults.add({ kind: 'missing-fields', fields: [table.fields.id], path })
    expect(await connection.readPage({ ...list, offset: 0 }, {})).toMatchObject({ migrations: [], rows: 100 })
    expect(await connection.readPage({ ...list, offset: 100 }, {})).toMatchObject({ rows: 50, isLast: true })
  })

  test('a throttled page is read once more', async () => {
    const { world, connection, pausesMs } = await observe(table, table.open())
    const { id } = world.add('running')
    world.simulator.faults.add({ kind: 'throttle', retryAfterSeconds: 7, path })
    expect(await connection.readPage({ ...list, offset: 0 }, {})).toMatchObject({ migrations: [{ id }], isLast: true })
    expect([pausesMs, world.callCount()]).toEqual([[7000], 2])
  })

  test.each(['cut-before-effect', 'garbage'] as const)(
    'a page that fails again and again is no page: %s',
    async (kind) => {
      const { world, connection } = await observe(table, table.open())
      world.add('running')
      world.simulator.faults.add({ kind, path, times: 9 })
      expect((await failure(connection.readPage({ ...list, offset: 0 }, {}))).code).toMatch(
        /^provider_(unreachable|failed)$/,
      )
    },
  )
}

async function listed(connection: Connection, list: FaultTable['list']): Promise<Migration[]> {
  return (await readPages(connection, list)).flatMap(({ migrations }) => migrations)
}
