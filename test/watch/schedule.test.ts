import { expect, onTestFinished, test } from 'vitest'
import { intervalMsOf, startSchedule } from '../../src/watch/schedule.ts'

test.each([
  ['*/30 * * * * *', 30_000],
  ['*/1 * * * * *', 1000],
  ['0 */5 * * * *', 300_000],
])('%s runs every %i ms', (pattern, intervalMs) => {
  expect(intervalMsOf(pattern)).toBe(intervalMs)
})

test('a tick that takes longer than the interval is not started twice, and the next one follows it', async () => {
  let running = 0
  let most = 0
  let count = 0
  const schedule = startSchedule('*/1 * * * * *', async () => {
    count += 1
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    running -= 1
  })
  onTestFinished(schedule.stop)
  await expect.poll(() => count).toBe(2)
  expect(most).toBe(1)
  await schedule.stop()
  await expect.poll(() => running).toBe(0)
})
