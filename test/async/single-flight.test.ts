import { expect, test } from 'vitest'
import { createSingleFlight } from '../../src/async/single-flight.ts'

test('one piece of each name runs at a time, and whoever asks meanwhile gets its result', async () => {
  const flight = createSingleFlight<number>()
  const { promise, resolve } = Promise.withResolvers<number>()
  const first = flight.run('a', () => promise)
  const second = flight.run('a', async () => 2)
  const other = flight.run('b', async () => 3)
  expect(flight.all()).toHaveLength(2)
  expect(flight.all('a')).toEqual([first])
  resolve(1)
  expect(await Promise.all([first, second, other])).toEqual([1, 1, 3])
  await flight.idle()
  expect(flight.current('a')).toBeUndefined()
  expect(await flight.run('a', async () => 4)).toBe(4)
})

test('what has to be done afterwards begins once the piece has ended, also if it failed', async () => {
  const done: string[] = []
  const flight = createSingleFlight((name) => {
    if (done.length < 2) void flight.run(name, async () => void done.push('again'))
  })
  const failed = flight.run('a', async () => {
    done.push('failed')
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  await flight.idle()
  expect(done).toEqual(['failed', 'again'])
})
