import { expect, test } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { blameClock } from '../../src/providers/clock-skew.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const clock = { now, largestSkewMs: 5 * 60_000 }
const denied = (date: string | undefined) =>
  new AppError('provider_denied', { provider: 'A Cloud', account: 'prod', date })
const dated = (minutes: number) => new Date(now - minutes * 60_000).toUTCString()

test.each([
  [5, '5 minutes ahead of'],
  [-5, '5 minutes behind'],
  [119, '119 minutes ahead of'],
  [-120, '2 hours behind'],
  [1440, '24 hours ahead of'],
  [-60 * 24 * 365, '365 days behind'],
])('a clock that is %i minutes off is blamed for a refused key', (minutes, offset) => {
  const refused = denied(dated(minutes))
  const error = blameClock(refused, clock)
  expect(error).toMatchObject({ code: 'clock_wrong', details: { offset, account: 'prod' }, cause: refused })
})

// At 12:00:00.900 by ours, their clock reads 12:05:00.900, and the answer says 12:05:00.
test('a clock that is behind by just too much is blamed, though the answer hides a part of the last second', () => {
  const date = new Date(now + 5 * 60_000).toUTCString()
  expect(blameClock(denied(date), { ...clock, now: now + 900 })).toMatchObject({
    code: 'clock_wrong',
    details: { offset: '5 minutes behind' },
  })
})

test.each([
  ['the clock is right enough', denied(dated(4))],
  ['nobody knows their time', denied(undefined)],
  ['their time cannot be read', denied('yesterday')],
  ['it is something else', new AppError('provider_refused', { date: dated(60) })],
  ['it is none of ours', new TypeError('no')],
])('the error stays what it is where %s', (_, error) => {
  expect(blameClock(error, clock)).toBe(error)
})
