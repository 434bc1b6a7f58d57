import { expect, test } from 'vitest'
import { type Kind, kinds, states } from '../../src/migrations/migration.ts'
import type { KindCapabilities, Provider } from '../../src/providers/provider.ts'
import { type CloudWorld, type OpenCloud, statesOf } from './contract-world.ts'
import { idsOn, readPages } from './read-pages.ts'

/** The part of the contract about reading lists page by page. */
export function describePages(provider: Provider, open: OpenCloud): void {
  describeCalls(provider, open)
  describeEnds(provider, open)
  describeMisuse(provider, open)
}

function describeCalls(provider: Provider, open: OpenCloud): void {
  test.each(kindsOf(provider))('reads a page of the kind %s with one call, also if there is none', async (kind) => {
    const { world, connection } = await open()
    const page = await connection.readPage({ kind, offset: 0 }, {})
    expect(page).toEqual({ migrations: [], rows: 0, total: 0, isLast: true })
    expect(world.callCount()).toBe(1)
  })

  test('reads migrations in all states, as `show` does', async () => {
    const { world, connection } = await open()
    const added = statesOf(provider).map((state) => ({ state, ...world.add(state) }))
    const { kind } = world.missing
    const { migrations, ...page } = await connection.readPage({ kind, offset: 0 }, {})
    expect(page).toEqual({ rows: added.length, total: added.length, isLast: true })
    expect(world.callCount()).toBe(1)
    expect(migrations).toHaveLength(added.length)
    expect(migrations).toEqual(expect.arrayContaining(added.map((one) => expect.objectContaining(one))))
  })

  test('reads migrations in one state with one call, for each state that it names', async () => {
    const { world, connection } = await open()
    const added = statesOf(provider).map((state) => ({ state, ...world.add(state) }))
    const { kind } = world.missing
    const named = readingOf(provider, kind).states
    for (const [index, state] of named.entries()) {
      const { migrations } = await connection.readPage({ kind, state, offset: 0 }, {})
      const wanted = added.filter((one) => one.state === state)
      expect(migrations.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id))
      expect(world.callCount()).toBe(index + 1)
    }
  })
}

/** The part of the contract about the price of `show`. The fake cloud shows everything with one call. */
export function describeShowCalls(provider: Provider, open: OpenCloud): void {
  test('shows a migration with as many calls as it names', async () => {
    const { world, connection } = await open()
    const target = world.add('running')
    await connection.show(target, {})
    expect(world.callCount()).toBe(readingOf(provider, target.kind).showCalls)
  })
}

function describeEnds(provider: Provider, open: OpenCloud): void {
  test('reads two and a half pages with three calls, each migration once', async () => {
    const { world, connection } = await open()
    const added = addTo(world, readingOf(provider, world.missing.kind).pageSize * 2.5)
    const pages = await readPages(connection, { kind: world.missing.kind })
    expect(idsOn(pages).toSorted()).toEqual(added.toSorted())
    expect(pages.at(-1)).toMatchObject({ isLast: true, total: added.length })
    expect(world.callCount()).toBe(pages.length)
    expect(pages.length).toBeLessThanOrEqual(3)
  })

  test('needs no empty page after full ones if it knows the total', async () => {
    const { world, connection } = await open()
    const { pageSize } = readingOf(provider, world.missing.kind)
    const added = addTo(world, pageSize * 2)
    const pages = await readPages(connection, { kind: world.missing.kind })
    expect(new Set(idsOn(pages))).toEqual(new Set(added))
    const isKnown = pages.some(({ total, rows }) => total !== undefined && rows > 0)
    expect(pages.length).toBeLessThanOrEqual(isKnown ? 2 : 3)
  })

  test('gives no total but the certain one', async () => {
    const { world, connection } = await open()
    const added = addTo(world, readingOf(provider, world.missing.kind).pageSize + 1)
    for (const { total } of await readPages(connection, { kind: world.missing.kind })) {
      expect([undefined, added.length]).toContain(total)
    }
  })

  test('has nothing after its last page', async () => {
    const { world, connection } = await open()
    addTo(world, 3)
    const { pageSize } = readingOf(provider, world.missing.kind)
    const { isLast } = await connection.readPage({ kind: world.missing.kind, offset: pageSize * 5 }, {})
    expect(isLast).toBe(true)
  })
}

function describeMisuse(provider: Provider, open: OpenCloud): void {
  // Read without the filter, migrations would seem to be in this state; an empty page would make them seem gone.
  test('refuses kinds and states that it does not name, and makes no call', async () => {
    const { world, connection } = await open()
    world.add('running')
    for (const kind of kinds) {
      const named = provider.kinds[kind]?.reading.states
      if (named === undefined) await expect(connection.readPage({ kind, offset: 0 }, {})).rejects.toThrow(RangeError)
      for (const state of states.filter((one) => named?.includes(one) !== true)) {
        await expect(connection.readPage({ kind, state, offset: 0 }, {})).rejects.toThrow(RangeError)
      }
    }
    expect(world.callCount()).toBe(0)
  })

  test('stops reading a page when the signal aborts', async () => {
    const { world, connection } = await open()
    const reason = new Error('Nobody waits')
    const options = { signal: AbortSignal.abort(reason) }
    await expect(connection.readPage({ kind: world.missing.kind, offset: 0 }, options)).rejects.toBe(reason)
    expect(world.callCount()).toBe(0)
  })
}

function kindsOf(provider: Provider): Kind[] {
  return kinds.filter((kind) => provider.kinds[kind] !== undefined)
}

function readingOf(provider: Provider, kind: Kind): KindCapabilities['reading'] {
  const reading = provider.kinds[kind]?.reading
  if (reading === undefined) throw new Error(`${provider.label} has no ${kind}`)
  return reading
}

function addTo(world: CloudWorld, count: number): string[] {
  return Array.from({ length: count }, (_, index) => world.add(index % 3 === 0 ? 'running' : 'succeeded').id)
}
