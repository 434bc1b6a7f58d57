import { expect, test } from 'vitest'
import { failure } from './cloud.ts'
import { type FaultTable, observe } from './faults-world.ts'

/** Tests of responses that differ from the documents. */
export function describeAnswers(table: FaultTable): void {
  describeSpoiled(table)
  describeFields(table)
  describeLists(table)
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

  // As an empty list, it would make every watched migration look deleted.
  test.each(['malformed', 'empty'] as const)('a %s response to a list is not an empty list', async (kind) => {
    const { world, connection } = await observe(table, table.open())
    world.add('running')
    world.simulator.faults.add({ kind, path: table.listPath })
    expect((await failure(connection.listActive({}))).code).toBe('provider_nonsense')
  })

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

  test('a migration without an id is unreadable; in a list it is left out, and the log says so', async () => {
    const { world, connection, warnings } = await observe(table, table.open())
    const target = world.add('running')
    world.simulator.faults.add({ kind: 'missing-fields', fields: [id] })
    expect((await failure(connection.show(target, {}))).code).toBe('provider_nonsense')
    world.simulator.faults.add({ kind: 'missing-fields', fields: [id], path: table.listPath })
    expect(await connection.listActive({})).toEqual([])
    expect(warnings).toHaveLength(1)
  })

  test('undocumented fields change nothing', async () => {
    const { world, connection } = await observe(table, table.open())
    const target = world.add('running')
    const plain = await connection.show(target, {})
    world.simulator.faults.add({ kind: 'extra-fields' })
    expect(await connection.show(target, {})).toEqual(plain)
    world.simulator.faults.add({ kind: 'extra-fields', path: table.listPath })
    expect(await connection.listActive({})).toEqual([plain])
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
  test('an empty list is empty', async () => {
    const { connection } = await observe(table, table.open())
    expect(await connection.list({ offset: 0, limit: 10 }, {})).toEqual({ migrations: [], total: 0, hasMore: false })
    expect(await connection.listActive({})).toEqual([])
  })

  test('a page that repeats is read once more but not forever, and nothing is listed twice', async () => {
    const { world, connection } = await observe(table, table.open())
    for (let count = 0; count < 150; count += 1) world.add('running')
    world.simulator.faults.add({ kind: 'repeated-page', path: table.listPath, times: 50 })
    const ids = (await connection.listActive({})).map((migration) => migration.id)
    expect(ids).toHaveLength(100)
    expect(new Set(ids).size).toBe(100)
    expect(world.simulator.calls().filter(({ path }) => path.includes(table.listPath))).toHaveLength(2)
  })
}
