import { expect, test } from 'vitest'
import { createManualClock } from './manual-clock.ts'

test('stands still until a test moves it, and wakes sleepers in the order of their alarms', async () => {
  const clock = createManualClock(1000)
  const woken: string[] = []
  void clock.sleep(300).then(() => woken.push(`late at ${clock.now()}`))
  void clock.sleep(100).then(() => woken.push(`early at ${clock.now()}`))
  await clock.settle()
  expect(woken).toEqual([])
  await clock.advance(200)
  expect(woken).toEqual(['early at 1100'])
  expect(clock.now()).toBe(1200)
  await clock.advance(200)
  expect(woken).toEqual(['early at 1100', 'late at 1300'])
})

test('wakes a sleeper again that falls asleep while time passes', async () => {
  const clock = createManualClock(0)
  const seen: number[] = []
  const rounds = async () => {
    for (let round = 0; round < 3; round += 1) {
      await clock.sleep(10)
      seen.push(clock.now())
    }
  }
  void rounds()
  await clock.advance(25)
  expect(seen).toEqual([10, 20])
  expect(clock.sleepers()).toBe(1)
})

test('ends an aborted sleep at once and forgets it', async () => {
  const clock = createManualClock(0)
  const waiting = new AbortController()
  const slept = clock.sleep(1000, waiting.signal)
  waiting.abort()
  await slept
  expect(clock.sleepers()).toBe(0)
  expect(clock.now()).toBe(0)
})

test('lets time pass until a promise settles, and fails if it never can', async () => {
  const clock = createManualClock(0)
  const work = clock.sleep(50).then(() => clock.sleep(70))
  await clock.passUntil(work)
  expect(clock.now()).toBe(120)
  await expect(clock.passUntil(new Promise(() => undefined))).rejects.toThrow('Nobody is asleep')
})
