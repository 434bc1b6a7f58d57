import { describe, expect, test } from 'vitest'
import { readDeadline } from '../../src/migrations/typed/deadline.ts'

const iso = (at: number | undefined) => at && new Date(at).toISOString().replace(':00.000', '')
/** A Thursday noon in Berlin. */
const noon = '2026-01-15T11:00:00Z'

describe('a deadline', () => {
  test.each([
    ['Fri 18:00', noon, '2026-01-16T17:00Z'],
    ['friday, 18', noon, '2026-01-16T17:00Z'],
    ['thu 13:00', noon, '2026-01-15T12:00Z'],
    ['Thu 12:00', noon, '2026-01-22T11:00Z'],
    ['18:00 Fri', noon, '2026-01-16T17:00Z'],
    ['18:00', noon, '2026-01-15T17:00Z'],
    ['tomorrow 9am', noon, '2026-01-16T08:00Z'],
    ['fri 5:30 PM', noon, '2026-01-16T16:30Z'],
    ['fri 12am', noon, '2026-01-15T23:00Z'],
    ['fri 12pm', noon, '2026-01-16T11:00Z'],
    ['9:30', noon, '2026-01-16T08:30Z'],
    ['today at 18:00', noon, '2026-01-15T17:00Z'],
    ['tomorrow 0900', noon, '2026-01-16T08:00Z'],
    ['2026-12-01 09:00', noon, '2026-12-01T08:00Z'],
    ['2026-07-01T09:00', noon, '2026-07-01T07:00Z'],
    ['Sun 02:30', '2026-03-27T12:00:00Z', '2026-03-29T01:30Z'],
    ['2026-03-29 02:30', '2026-03-27T12:00:00Z', '2026-03-29T01:30Z'],
    ['Sun 02:30', '2026-10-23T12:00:00Z', '2026-10-25T00:30Z'],
    ['02:30', '2026-10-25T00:45:00Z', '2026-10-26T01:30Z'],
    ['Fri 18:00', '2026-03-27T12:00:00Z', '2026-03-27T17:00Z'],
    ['Mon 09:00', '2026-03-27T12:00:00Z', '2026-03-30T07:00Z'],
  ])('%s, typed at %s, is %s', (typed, now, due) => {
    expect(iso(readDeadline(typed, { now: Date.parse(now), timeZone: 'Europe/Berlin' }).value)).toBe(due)
  })

  test.each([
    ['2026-01-14 09:00', 'has passed'],
    ['today 11:59', 'has passed'],
    ['2026-02-30 09:00', 'no day 2026-02-30'],
    ['2028-01-01 09:00', 'over a year ahead'],
    ['Fri', 'Type a day and a time'],
    ['Fri 13pm', '“13pm” is neither a day nor a time.'],
    ['Fri 17:00 CET', '“CET” is neither a day nor a time. Times are in your own time zone, Europe/Berlin.'],
    ['Fri 17:00 UTC+2', '“UTC+2” is neither a day nor a time. Times are in your own time zone'],
    ['Fri 25:00', '“25:00” is neither a day nor a time. Type a day and a time'],
    ['Fir 18:00', '“Fir” is neither a day nor a time. Type a day and a time'],
    ['month 18:00', '“month” is neither a day nor a time.'],
    ['Fri 18:00 sharp', '“sharp” is neither a day nor a time.'],
    ['Fri 18:00 19:00', 'Type a day and a time'],
    ['', 'Type a day and a time'],
  ])('%s is refused', (typed, words) => {
    const { value, problem } = readDeadline(typed, { now: Date.parse(noon), timeZone: 'Europe/Berlin' })
    expect(value).toBeUndefined()
    expect(problem).toContain(words)
  })

  test('is read in the zone of the person who types', () => {
    const dueIn = (timeZone: string) => iso(readDeadline('Fri 18:00', { now: Date.parse(noon), timeZone }).value)
    expect(['Asia/Seoul', 'UTC', 'America/New_York'].map(dueIn)).toEqual([
      '2026-01-16T09:00Z',
      '2026-01-16T18:00Z',
      '2026-01-16T23:00Z',
    ])
  })
})
