import { defined } from '../../../defined.ts'
import type { DraftAnswers } from '../../../migrations/fields/field.ts'

import { answersOf } from '../../../migrations/fields/form.ts'
import type { Migration } from '../../../migrations/migration.ts'
import { specTold } from '../../../migrations/spec/told-spec.ts'
import { requestBehind } from '../../../requests/creating/behind.ts'
import { lastKeysFor } from '../../key-uses.ts'
import type { Tools } from '../../machine/command.ts'

type Keeping = Pick<Tools, 'store'>

/**
 * The answers that would create a migration again. Where Ferry created it and nobody has changed it since, these are
 * all answers of its request; otherwise what its record tells. The rest stays open instead of being guessed.
 */
export async function answersLike(migration: Migration, tools: Keeping): Promise<DraftAnswers> {
  const [told, requested] = await Promise.all([answersTold(migration, tools), answersRequested(migration, tools)])
  return requested !== undefined && places.every((place) => isSame(told[place], requested[place])) ? requested : told
}

/** The answers of the request that a migration was created for. */
async function answersRequested(migration: Migration, { store }: Keeping): Promise<DraftAnswers | undefined> {
  const request = await requestBehind(migration, store)
  return request && answersOf(request.spec)
}

/** Fields that somebody can change at the cloud; the request no longer describes the migration if one differs. */
const places = [
  'source.region',
  'source.bucket',
  'source.selection',
  'source.names',
  'target.bucket',
  'target.prefix',
] as const

/** Whether a record and a request agree about a field. A record can leave fields out. */
function isSame(told: string | undefined, requested: string | undefined): boolean {
  return told === undefined || told === requested
}

/** Answers that a migration's record gives, and the keys that opened its buckets last. */
async function answersTold(migration: Migration, tools: Keeping): Promise<DraftAnswers> {
  const { source, target } = migration
  const [from, to] = await Promise.all([lastKeysFor(source.bucket, tools), lastKeysFor(target.bucket, tools)])
  const keys = { source: defined({ key: from?.sourceKey }), target: defined({ key: to?.targetKey }) }
  return { ...answersOf(specTold(migration)), ...answersOf(keys) }
}
