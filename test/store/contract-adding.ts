import { afterEach, beforeEach, expect, test } from 'vitest'
import { createVerifier } from '../../src/access/audit.ts'
import type { Backend } from '../../src/store/backend.ts'
import { eventually } from '../eventually.ts'
import { storeOver, type World } from './world.ts'

/** What is written once, and never over. */
export function describeAdding(create: () => Promise<World>): void {
  let world: World
  let backend: Backend

  beforeEach(async () => {
    world = await create()
    backend = await world.connect()
  })
  afterEach(() => world.end())

  test('stays as it is, for whoever comes second on another connection too, and goes with a purge', async () => {
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

  test('has the place of what has expired', async () => {
    await backend.set('a/b:k', 'old', 600)
    expect(await backend.add('a/b:k', 'too soon')).toBe(false)
    // Redis goes by its own clock, the others by ours.
    world.clock.advance(601)
    await eventually(async () => expect(await backend.add('a/b:k', 'new')).toBe(true))
    expect(await backend.get('a/b:k')).toBe('new')
  })

  test('to the audit by two at once gets a place each, and the chain is whole', async () => {
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
