import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exactSpeed, isSpeedUnit, readSpeed, speedInBothUnits } from '../../src/migrations/typed/speed.ts'

function problemOf(text: string): string {
  const read = readSpeed(text)
  return read.ok ? `${read.bytesPerSecond}` : read.problem
}

describe('a speed', () => {
  test.each([
    ['50MB/s', 50_000_000],
    ['50 MB/s', 50_000_000],
    ['50MB', 50_000_000],
    ['50mB/s', 50_000_000],
    ['50MBps', 50_000_000],
    ['50 MB / sec', 50_000_000],
    ['1.5MB/s', 1_500_000],
    ['50MiB/s', 52_428_800],
    ['50 miB/s', 52_428_800],
    ['0.1GB/s', 100_000_000],
    ['0.125GiB/s', 134_217_728],
    ['2000kB/s', 2_000_000],
    ['2000KB/s', 2_000_000],
    ['2048KiB/s', 2_097_152],
    ['2000000 bytes/s', 2_000_000],
    ['2000000B/s', 2_000_000],
    ['2000000 bytes', 2_000_000],
  ])('%o is %i bytes a second', (text, bytesPerSecond) => {
    expect(readSpeed(text)).toEqual({ ok: true, bytesPerSecond })
  })

  test.each([
    ['400Mbit/s', 50_000_000],
    ['400 mbit/s', 50_000_000],
    ['400Mbps', 50_000_000],
    ['400mbps', 50_000_000],
    ['1Gbps', 125_000_000],
    ['800000kbit/s', 100_000_000],
    ['80000000 bits/s', 10_000_000],
  ])('in bits, %o, is an eighth of that in bytes: %i', (text, bytesPerSecond) => {
    expect(readSpeed(text)).toEqual({ ok: true, bytesPerSecond })
  })

  test.each([
    ['50mb/s', '“50mb/s” could mean bytes or bits. Type 50MB/s for bytes, or 50Mbit/s for bits.'],
    ['50Mb/s', '“50Mb/s” could mean bytes or bits. Type 50MB/s for bytes, or 50Mbit/s for bits.'],
    ['50mb', '“50mb” could mean bytes or bits. Type 50MB/s for bytes, or 50Mbit/s for bits.'],
    ['50MBPS', '“50MBPS” could mean bytes or bits. Type 50MB/s for bytes, or 50Mbit/s for bits.'],
    ['50000 Kb/s', '“50000 Kb/s” could mean bytes or bits. Type 50000kB/s for bytes, or 50000kbit/s for bits.'],
    ['9b/s', '“9b/s” could mean bytes or bits. Type 9B/s for bytes, or 9bit/s for bits.'],
  ])('that could be bits or bytes is refused with both spellings: %o', (text, problem) => {
    expect(problemOf(text)).toBe(problem)
  })

  test.each([
    ['50', '“50” has no unit. Type it like 50MB/s (megabytes per second) or 50MiB/s.'],
    ['50000000', '“50000000” has no unit. Type it like 50MB/s (megabytes per second) or 50MiB/s.'],
    [
      '50 TB/s',
      '“50 TB/s” has a unit that Ferry doesn’t know. It knows MB/s, MiB/s, kB/s, KiB/s, GB/s, GiB/s, bytes/s and Mbit/s.',
    ],
    ['fast', '“fast” is not a speed. Type it like 50MB/s.'],
    ['-5MB/s', '“-5MB/s” is not a speed. Type it like 50MB/s.'],
    ['1e9MB/s', expect.stringContaining('a unit that Ferry doesn’t know')],
    ['', '“” is not a speed. Type it like 50MB/s.'],
  ])('that is not valid is refused with the reason: %o', (text, problem) => {
    expect(problemOf(text)).toEqual(problem)
  })

  test('is written in the unit in which it is round, and in the other unit as well', () => {
    expect([50_000_000, 209_715_200, 1_048_576, 1_048_577, 20_971_520].map(speedInBothUnits)).toEqual([
      '50 MB/s (47.7 MiB/s)',
      '200 MiB/s (210 MB/s)',
      '1 MiB/s (1.05 MB/s)',
      '1.048577 MB/s (1 MiB/s)',
      '20 MiB/s (21 MB/s)',
    ])
  })

  test('written exactly is always read back exactly', () => {
    const speed = fc.oneof(
      fc.integer({ min: 1, max: 1e12 }),
      fc.integer({ min: 1, max: 1e6 }).map((mib) => mib * 1024 ** 2),
    )
    fc.assert(
      fc.property(speed, (bytesPerSecond) => {
        expect(readSpeed(exactSpeed(bytesPerSecond))).toEqual({ ok: true, bytesPerSecond })
      }),
    )
  })

  test('from any text is a valid number or a problem, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^\d+(\.\d+)? ?[kmgKMG]?i?[bB](its?|ytes?)?(\/s|ps)?$/)),
        (text) => {
          const read = readSpeed(text)
          expect(
            read.ok ? Number.isSafeInteger(read.bytesPerSecond) || read.bytesPerSecond > 2 ** 53 : read.problem,
          ).toBeTruthy()
        },
      ),
    )
  })

  test('can be typed with its unit as a word of its own', () => {
    expect(['MB/s', 'MiB/s', 'Mbit/s', 'mb', 'kB'].filter(isSpeedUnit)).toHaveLength(5)
    expect(['', '1912…', 'prod-hw/1', 'MBit/h', 'photos'].filter(isSpeedUnit)).toEqual([])
  })
})
