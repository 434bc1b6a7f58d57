import { afterEach, beforeEach, expect, test } from 'vitest'
import { createVerifier } from '../../src/access/audit.ts'
import type { Backend } from '../../src/store/backend.ts'
import { eventually } from '../eventually.ts'
import { storeOver, type World } from './world.ts'

/** The contract for records that are written once and never overwritten. */
export function describeAdding(create: () => Promise<World>): void {
  let world: World
  let backend: Backend

  beforeEach(async () => {
    world = await create()
    backend = await world.connect()
  })
  afterEach(() => world.end())

  test('stays unchanged if another connection adds it as well, and is removed by a purge', async () => {
    const other = await world.connect()
    const tries = ['one', 'two', 'three'].flatMap((text) => [backend.add('a/b:k', text), other.add('a/b:k', text)])
    const outcomes = await Promise.all(tries)
    expect(outcomes.filter((isAdded) => isAdded)).toHaveLength(1)
    const kept = await backend.get('a/b:k')
    expect(kept).toBe(['one', 'one', 'two', 'two', 'three', 'three'][outcomes.indexOf(true)])
    expect(await other.add('a/b:k', 'four')).toBe(false)
    expect(await backend.get('a/b:k')).toBe(kept)
    await other.clear('a/b')
    expect(await backend.get('a/b:k')).toBeUndefined()
  })

  test('takes the place of an expired record', async () => {
    await backend.set('a/b:k', 'old', 600)
    expect(await backend.add('a/b:k', 'too soon')).toBe(false)
    // Redis uses its own clock, the others the test's.
    world.clock.advance(601)
    await eventually(async () => expect(await backend.add('a/b:k', 'new')).toBe(true))
    expect(await backend.get('a/b:k')).toBe('new')
  })

  test('to the audit twice at once gets a place each, and the chain is intact', async () => {
    const [one, two] = [
      storeOver(backend, world.clock).in('T1').audit,
      storeOver(await world.connect(), world.clock).in('T1').audit,
    ]
    const event = { at: 1, user: 'U1', door: 'typed', verb: 'pause', outcome: 'done' } as const
    await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? one : two).append(event)))
    const verifier = createVerifier()
    for await (const record of two.oldestFirst()) expect(verifier.check(record)).toBeUndefined()
    expect(verifier.last().seq).toBe(20)
  })
}
