import { expect, test } from 'vitest'
import { lateAfter } from '../../src/fleet/judge/late.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { aMigration, inState, startAt } from '../notify/samples.ts'

const minuteMs = 60_000
const deadline = { by: 'U1', at: startAt, due: startAt + 60 * minuteMs, timeZone: 'Europe/Berlin' }

/** When a migration was read, in minutes from the start, and for how many minutes the cloud said that it had run. */
type Read = { at: number; ran?: number }

function read({ at, ran }: Read, changes: Partial<Migration>): Migration {
  const figures = ran === undefined ? {} : { startedAt: startAt - 60 * minuteMs, elapsedMs: ran * minuteMs }
  return aMigration({ readAt: startAt + at * minuteMs, ...figures, ...changes })
}

/** Two readings, of which the second shows the end. */
function judged(before: Read, after: Read, changes: Partial<Migration> = inState('succeeded')) {
  const now = startAt + after.at * minuteMs
  const { readAt: _, ...ended } = changes
  const migration = read(after, ended)
  const { late, news, unsure } = lateAfter({ migration: read(before, {}) }, { migration, deadlines: [deadline], now })
  return { late: late.length > 0, news: news.map(({ type }) => type), unsure }
}

const doubt = { lastReadAt: startAt + 10 * minuteMs, deadlines: [deadline] }

test.each<[string, Read, Read, ReturnType<typeof judged>]>([
  ['no running time', { at: 10 }, { at: 90 }, { late: false, news: [], unsure: doubt }],
  [
    'a running time that fits both',
    { at: 10, ran: 60 },
    { at: 90, ran: 100 },
    { late: false, news: [], unsure: doubt },
  ],
  ['little more than fits', { at: 10, ran: 60 }, { at: 90, ran: 112 }, { late: false, news: [], unsure: doubt }],
  [
    'a longer running time',
    { at: 10, ran: 60 },
    { at: 90, ran: 120 },
    { late: true, news: ['late'], unsure: undefined },
  ],
  ['an end before the deadline', { at: 10 }, { at: 59 }, { late: false, news: [], unsure: undefined }],
  ['a reading after the deadline', { at: 61 }, { at: 90 }, { late: false, news: [], unsure: undefined }],
  ['readings a few rounds apart', { at: 55 }, { at: 61 }, { late: false, news: [], unsure: undefined }],
])('an end that nobody saw, with %s', (...[, before, after, expected]) => {
  expect(judged(before, after)).toEqual(expected)
})

test('a failure that nobody saw leaves no doubt: the migration was not done', () => {
  expect(judged({ at: 10 }, { at: 90 }, inState('failed'))).toMatchObject({ unsure: undefined })
})

test('a running time since another start proves nothing', () => {
  const changes = { ...inState('succeeded'), startedAt: startAt + minuteMs }
  expect(judged({ at: 10, ran: 5 }, { at: 90, ran: 80 }, changes)).toMatchObject({ news: [], unsure: doubt })
})
