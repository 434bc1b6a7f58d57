import type { DraftAnswers } from '../../migrations/fields/field.ts'

import { named } from '../words/text.ts'

/** The route of a draft as far as it is filled in: "photos → archive". */
export function draftRoute(answers: DraftAnswers): string {
  const from = answers['source.bucket'] ?? answers['source.listFile.key'] ?? answers['source.cloud']
  const to = answers['target.bucket']
  return `${from === undefined ? 'no source yet' : named(from, 60)} → ${to === undefined ? 'no destination yet' : named(to, 60)}`
}
