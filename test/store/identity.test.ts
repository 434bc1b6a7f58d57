import { describe, expect, onTestFinished, test } from 'vitest'
import { compareIdentity, type FoundIdentity, makeIdentity, readIdentity } from '../../src/store/identity/identity.ts'
import { watchIdentity } from '../../src/store/identity/watch.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import { createManualClock } from '../manual-clock.ts'

const before = { id: 'a', generation: 7 }
const found = (generation: number, id = 'a'): FoundIdentity => ({ type: 'found', identity: { id, generation } })

test.each([
  ['the same', found(7), 'same'],
  ['raised by other replicas', found(9), 'same'],
  ['without the last raise', found(6), 'fell'],
  ['without the last two raises', found(5), 'older'],
  ['with another id', found(7, 'b'), 'another'],
  ['without an id', { type: 'none' }, 'emptied'],
  ['with something that is no id', { type: 'unreadable', text: 'garbage' }, 'unknown'],
] as const)('a store %s', (_, one, expected) => {
  expect(compareIdentity(before, one)).toBe(expected)
})

const key = 'identity:store'
const minuteMs = 60_000

async function watched({ isInPlace = async () => true } = {}) {
  const clock = createManualClock()
  const memory = openMemory({ clock })
  const reconnects: (() => void)[] = []
  const backend = { ...memory, isInPlace, onReconnect: (listener: () => void) => void reconnects.push(listener) }
  const identity = await makeIdentity(backend, { type: 'none' })
  const heard: string[] = []
  const watch = watchIdentity({
    ...{ backend, identity, time: clock },
    onFall: () => void heard.push('fell'),
    onChange: (how) => void heard.push(how),
  })
  onTestFinished(watch.stop)
  const put = (changes: { id?: string; generation?: number }) =>
    backend.set(key, JSON.stringify({ ...identity, ...changes }))
  const reconnect = () => {
    for (const listener of reconnects) listener()
  }
  const generation = async () => {
    const read = await readIdentity(backend)
    return read.type === 'found' ? read.identity.generation : read.type
  }
  return { clock, backend, identity, watch, heard, put, reconnect, generation }
}

describe('a store that is watched', () => {
  test('is certain, and its generation rises once a minute', async () => {
    const { clock, watch, generation, heard } = await watched()
    expect(watch.certainty()).toBeUndefined()
    await clock.advance(5 * minuteMs)
    expect(await generation()).toBe(6)
    expect(heard).toEqual([])
    expect(watch.certainty()).toBeUndefined()
  })

  test('rises as fast with two replicas', async () => {
    const { clock, backend, identity, generation } = await watched()
    const other = watchIdentity({ backend, identity, time: clock })
    onTestFinished(other.stop)
    await clock.advance(5 * minuteMs)
    expect(await generation()).toBe(6)
    expect(other.certainty()).toBeUndefined()
  })

  test.each([
    ['emptied', 'it has been emptied', ({ backend }) => backend.delete(key)],
    ['replaced by another', 'it is another Ferry’s store', ({ put }) => put({ id: 'another' })],
    ['replaced by an older copy', 'it is an older copy of itself', ({ put }) => put({ generation: 1 })],
  ] satisfies [string, string, (world: Awaited<ReturnType<typeof watched>>) => Promise<unknown>][])(
    'is not used any more once it was %s, whatever it says later',
    async (_, how, change) => {
      const world = await watched()
      const { clock, watch, heard, put } = world
      await clock.advance(3 * minuteMs)
      await change(world)
      await clock.advance(minuteMs + 1000)
      expect(heard).toEqual([how])
      await expect(watch.certainty()).rejects.toMatchObject({ code: 'store_changed', details: { how } })
      await put({ generation: 100 })
      await clock.advance(5 * minuteMs)
      await expect(watch.certainty()).rejects.toMatchObject({ code: 'store_changed' })
      expect(heard).toEqual([how])
    },
  )

  test('is not used once its file was moved', async () => {
    let isInPlace = true
    const { clock, heard } = await watched({ isInPlace: async () => isInPlace })
    isInPlace = false
    await clock.advance(minuteMs + 1000)
    expect(heard).toEqual(['its file was moved, deleted or replaced'])
  })

  test('that says once that it is empty is asked again, and nobody uses it meanwhile', async () => {
    const { clock, backend, identity, watch, heard } = await watched()
    await backend.delete(key)
    await clock.advance(minuteMs)
    const certainty = watch.certainty()
    expect(certainty).toBeDefined()
    await backend.set(key, JSON.stringify(identity))
    await clock.advance(1000)
    await certainty
    expect(heard).toEqual([])
    expect(watch.certainty()).toBeUndefined()
  })

  test('that has lost the last minute goes on, and that is told', async () => {
    const { clock, put, watch, heard, generation } = await watched()
    await clock.advance(3 * minuteMs)
    await put({ generation: 3 })
    await clock.advance(minuteMs)
    expect(heard).toEqual(['fell'])
    expect(watch.certainty()).toBeUndefined()
    expect(await generation()).toBe(4)
  })

  test('whose id cannot be read goes on', async () => {
    const { clock, backend, watch, heard } = await watched()
    await backend.set(key, 'garbage')
    await clock.advance(2 * minuteMs)
    expect(heard).toEqual([])
    expect(watch.certainty()).toBeUndefined()
  })

  test('is looked at after each reconnection, before anybody uses it', async () => {
    const { clock, backend, reconnect, watch, heard } = await watched()
    await backend.delete(key)
    reconnect()
    const certainty = watch.certainty()
    expect(certainty).toBeDefined()
    const refused = expect(certainty).rejects.toMatchObject({ code: 'store_changed' })
    await clock.advance(1000)
    await refused
    expect(heard).toEqual(['it has been emptied'])
  })
})

test('two replicas that find an id that cannot be read agree on one', async () => {
  const backend = openMemory({ clock: createManualClock() })
  await backend.set(key, 'garbage')
  const found = { type: 'unreadable', text: 'garbage' } as const
  const one = await makeIdentity(backend, found)
  // The slower one had found the same text.
  expect(await makeIdentity(backend, found)).toEqual(one)
  expect(await readIdentity(backend)).toEqual({ type: 'found', identity: one })
})

test('a look that is cut short while Ferry stops proves nothing, and nobody uses the store any more', async () => {
  const { clock, backend, reconnect, watch, heard } = await watched()
  await backend.delete(key)
  reconnect()
  const refused = expect(watch.certainty()).rejects.toMatchObject({ code: 'store_unavailable' })
  await clock.settle()
  await watch.stop()
  await refused
  expect(heard).toEqual([])
  await expect(watch.certainty()).rejects.toMatchObject({ code: 'store_unavailable' })
})
