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
      { historyMetadata: 'dropped' },
    ),
}

function lateOrLost(story: Story): Fault {
  const late: Fault = { kind: 'late_effect', status: 500, ms: story.between(6, 30) * 1000 }
  return story.oneOf<Fault>([late, late, { kind: 'cut_before' }, { kind: 'cut_after' }])
}
