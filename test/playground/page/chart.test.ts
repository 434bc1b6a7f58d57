import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readChart } from '../../../playground/page/chart/chart-data.ts'
import { labelInterval, roundTicks } from '../../../playground/page/chart/scale.ts'

describe('the scale of a chart', () => {
  test.each([
    [0, 0, [0, 0.5]],
    [0, 7, [0, 2, 4, 6, 8]],
    [0, 480, [0, 200, 400, 600]],
    [-3, 12, [-5, 0, 5, 10, 15]],
    [0, 0.3, [0, 0.1, 0.2, 0.3]],
  ])('from %d to %d has the ticks %j', (low, high, ticks) => {
    expect(roundTicks(low, high)).toEqual(ticks)
  })

  test('contains every value between a few equal steps', () => {
    const amount = fc.double({ min: 0, max: 1e15, noNaN: true }).map((value) => (value < 1e-6 ? 0 : value))
    fc.assert(
      fc.property(amount, amount, (below, above) => {
        const ticks = roundTicks(-below, above)
        expect(ticks.length).toBeGreaterThan(1)
        expect(ticks.length).toBeLessThanOrEqual(7)
        expect(ticks[0]).toBeLessThanOrEqual(-below * (1 - 1e-9))
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(above * (1 - 1e-9))
      }),
    )
  })

  test('leaves out labels until the others have enough space', () => {
    const days = ['22 Nov', '23 Nov', '24 Nov']
    expect([100, 30, 15].map((stepWidth) => labelInterval(days, stepWidth))).toEqual([1, 2, 3])
  })
})

test('points find their category in any order', () => {
  const data = [
    { label: 'Tue', value: 2 },
    { label: 'Mon', value: 1 },
  ]
  const chart = readChart({ type: 'line', series: [{ name: 'A', data }], axis_config: { categories: ['Mon', 'Tue'] } })
  expect(chart).toMatchObject({ series: [{ name: 'A', values: [1, 2] }] })
})
