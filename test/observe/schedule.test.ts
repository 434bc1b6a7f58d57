import { expect, onTestFinished, test } from 'vitest'
import { intervalMsOf, startSchedule } from '../../src/observe/schedule.ts'

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
