import { createHash } from 'node:crypto'
import type { Migration } from '../../../migrations/migration.ts'
import { refOf } from '../../../migrations/typed/ref.ts'

/**
 * How many characters of base64 stand for one migration: 36 bits, so that two of a hundred are taken for each other once in
 * more than ten million questions.
 */
const length = 6

/** The migrations that a question named, in as little text as a button has room for. */
export function marksOf(refs: readonly string[]): string {
  return refs.map(markOf).join('')
}

/** Whether a migration is among those that a question named. */
export function isMarked(marks: string): (migration: Pick<Migration, 'account' | 'id'>) => boolean {
  const all = new Set(marks.match(new RegExp(`.{${length}}`, 'g')) ?? [])
  return (migration) => all.has(markOf(refOf(migration)))
}

/** How many migrations a question named. */
export function countMarks(marks: string): number {
  return Math.floor(marks.length / length)
}

function markOf(ref: string): string {
  return createHash('sha256').update(ref).digest('base64url').slice(0, length)
}
