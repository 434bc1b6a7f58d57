import { expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { blameClock } from '../../src/providers/http/clock-skew.ts'

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
])('a clock that is %i minutes off is reported as the cause of a refused key', (minutes, offset) => {
  const refused = denied(dated(minutes))
  const error = blameClock(refused, clock)
  expect(error).toMatchObject({ code: 'clock_wrong', details: { offset, account: 'prod' }, cause: refused })
})

// When Ferry's clock shows 12:00:00.900, the cloud's shows 12:05:00.900, and its response says 12:05:00.
test('a clock that is just too far behind is reported, although the response leaves out the fraction of a second', () => {
  const date = new Date(now + 5 * 60_000).toUTCString()
  expect(blameClock(denied(date), { ...clock, now: now + 900 })).toMatchObject({
    code: 'clock_wrong',
    details: { offset: '5 minutes behind' },
  })
})

test.each([
  ['the difference is small enough', denied(dated(4))],
  ['the cloud’s time is unknown', denied(undefined)],
  ['the cloud’s time cannot be read', denied('yesterday')],
  ['the error is not about the key', new AppError('provider_refused', { date: dated(60) })],
  ['the error is not from Ferry', new TypeError('no')],
])('the error stays unchanged if %s', (_, error) => {
  expect(blameClock(error, clock)).toBe(error)
})
