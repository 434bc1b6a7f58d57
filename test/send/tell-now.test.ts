import { expect, test } from 'vitest'
import { type AppError, isAppError } from '../../src/errors/errors.ts'
import { tellNow } from '../../src/send/private/tell-now.ts'
import { createManualClock } from '../manual-clock.ts'
import { createFakeSlack, type Fault } from './fake-slack.ts'

const message = { text: 'the store is another one', blocks: [] }

async function telling(faults: { method: 'open' | 'post'; fault: Fault }[]) {
  const clock = createManualClock()
  const slack = createFakeSlack(clock)
  slack.faults.push(...faults)
  const startAt = clock.now()
  const outcome = tellNow({ workspace: 'T1', user: 'U1', message }, { wire: slack.wire, clock }).then(
    () => 'told',
    (error: unknown) => (isAppError(error) ? codeOf(error) : 'failed'),
  )
  await clock.advance(10 * 60_000)
  const calls = slack.calls.map(({ call, at }) => `${call} ${(at - startAt) / 1000}`)
  return { outcome: await outcome, calls, told: slack.told }
}

const codeOf = ({ code }: AppError) => code

test('a person is told at once, as soon as Slack allows it', async () => {
  const { outcome, calls, told } = await telling([
    { method: 'open', fault: { retryAfterMs: 20_000 } },
    { method: 'post', fault: 'unreachable' },
  ])
  expect(outcome).toBe('told')
  expect(told).toEqual([{ user: 'U1', text: message.text }])
  expect(calls).toEqual(['open U1 0', 'open U1 20', 'post D1 20', 'post D1 21'])
})

test('what may have been posted is not posted again', async () => {
  const { outcome, told } = await telling([{ method: 'post', fault: 'lose after' }])
  expect(outcome).toBe('slack_outcome_unknown')
  expect(told).toHaveLength(1)
})

test.each([
  ['refuses', { fault: { refuse: 'user_not_found' }, code: 'slack_refused', attempts: 1 }],
  ['asks for a long wait', { fault: { retryAfterMs: 30 * 60_000 }, code: 'slack_rate_limited', attempts: 1 }],
  ['is away for long', { fault: 'unreachable', code: 'slack_unreachable', attempts: 3 }],
] as const)('if Slack %s, it is given up', async (_, { fault, code, attempts }) => {
  const { outcome, calls } = await telling(Array.from({ length: 9 }, () => ({ method: 'open', fault })))
  expect(outcome).toBe(code)
  expect(calls).toHaveLength(attempts)
})
