import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Limit } from '../../src/migrations/typed/limit-rules.ts'
import { formatLimits, limitExample, readLimits } from '../../src/migrations/typed/limit-text.ts'

const rules = { minBytesPerSecond: 1_048_576, maxBytesPerSecond: 209_715_200, maxRules: 5 }

function rule(start: string, end: string, megabytes: number): Limit {
  return { start, end, bytesPerSecond: megabytes * 1e6 }
}

function problemOf(text: string): string {
  const read = readLimits(text, rules)
  return read.ok ? formatLimits(read.limits) : read.problem
}

describe('typed bandwidth rules', () => {
  test.each([
    [limitExample, [rule('09:00', '18:00', 50), rule('18:00', '23:59', 10)]],
    ['20MB/s', [rule('00:00', '23:59', 20)]],
    ['20 MB/s', [rule('00:00', '23:59', 20)]],
    ['9:00-18:00 50MB/s', [rule('09:00', '18:00', 50)]],
    ['50MB/s 9:00 - 18:00', [rule('09:00', '18:00', 50)]],
    ['50MB/s 09:00–18:00', [rule('09:00', '18:00', 50)]],
    ['50MB/s from 09:00 to 18:00', [rule('09:00', '18:00', 50)]],
    ['50MB/s 9am-6pm', [rule('09:00', '18:00', 50)]],
    ['50MB/s 9-18', [rule('09:00', '18:00', 50)]],
    ['from 9 am until 5:30 pm 50MB/s', [rule('09:00', '17:30', 50)]],
    ['10MB/s 18:00-24:00', [rule('18:00', '23:59', 10)]],
    ['10MB/s 18:00-23:59\n\n50MB/s 09:00-18:00\n', [rule('09:00', '18:00', 50), rule('18:00', '23:59', 10)]],
    ['10MB/s 18:00-23:59; 400 Mbit/s 09:00-18:00,', [rule('09:00', '18:00', 50), rule('18:00', '23:59', 10)]],
    ['off', []],
    ['OFF.', []],
    ['no limit', []],
  ])('%j are understood', (text, limits) => {
    expect(readLimits(text, rules)).toEqual({ ok: true, limits })
  })

  test.each([
    ['', 'Type at least one rule, or off for no limit.'],
    [' , \n', 'Type at least one rule, or off for no limit.'],
    ['50', '“50” has no unit. Type it like 50MB/s (megabytes per second) or 50MiB/s.'],
    ['50 09:00-18:00', '“50” has no unit. Type it like 50MB/s (megabytes per second) or 50MiB/s.'],
    ['1,5MB/s', '“1” has no unit. Type it like 50MB/s (megabytes per second) or 50MiB/s.'],
    ['09:00-18:00', '“09:00-18:00” has no speed. Type 50MB/s 09:00-18:00.'],
    ['50MB/s 9am', '“50MB/s 9am” has times that Ferry can’t read. Type them like 09:00-18:00.'],
    ['50MB/s 9am-13pm', '13pm is not a time: a day goes from 00:00 to 23:59.'],
    ['20-50 MB/s', '“MB/s” is not a speed. Type it like 50MB/s.'],
    ['50MB/s 09:00', '“50MB/s 09:00” has times that Ferry can’t read. Type them like 09:00-18:00.'],
    [
      '50MB/s 09:00-18:00 10MB/s 18:00-23:59',
      '“50MB/s 09:00-18:00 10MB/s 18:00-23:59” has more than one period. Put a comma between two rules.',
    ],
    [
      '50MB/s 09:00-18:00 and 10MB/s 18:00-23:59',
      '“50MB/s 09:00-18:00 and 10MB/s 18:00-23:59” has more than one period. Put a comma between two rules.',
    ],
    ...['UTC', 'UTC+8', 'CEST', 'KST', 'Asia/Shanghai'].map((zone): [string, string] => [
      `50 MB/s 09:00-18:00 ${zone}`,
      `“50 MB/s 09:00-18:00 ${zone}” has a time zone. Hours follow the cloud’s own clock, so leave it out.`,
    ]),
    ['50MB/s 09:00-25:00', '25:00 is not a time: a day goes from 00:00 to 23:59.'],
    ['50MB/s 09:60-18:00', '09:60 is not a time: a day goes from 00:00 to 23:59.'],
    ['50MB/s 24:00-18:00', '24:00 is not a time: a day goes from 00:00 to 23:59.'],
    ['50MB/s 09:00-09:00', '09:00-09:00 starts and ends at the same minute. For the whole day, leave out the times.'],
    ['50MB/s 22:00-06:00', '22:00-06:00 crosses midnight. Type 50 MB/s 22:00-23:59, 50 MB/s 00:00-06:00 instead.'],
    ['50MB/s 23:59-06:00', '23:59-06:00 crosses midnight. Type 50 MB/s 00:00-06:00 instead.'],
    ['50MB/s 22:00-00:00', '22:00-00:00 crosses midnight. Type 50 MB/s 22:00-23:59.'],
    [
      '50MB/s 09:00-18:00, 10MB/s 17:59-20:00',
      '09:00-18:00 and 17:59-20:00 overlap. One may start at the minute another ends.',
    ],
    ['10MB/s 10:00-11:00, 50MB/s', '00:00-23:59 and 10:00-11:00 overlap. One may start at the minute another ends.'],
    ['1MB/s', '1 MB/s (0.954 MiB/s) is too slow: the minimum is 1 MiB/s (1.05 MB/s).'],
    ['1GB/s', '1000 MB/s (954 MiB/s) is too fast: the maximum is 200 MiB/s (210 MB/s). For no limit, type off.'],
    ['off, 50MB/s', '“off” removes all limits, so type it alone.'],
    [
      Array.from({ length: 6 }, (_, hour) => `50MB/s 0${hour}:00-0${hour}:30`).join(),
      'These are 6 rules. Use at most 5.',
    ],
  ])('%j are refused with the reason', (text, problem) => {
    expect(problemOf(text)).toBe(problem)
  })

  test('can be as slow and as fast as the cloud allows, to the byte', () => {
    expect(problemOf('1MiB/s')).toBe('1 MiB/s 00:00-23:59')
    expect(problemOf('200MiB/s')).toBe('200 MiB/s 00:00-23:59')
    expect(problemOf('1048575 bytes/s')).toContain('too slow')
    expect(problemOf('209715201 bytes/s')).toContain('too fast')
  })
})

const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 10, maxLength: 10 })
const anyLimits = fc
  .tuple(
    minutes,
    fc.array(fc.integer({ min: rules.minBytesPerSecond, max: rules.maxBytesPerSecond }), { maxLength: 5 }),
  )
  .map(([edges, speeds]) => {
    const sorted = edges.toSorted((a, b) => a - b).map(clock)
    return speeds.map((bytesPerSecond, index) => ({
      start: sorted[2 * index] ?? '',
      end: sorted[2 * index + 1] ?? '',
      bytesPerSecond,
    }))
  })

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

describe('for any rules', () => {
  test('what Ferry writes can be read back, with commas or one rule per line', () => {
    fc.assert(
      fc.property(anyLimits, fc.constantFrom(', ', '\n'), (limits, between) => {
        expect(readLimits(formatLimits(limits, between), rules)).toEqual({ ok: true, limits })
      }),
    )
  })

  test('rules are sorted by time of day, in whatever order they were typed', () => {
    fc.assert(
      fc.property(anyLimits, (limits) => {
        expect(readLimits(formatLimits(limits.toReversed()), rules)).toEqual({ ok: true, limits })
      }),
    )
  })

  test('accepted rules can be sent: in range, in order, without overlap, within one day', () => {
    const piece = fc.constantFrom(
      '50MB/s',
      '1912',
      '09:00-18:00',
      '18:00-09:00',
      '50',
      ',',
      '\n',
      'off',
      '5GB/s',
      '-',
      '24:00',
    )
    const anyText = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(' ')),
    )
    fc.assert(
      fc.property(anyText, (text) => {
        const read = readLimits(text, rules)
        if (!read.ok) expect(read.problem.length).toBeGreaterThan(10)
        if (!read.ok) return
        expect(read.limits.length).toBeLessThanOrEqual(5)
        for (const [index, { start, end, bytesPerSecond }] of read.limits.entries()) {
          expect(start < end && start >= (read.limits[index - 1]?.end ?? '00:00')).toBe(true)
          expect(bytesPerSecond).toBeGreaterThanOrEqual(rules.minBytesPerSecond)
          expect(bytesPerSecond).toBeLessThanOrEqual(rules.maxBytesPerSecond)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
