import { expect, test } from 'vitest'
import { createSlackTime } from '../../src/slack/client/slack-time.ts'
import { createManualClock } from '../manual-clock.ts'

const answerAt = (date?: string) => async () => new Response('{}', date === undefined ? {} : { headers: { date } })

test('Slack’s time is unknown until it has answered, and then goes on by a clock that nobody can set', async () => {
  const steady = createManualClock()
  const time = createSlackTime(steady)
  await time.heardBy(answerAt())('https://slack.test')
  expect(time.now()).toBeUndefined()
  await time.heardBy(answerAt('Tue, 24 Nov 2026 03:00:00 GMT'))('https://slack.test')
  await steady.advance(90_000)
  expect(new Date(time.now() ?? 0).toISOString()).toBe('2026-11-24T03:01:30.000Z')
})

test('an answer whose Date is no date changes nothing', async () => {
  const time = createSlackTime(createManualClock())
  await time.heardBy(answerAt('Tue, 24 Nov 2026 03:00:00 GMT'))('https://slack.test')
  await time.heardBy(answerAt('yesterday'))('https://slack.test')
  expect(new Date(time.now() ?? 0).toISOString()).toBe('2026-11-24T03:00:00.000Z')
})
