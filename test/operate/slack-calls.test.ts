import { expect, test } from 'vitest'
import { createMetrics } from '../../src/operate/metrics/metrics.ts'
import { watchSlackCalls } from '../../src/operate/metrics/slack-calls.ts'
import { createManualClock } from '../manual-clock.ts'

function watch() {
  const clock = createManualClock()
  const metrics = createMetrics({ lagMs: () => 0 })
  const calls = watchSlackCalls(metrics, clock)
  const ages = () => {
    calls.show()
    return metrics.render().match(/^ferry_slack_last_call_age_seconds\{.*$/gm) ?? []
  }
  return { clock, calls, ages }
}

test('before the first call to Slack, neither the details nor the metrics name one', () => {
  const { calls, ages } = watch()
  expect(calls.facts()).toEqual({})
  expect(ages()).toEqual([])
})

test('the last call that Slack answered and the last one that it did not are told with their age', async () => {
  const { clock, calls, ages } = watch()
  calls.onCall({ method: 'chat.update', outcome: 'is_archived', isAnswered: true })
  await clock.advance(30_000)
  calls.onCall({ method: 'views.open', outcome: 'unreachable', isAnswered: false })
  await clock.advance(12_400)
  expect(calls.facts()).toEqual({
    lastAnswered: { method: 'chat.update', outcome: 'is_archived', secondsAgo: 42 },
    lastFailed: { method: 'views.open', outcome: 'unreachable', secondsAgo: 12 },
  })
  expect(ages()).toEqual([
    'ferry_slack_last_call_age_seconds{result="answered"} 42.4',
    'ferry_slack_last_call_age_seconds{result="failed"} 12.4',
  ])
})
