import type { Migration } from '../migrations/migration.ts'
import { isIncomplete } from '../migrations/outcome.ts'
import { type Explanation, explain, type SharedExplanation } from './explain.ts'

/** Why a migration failed or is incomplete, what to do, and whose turn it is. Undefined if neither is so. */
export function explainEnd(migration: Pick<Migration, 'state' | 'progress' | 'failure'>): Explanation | undefined {
  if (migration.state === 'failed') return explain(migration.failure ?? {})
  return isIncomplete(migration) ? incomplete : undefined
}

/** The cloud gives no code. Its present document gives no reason either; an older one does. */
export const incomplete: SharedExplanation = {
  isKnown: false,
  about: 'target',
  what: 'The cloud reports “done”, but did not migrate everything.',
  fix: 'Don’t delete the source: the missing objects may be nowhere else. Check whether the destination bucket is locked; an older NAVER document names “a locked bucket” as the reason. Once it is unlocked, create a copy of the migration.',
  turn: 'target',
  retry: 'new migration',
  severity: 'warning',
}
