import type { Finding } from '../../../catalogue/find.ts'
import { isSmallWord } from '../../../catalogue/find-by-words.ts'
import { defined } from '../../../defined.ts'
import type { Migration } from '../../../migrations/migration.ts'
import { matchBucket, matchRef, parseRef, type Ref, refOf } from '../../../migrations/typed/ref.ts'
import { namingWords } from '../../find/words.ts'
import type { Tools } from '../../machine/command.ts'
import { idsIn } from '../../machine/pasted.ts'

type Knowing = Pick<Tools, 'fleet'>

/** Most words of a question that are looked up. */
const mostWords = 12
/** Shortest start of an id that is taken for one. */
const shortestStart = 3
/** Most migrations that are offered beside a code. */
const mostOffered = 3

/** A reference in a question. `only`: the known migration that it means, in full, if there is but one. */
export type Named = { ref: Ref; only?: string }

/**
 * The migrations that are named among the words of a question, found in what is known. What is not known counts only if
 * it looks like an id and names no code: then the clouds are searched for it. Beside other words, only the first does,
 * since a number may be anything.
 */
export async function migrationsAmong(words: readonly string[], finding: Finding, tools: Knowing): Promise<Named[]> {
  const refs = refsIn(words)
  const named = await knownAmong(refs, isNamedBy, tools)
  if (finding.type === 'named') return named
  const others = refs.filter((ref) => looksLikeId(ref) && !named.some((one) => one.ref === ref)).map((ref) => ({ ref }))
  if (refs.every(looksLikeId)) return [...named, ...others]
  return named.length > 0 ? named : others.slice(0, 1)
}

/** The buckets that are named among the words of a question, if migrations of them are known. */
export function bucketsAmong(words: readonly string[], tools: Knowing): Promise<Named[]> {
  return knownAmong(refsIn(words), matchBucket, tools)
}

/** The references that fit known migrations. Two that fit the same ones are one: people type a name beside the id. */
async function knownAmong(
  refs: readonly Ref[],
  fits: (ref: Ref, migration: Migration) => boolean,
  { fleet }: Knowing,
): Promise<Named[]> {
  const answers = await Promise.all(refs.map((ref) => fleet.ask({ type: 'find', ref })))
  const seen = new Set<string>()
  return refs.flatMap((ref, index) => {
    const fitting = (answers[index]?.sighted ?? []).filter(({ migration }) => fits(ref, migration))
    const all = fitting.map(({ migration }) => refOf(migration))
    const isFresh = all.some((one) => !seen.has(one))
    for (const one of all) seen.add(one)
    return isFresh ? [{ ref, ...defined({ only: all.length === 1 ? all[0] : undefined }) }] : []
  })
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
  const telling = namingWords(words.flatMap(idsIn)).filter(
    (word) => !isSmallWord(word.toLowerCase().replaceAll(/\W/g, '')),
  )
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
