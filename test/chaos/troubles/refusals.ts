import { type Fault, tellEndsDespite } from '../misbehaviour.ts'
import type { Story } from '../story.ts'
import type { Trouble } from '../trouble.ts'

/**
 * Slack limits calls, or reports failures of its own. After some of them the message is there all the same: Slack's page
 * of each method says that a part of the call may have succeeded.
 */
export const refusals: Trouble = {
  name: 'slack-refuses',
  title: 'Slack answers 429, errors of its own and 503',
  rounds: 5,
  run: (story) =>
    tellEndsDespite(story, {
      post: () => refusal(story, { takesEffect: story.chance() < 0.5 }),
      edit: () => refusal(story),
      lookUp: () => refusal(story),
    }),
}

function refusal(story: Story, { takesEffect = false } = {}): Fault {
  const own = { kind: 'error', takes_effect: takesEffect } as const
  return story.oneOf<Fault>([
    { kind: 'rate_limited', retry_after: story.between(1, 4) },
    { ...own, error: 'internal_error' },
    { ...own, error: 'fatal_error' },
    { kind: 'error', error: 'service_unavailable', status: 503 },
    { kind: 'status', status: 502 },
  ])
}
