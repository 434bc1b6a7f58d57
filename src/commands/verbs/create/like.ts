import type { DraftAnswers } from '../../../migrations/draft.ts'
import { formatLimits } from '../../../migrations/limit-text.ts'
import type { Migration } from '../../../migrations/migration.ts'
import type { Tools } from '../../command.ts'
import { lastKeysFor } from '../../key-uses.ts'
import { copyingAnswers } from './answers.ts'

/**
 * What a migration was made of, as far as its record tells: places, one prefix, how it copied, and the keys that opened
 * its buckets last. The rest is chosen again, rather than guessed.
 */
export async function answersLike(migration: Migration, tools: Pick<Tools, 'store'>): Promise<DraftAnswers> {
  const { account, kind, source, target, name, priority, limits = [], copying = {} } = migration
  const [from, to] = await Promise.all([lastKeysFor(source.bucket, tools), lastKeysFor(target.bucket, tools)])
  const prefix = prefixIn(source.scope)
  const answers = {
    account,
    kind,
    name,
    'source.cloud': source.cloud,
    'source.region': source.region,
    'source.bucket': source.bucket,
    'source.key': from?.sourceKey,
    'source.selection': prefix === undefined ? undefined : 'prefixes',
    'source.names': prefix,
    'target.bucket': target.bucket,
    'target.key': to?.targetKey,
    'target.prefix': prefixIn(target.scope),
    ...copyingAnswers(copying),
    'options.priority': priority,
    'options.limits': limits.length === 0 ? undefined : formatLimits(limits, '\n'),
  }
  return Object.fromEntries(Object.entries(answers).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

/** As the card says it: "prefix logs/". What is added behind a comma is not part of it. */
function prefixIn(scope: string | undefined): string | undefined {
  return /^(?:prefix|folder) (.+?)(?:, changed after [\d-]+ [\d:]+ UTC)?$/.exec(scope ?? '')?.[1]
}
