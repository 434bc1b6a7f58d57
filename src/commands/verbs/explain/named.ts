import type { Finding } from '../../../catalogue/find.ts'
import { isSmallWord } from '../../../catalogue/find-by-words.ts'
import type { Migration } from '../../../migrations/migration.ts'
import { matchBucket, matchRef, parseRef, type Ref, refOf } from '../../../migrations/typed/ref.ts'
import { namingWords } from '../../find/words.ts'
import type { Tools } from '../../machine/command.ts'

type Knowing = Pick<Tools, 'fleet'>

/** Most words of a question that are looked up. */
const mostWords = 12
/** Shortest start of an id that is taken for one. */
const shortestStart = 3
/** Most migrations that are offered beside a code. */
const mostOffered = 3

/**
 * The migration that is named among the words of a question, found in what is known. What is not known counts only if
 * it looks like an id and names no code: then the clouds are searched for it.
 */
export async function migrationAmong(
  words: readonly string[],
  finding: Finding,
  { fleet }: Knowing,
): Promise<Ref | undefined> {
  const refs = refsIn(words)
  for (const ref of refs) {
    const { sighted } = await fleet.ask({ type: 'find', ref })
    if (sighted.some(({ migration }) => isNamedBy(ref, migration))) return ref
  }
  return finding.type === 'named' ? undefined : refs.find(looksLikeId)
}

/** The bucket that is named among the words of a question, if migrations of it are known. */
export async function bucketAmong(words: readonly string[], { fleet }: Knowing): Promise<Ref | undefined> {
  for (const ref of refsIn(words)) {
    const { sighted } = await fleet.ask({ type: 'find', ref })
    if (sighted.some(({ migration }) => matchBucket(ref, migration))) return ref
  }
  return undefined
}

/** The known migrations that a text names which is a code too, in full. */
export async function migrationsNamed(query: string, { fleet }: Knowing): Promise<string[]> {
  const ref = parseRef(query)
  if (ref === undefined || ref.text.length < shortestStart) return []
  const { sighted } = await fleet.ask({ type: 'find', ref })
  const named = sighted.filter(({ migration }) => isNamedBy(ref, migration))
  return named.slice(0, mostOffered).map(({ migration }) => refOf(migration))
}

function refsIn(words: readonly string[]): Ref[] {
  const telling = namingWords(words).filter((word) => !isSmallWord(word.toLowerCase().replaceAll(/\W/g, '')))
  return telling.slice(0, mostWords).flatMap((word) => parseRef(word) ?? [])
}

/** By its id or name. Only what cannot be a plain word may be the start of either. */
function isNamedBy(ref: Ref, migration: Migration): boolean {
  const match = matchRef(ref, migration)
  const mayBeStart = ref.isPrefix || (ref.text.length >= shortestStart && /[\d_-]/.test(ref.text))
  return match === 'exact' || (match === 'prefix' && (mayBeStart || ref.account !== undefined))
}

function looksLikeId({ account, text, isPrefix, ids }: Ref): boolean {
  return ids !== undefined || account !== undefined || isPrefix || /^[\da-f-]*\d{4}[\da-f-]*$/i.test(text)
}
