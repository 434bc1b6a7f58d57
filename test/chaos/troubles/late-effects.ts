import { type Fault, tellEndsDespite } from '../misbehaviour.ts'
import type { Story } from '../story.ts'
import type { Trouble } from '../trouble.ts'

/** Slack answers with an error and shows the post up to half a minute later. Its history shows no metadata. */
export const lateEffects: Trouble = {
  name: 'slack-late-effect',
  title: 'Posts that appear 6–30 s after an error, histories without metadata',
  rounds: 2,
  run: (story) =>
    tellEndsDespite(
      story,
      { post: () => lateOrLost(story), edit: () => ({ kind: 'cut_before' }), lookUp: () => ({ kind: 'cut_before' }) },
      { readings: { historyMetadata: 'dropped' } },
    ),
}

/** Slack shows posts after Ferry has sent them again. Ferry deletes the second copies. */
export const secondCopies: Trouble = {
  name: 'slack-second-copy',
  title: 'Posts that appear 38–60 s after an error',
  rounds: 2,
  run: (story) =>
    tellEndsDespite(
      story,
      {
        post: () => lateOrLost(story, { from: 38, to: 60 }),
        edit: () => ({ kind: 'cut_before' }),
        lookUp: () => ({ kind: 'cut_before' }),
      },
      {
        atEnd: (world) =>
          story.until('every second copy to be deleted', () => {
            const { toldTwice, repeated } = world.report()
            return toldTwice.length + repeated.length === 0
          }),
      },
    ),
}

function lateOrLost(story: Story, { from, to } = { from: 6, to: 30 }): Fault {
  const late: Fault = { kind: 'late_effect', status: 500, ms: story.between(from, to) * 1000 }
  return story.oneOf<Fault>([late, late, { kind: 'cut_before' }, { kind: 'cut_after' }])
}
