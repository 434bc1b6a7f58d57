import { expect, test } from 'vitest'
import { createFewAtOnce } from '../../src/async/few-at-once.ts'
import { createManualClock } from '../manual-clock.ts'

function createSetting({ most = 2 } = {}) {
  const clock = createManualClock()
  const inTurn = createFewAtOnce({ most, countedMs: 100, clock })
  const begun: number[] = []
  const pieces = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
  const all = pieces.map(({ promise }, index) =>
    inTurn(() => {
      begun.push(index)
      return promise
    }),
  )
  const end = (index: number) => pieces[index]?.resolve()
  return { clock, begun, all, end }
}

test('a piece of work begins after what has already arrived, not at once', async () => {
  const { clock, begun } = createSetting()
  await Promise.resolve()
  expect(begun).toEqual([])
  await clock.settle()
  expect(begun[0]).toBe(0)
})

test('each piece begins in a turn of its own, so that what arrives meanwhile comes before the next', async () => {
  const { begun } = createSetting({ most: 5 })
  const seen: number[] = []
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    seen.push(begun.length)
  }
  expect(seen).toEqual([1, 2, 3, 4, 5])
})

test('a few pieces run at once; the next begins when one has ended, also if it failed', async () => {
  const { clock, begun, all, end } = createSetting()
  await settled(clock)
  expect(begun).toEqual([0, 1])
  end(1)
  await all[1]
  await settled(clock)
  expect(begun).toEqual([0, 1, 2])
  for (const index of [0, 2, 3, 4]) end(index)
  await Promise.all(all)
  expect(begun).toEqual([0, 1, 2, 3, 4])

  const inTurn = createFewAtOnce({ most: 1, countedMs: 100, clock })
  await expect(inTurn(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await inTurn(async () => 'next')).toBe('next')
})

test('pieces that wait for a slow cloud do not hold up others for long', async () => {
  const { clock, begun, all, end } = createSetting()
  await settled(clock)
  await clock.advance(99)
  expect(begun).toEqual([0, 1])
  await clock.advance(1)
  await settled(clock)
  expect(begun).toEqual([0, 1, 2, 3])
  // They count no longer, so that their end makes no room.
  end(0)
  await all[0]
  await settled(clock)
  expect(begun).toEqual([0, 1, 2, 3])
})

test('a piece that nobody waits for costs no alarm', async () => {
  const clock = createManualClock()
  const inTurn = createFewAtOnce({ most: 2, countedMs: 100, clock })
  expect(await Promise.all([inTurn(async () => 1), inTurn(async () => 2)])).toEqual([1, 2])
  expect(clock.sleepers()).toBe(0)
})

/** Lets as many turns pass as there are pieces of work. */
async function settled({ settle }: { settle(): Promise<void> }): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await settle()
}
