import { type Fault, tellEndsDespite } from '../misbehaviour.ts'
import type { Trouble } from '../trouble.ts'

/** The connection breaks before Slack takes the call, or after it took it: Ferry cannot tell which. */
export const cuts: Trouble = {
  name: 'slack-cuts',
  title: 'Slack’s connections cut, request or answer lost',
  rounds: 5,
  run(story) {
    const cut = (): Fault => ({ kind: story.oneOf(['cut_before', 'cut_after']) })
    return tellEndsDespite(story, { post: cut, edit: cut, lookUp: cut })
  },
}

/**
 * Ferry waits ten seconds for an answer, and looks up a post at the earliest five seconds after that. Slack takes a
 * message at once and answers late, takes it late, or never.
 */
export const slowness: Trouble = {
  name: 'slack-slow',
  title: 'Slack answers after 2–16 s, or never',
  rounds: 4,
  run(story) {
    const delay = () =>
      story.oneOf<Fault>([
        { kind: 'late', ms: story.between(2000, 16_000) },
        { kind: 'late', ms: story.between(10_000, 16_000) },
        { kind: 'slow', ms: story.between(2000, 12_000) },
        { kind: 'hang' },
      ])
    const lookUp = (): Fault => ({ kind: 'late', ms: story.between(2000, 12_000) })
    return tellEndsDespite(story, { post: delay, edit: delay, lookUp })
  },
}
