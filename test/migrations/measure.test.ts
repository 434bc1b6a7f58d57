import { describe, expect, test } from 'vitest'
import { measure, type Sample, withSample } from '../../src/migrations/figures/measure.ts'
import { sample } from './sample.ts'

const minuteMs = 60_000

/** A running migration that has this many bytes at a minute. */
const at = (minute: number, done: number) =>
  sample({ readAt: minute * minuteMs, progress: { bytes: { done, total: 1e9 }, objects: {} } })

function follow(readings: readonly (readonly [number, number])[]): readonly Sample[] {
  return readings.reduce<readonly Sample[]>((samples, [minute, done]) => withSample(samples, at(minute, done)), [])
}

describe('the measured speed', () => {
  test('is the average over the readings, and says over how long', () => {
    const samples = follow([
      [0, 0],
      [1, 6e6],
      [2, 60e6],
      [3, 66e6],
    ])
    expect(measure(samples, at(3, 66e6))).toEqual({ bytesPerSecond: 66e6 / 180, overMs: 3 * minuteMs })
  })

  test('is unknown in the first two minutes, and while nothing arrives', () => {
    expect(
      measure(
        follow([
          [0, 0],
          [1, 6e6],
        ]),
        at(1, 6e6),
      ),
    ).toBeUndefined()
    expect(
      measure(
        follow([
          [0, 5],
          [5, 5],
        ]),
        at(5, 5),
      ),
    ).toBeUndefined()
  })

  test('ignores readings older than a quarter of an hour', () => {
    const samples = follow([
      [0, 0],
      [10, 600e6],
      [20, 601e6],
      [30, 602e6],
    ])
    expect(measure(samples, at(30, 602e6))?.overMs).toBe(10 * minuteMs)
  })

  test('stays as it is if the same is read a moment later', () => {
    const samples = follow([
      [0, 0],
      [15, 600e6],
    ])
    const later = at(15 + 1 / 60, 600e6)
    expect(measure(withSample(samples, later), later)?.overMs).toBe(15 * minuteMs + 1000)
  })

  test('starts again after a pause or a restart', () => {
    const paused = withSample(
      follow([
        [0, 0],
        [5, 5e6],
      ]),
      sample({ state: 'paused', readAt: 6 * minuteMs }),
    )
    expect(paused).toEqual([])
    expect(
      withSample(
        follow([
          [0, 9e6],
          [5, 10e6],
        ]),
        at(6, 1e6),
      ),
    ).toEqual([{ at: 6 * minuteMs, bytesDone: 1e6 }])
  })
})
