import { defined } from '../../../defined.ts'
import type { DraftAnswers } from '../../../migrations/fields/field.ts'

import { answersOf } from '../../../migrations/fields/form.ts'
import type { Migration } from '../../../migrations/migration.ts'
import { specTold } from '../../../migrations/told-spec.ts'
import { requestBehind } from '../../../requests/behind.ts'
import type { Tools } from '../../command.ts'
import { lastKeysFor } from '../../key-uses.ts'

type Keeping = Pick<Tools, 'store'>

/**
 * What a migration was made of: all of it where Ferry made it and nobody has changed it since, else as far as its record
 * tells. The rest is chosen again, rather than guessed.
 */
export async function answersLike(migration: Migration, tools: Keeping): Promise<DraftAnswers> {
  const [told, asked] = await Promise.all([answersTold(migration, tools), answersAsked(migration, tools)])
  return asked !== undefined && places.every((place) => isSame(told[place], asked[place])) ? asked : told
}

/** Of the request that it was made for. */
async function answersAsked(migration: Migration, { store }: Keeping): Promise<DraftAnswers | undefined> {
  const request = await requestBehind(migration, store)
  return request && answersOf(request.spec)
}

/** What an edit at the cloud changes. */
const places = [
  'source.region',
  'source.bucket',
  'source.selection',
  'source.names',
  'target.bucket',
  'target.prefix',
] as const

/** A record need not tell everything. */
function isSame(told: string | undefined, asked: string | undefined): boolean {
  return told === undefined || told === asked
}

/** With the keys that opened its buckets last. */
async function answersTold(migration: Migration, tools: Keeping): Promise<DraftAnswers> {
  const { source, target } = migration
  const [from, to] = await Promise.all([lastKeysFor(source.bucket, tools), lastKeysFor(target.bucket, tools)])
  const keys = { source: defined({ key: from?.sourceKey }), target: defined({ key: to?.targetKey }) }
  return { ...answersOf(specTold(migration)), ...answersOf(keys) }
}
