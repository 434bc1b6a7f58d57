import { describe, expect, onTestFinished, test } from 'vitest'
import { intervalMsOf, startSchedule } from '../../src/observe/schedule.ts'
import { shiftDate } from '../shifted-date.js'

test.each([
  ['*/30 * * * * *', 30_000],
  ['*/1 * * * * *', 1000],
  ['0 */5 * * * *', 300_000],
])('%s runs every %i ms', (pattern, intervalMs) => {
  expect(intervalMsOf(pattern)).toBe(intervalMs)
})

const everySecond = '*/1 * * * * *'

test('a tick that takes longer than the interval is not started twice, and the next one follows it', async () => {
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let count = 0
  const schedule = startSchedule(everySecond, async () => {
    count += 1
    if (count === 1) await first.promise
    else second.resolve()
  })
  onTestFinished(schedule.stop)
  await beats(3)
  expect(count).toBe(1)
  first.resolve()
  await second.promise
})

describe('when the clock is set back by an hour', () => {
  test('the next tick comes within the interval', async () => {
    let count = 0
    const beat = Promise.withResolvers<void>()
    const schedule = startSchedule(everySecond, async () => {
      count += 1
      beat.resolve()
    })
    onTestFinished(schedule.stop)
    onTestFinished(shiftDate(() => -3_600_000))
    schedule.rearm()
    await beat.promise
    expect(count).toBe(1)
  })

  test('a tick that is running is not started twice', async () => {
    const held = Promise.withResolvers<void>()
    let count = 0
    const schedule = startSchedule(everySecond, async () => {
      count += 1
      await held.promise
    })
    onTestFinished(schedule.stop)
    await beats(2)
    schedule.rearm()
    await beats(2)
    expect(count).toBe(1)
    held.resolve()
  })
})

/** Another schedule has run so often. */
async function beats(wanted: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let count = 0
  const metronome = startSchedule(everySecond, async () => {
    count += 1
    if (count === wanted) resolve()
  })
  await promise
  await metronome.stop()
}
