import { expect, onTestFinished, test } from 'vitest'
import { watchClockJumps } from '../../src/operate/clock-jumps.ts'
import { createMetrics } from '../../src/operate/metrics/metrics.ts'
import { createManualClock } from '../manual-clock.ts'

function watched() {
  const clock = createManualClock()
  const metrics = createMetrics({ lagMs: () => 0 })
  const logged: object[] = []
  const heard: number[] = []
  const jumps = watchClockJumps({ clock, metrics, log: { warn: (details) => void logged.push(details) } })
  jumps.listen((byMs) => void heard.push(byMs))
  onTestFinished(jumps.stop)
  return { clock, metrics, logged, heard, jumps }
}

test('a clock that is set back and forth is heard, logged and counted once each time', async () => {
  const { clock, metrics, logged, heard, jumps } = watched()
  await clock.advance(5000)
  clock.set(-240_000)
  await clock.advance(5000)
  clock.set(3_600_000)
  await clock.advance(5000)
  expect(heard).toEqual([-240_000, 3_600_000])
  expect(logged).toEqual([{ seconds: -240 }, { seconds: 3600 }])
  expect(metrics.render()).toContain('ferry_clock_jumps_total{direction="back"} 1\n')
  expect(metrics.render()).toContain('ferry_clock_jumps_total{direction="forward"} 1\n')
  expect(jumps.facts()).toEqual({ lastClockJump: { seconds: 3600, secondsAgo: 4 } })
})

test('a clock that is adjusted little by little is not heard', async () => {
  const { clock, heard, jumps } = watched()
  for (let second = 0; second < 60; second += 1) {
    clock.set(-100)
    await clock.advance(1000)
  }
  expect(heard).toEqual([])
  expect(jumps.facts()).toEqual({})
})
