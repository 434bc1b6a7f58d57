import { defined } from '../../../defined.ts'
import type { DraftAnswers } from '../../../migrations/fields/field.ts'

import { answersOf } from '../../../migrations/fields/form.ts'
import type { Migration } from '../../../migrations/migration.ts'
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
async function answersAsked({ account, kind, id }: Migration, { store }: Keeping): Promise<DraftAnswers | undefined> {
  const { items } = await store.requests.list()
  const made = items.find(
    ({ request: { spec, status } }) =>
      status.type === 'created' && status.migrationId === id && spec.account === account && spec.kind === kind,
  )
  return made && answersOf(made.request.spec)
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
  const { account, kind, name, priority, copying, limits = [] } = migration
  const { listFile, since, ...source } = migration.source
  const { bucket, prefix } = migration.target
  const [from, to] = await Promise.all([lastKeysFor(source.bucket, tools), lastKeysFor(bucket, tools)])
  return answersOf({
    account,
    kind,
    ...defined({ name }),
    source: defined({
      ...source,
      // Where a source goes by its address, that is its cloud.
      endpoint: source.cloud?.includes('.') ? source.cloud : undefined,
      key: from?.sourceKey,
      listFile: listFile && { bucket: '', ...listFile },
    }),
    target: defined({ bucket, prefix, key: to?.targetKey }),
    options: defined({ ...copying, priority, since, limits: limits.length === 0 ? undefined : limits }),
  })
}
