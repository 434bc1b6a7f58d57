import { expect, test } from 'vitest'
import { createMemory } from '../../src/async/memory.ts'
import { createManualClock } from '../manual-clock.ts'

test('a memory forgets what was noted first', () => {
  const memory = createMemory<number>({ most: 2 })
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
    ['c', 4],
  ] as const) {
    memory.set(key, value)
  }
  expect(['a', 'b', 'c'].map((key) => memory.get(key))).toEqual([3, undefined, 4])
  memory.delete('a')
  expect(memory.get('a')).toBeUndefined()
})

test('a value counts for the life that is asked for', async () => {
  const clock = createManualClock()
  const memory = createMemory<string>({ most: 2, now: clock.now })
  memory.set('a', 'old')
  await clock.advance(1000)
  expect([memory.get('a', 1001), memory.get('a', 1000), memory.get('a')]).toEqual(['old', undefined, 'old'])
})
