import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as format from '../../src/views/words/format.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

describe('bytes have three digits', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [999.6, '1 kB'],
    [1000, '1 kB'],
    [1234, '1.23 kB'],
    [12_345, '12.3 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [40e9, '40 GB'],
    [1.5e15, '1.5 PB'],
    [2e18, '2 EB'],
    [5e21, '5000 EB'],
  ])('%d is %s', (bytes, told) => expect(format.formatBytes(bytes)).toBe(told))

  test('a speed is bytes per second', () => expect(format.formatSpeed(10e6)).toBe('10 MB/s'))
})

describe('counts are exact while they are short', () => {
  test.each([
    [0, '0'],
    [1000, '1,000'],
    [99_999, '99,999'],
    [100_000, '100 k'],
    [999_499, '999 k'],
    [999_500, '1 M'],
    [12_345_678, '12.3 M'],
    [999_500_000, '1 bn'],
    [2 ** 53, '9010000 bn'],
  ])('%d is %s', (count, told) => expect(format.formatCount(count)).toBe(told))

  test('one is singular, all others are plural', () => {
    expect([0, 1, 2].map((count) => format.plural(count, 'watch', 'watches'))).toEqual([
      '0 watches',
      '1 watch',
      '2 watches',
    ])
  })
})

describe('a percentage', () => {
  test.each([
    [0, '0 %'],
    [0.009, '0 %'],
    [0.29, '29 %'],
    [0.57, '57 %'],
    [0.999_999_999_9, '99 %'],
    [1, '100 %'],
    [1.5, '100 %'],
    [-1, '0 %'],
  ])('of %d is %s', (fraction, told) => expect(format.formatPercent(fraction)).toBe(told))

  test('is 100 only when everything is done', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (fraction) => {
        expect(format.formatPercent(fraction)).not.toBe('100 %')
        expect(format.formatBar(fraction)).toContain('□')
      }),
    )
  })
})

describe('a duration has two units at most', () => {
  test.each([
    [0, '0 s'],
    [-5, '0 s'],
    [59.4 * second, '59 s'],
    [59.6 * second, '1 min'],
    [59.6 * minute, '1 h'],
    [hour + 48 * minute, '1 h 48 min'],
    [47.99 * hour, '47 h 59 min'],
    [2 * day, '2 d'],
    [3 * day + 4 * hour, '3 d 4 h'],
  ])('%d ms are %s', (durationMs, told) => expect(format.formatDuration(durationMs)).toBe(told))
})

describe('a remaining time is rounded like an estimate', () => {
  test.each([
    [0, 'less than a minute'],
    [59 * second, 'less than a minute'],
    [61 * second, 'about 1 min'],
    [9.4 * minute, 'about 9 min'],
    [13 * minute, 'about 13 min'],
    [24 * minute, 'about 24 min'],
    [59 * minute, 'about 1 h'],
    [64 * minute, 'about 1 h'],
    [66 * minute, 'about 1 h 10 min'],
    [10.4 * hour, 'about 10 h'],
    [50 * hour, 'about 2 d 2 h'],
    [100 * day, 'about 100 d'],
    [101 * day, 'more than 100 d'],
    [Number.MAX_VALUE, 'more than 100 d'],
  ])('%d ms are %s', (durationMs, told) => expect(format.formatRemaining(durationMs)).toBe(told))
})

describe('the bar', () => {
  test.each([
    [0, '□□□□'],
    [0.3, '■□□□'],
    [0.99, '■■■□'],
    [1, '■■■■'],
    [7, '■■■■'],
    [-7, '□□□□'],
  ])('of %d is %s', (fraction, bar) => expect(format.formatBar(fraction, 4)).toBe(bar))
})
