import { expect, test } from 'vitest'
import { type Kind, kinds } from '../../src/migrations/migration.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { describeActions } from './contract-actions.ts'
import { describeCreation } from './contract-create.ts'
import { describePages } from './contract-pages.ts'
import { type OpenCloud, statesOf } from './contract-world.ts'
import { readList, readLists } from './read-list.ts'

/** The part of the contract about every connection. The fake cloud of other tests has to meet it, too. */
export function describeConnection(provider: Provider, open: OpenCloud): void {
  describeReading(provider, open)
  describeStrangers(provider, open)
  describePages(provider, open)
  describeActions(provider, open)
  describeCreation(provider, open)
}

function describeReading(provider: Provider, open: OpenCloud): void {
  const worldStates = statesOf(provider)
  test('opens an account without a call, and checks it with one', async () => {
    const { world, connection } = await open()
    expect(world.callCount()).toBe(0)
    await connection.check({})
    expect(world.callCount()).toBe(1)
  })

  test('shows every state correctly', async () => {
    const { world, connection } = await open()
    for (const state of worldStates) {
      const target = world.add(state)
      expect(await connection.show(target, {})).toMatchObject({
        ...target,
        account: 'prod',
        state,
        readAt: world.clock.now(),
      })
    }
  })

  test('reports a figure or nothing: never undefined, NaN or a negative number', async () => {
    const { world, connection } = await open()
    for (const state of worldStates) world.add(state)
    const migrations = await readLists(connection, provider)
    expect(migrations).toHaveLength(worldStates.length)
    for (const [path, value] of leavesOf(migrations)) {
      expect(value, path).not.toBeUndefined()
      if (typeof value === 'number') expect(value, path).toBeGreaterThanOrEqual(0)
    }
  })
}

function describeStrangers(provider: Provider, open: OpenCloud): void {
  test('shows nothing for a missing migration, or for one of another kind', async () => {
    const { world, connection } = await open()
    const target = world.add('running')
    expect(await connection.show(world.missing, {})).toBeUndefined()
    const others = kinds.filter((kind) => provider.kinds[kind] !== undefined && kind !== target.kind)
    for (const kind of others) expect(await connection.show({ ...target, kind }, {})).toBeUndefined()
  })

  test('shows a migration as the list does', async () => {
    const { world, connection } = await open()
    for (const state of statesOf(provider)) world.add(state)
    for (const { kind, id, state } of await readLists(connection, provider))
      expect(await connection.show({ kind, id }, {})).toMatchObject({ state })
  })

  test('lists migrations of the given kind, and no others', async () => {
    const { world, connection } = await open()
    const { kind, id } = world.add('running')
    const others = kinds.filter((each) => provider.kinds[each] !== undefined && each !== kind)
    const idsOf = async (each: Kind) => (await readList(connection, { kind: each })).map((migration) => migration.id)
    expect(await idsOf(kind)).toEqual([id])
    for (const other of others) expect(await idsOf(other)).not.toContain(id)
  })

  test('stops reading when the signal aborts', async () => {
    const { world, connection } = await open()
    const target = world.add('running')
    const reason = new Error('Nobody waits')
    const signal = AbortSignal.abort(reason)
    await expect(connection.readPage({ kind: target.kind, offset: 0 }, { signal })).rejects.toBe(reason)
    await expect(connection.show(target, { signal })).rejects.toBe(reason)
    expect(world.callCount()).toBe(0)
  })
}

/** Every value in an object that is not an object itself, with its path. */
function leavesOf(value: unknown, path = ''): [path: string, value: unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([name, part]) => leavesOf(part, `${path}.${name}`))
}
