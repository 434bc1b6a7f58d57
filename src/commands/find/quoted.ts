import { mayBeginId, type Ref, refOf } from '../../migrations/typed/ref.ts'
import type { Tools } from '../machine/command.ts'
import type { Subject } from './found.ts'

/** Most words of a message that are looked up. */
const mostWords = 200
/** Longest word that can be an id. */
const longestId = 200
/** A number or UUID shorter than this is hardly one: dates and counts are. */
const shortestId = 12

/**
 * Subject of a message that somebody else may have written: the known migrations whose ids or titles stand in it,
 * alone or in a link, or else the first word that only an id can look like. Undefined if it names none.
 */
export async function subjectIn(
  text: string,
  { fleet, providers }: Pick<Tools, 'fleet' | 'providers'>,
): Promise<Subject | undefined> {
  const words = wordsIn(text)
  if (words.length === 0) return undefined
  const { sighted } = await fleet.ask({ type: 'find', ref: { text: '', isPrefix: false, ids: words } })
  const migrations = [...new Map(sighted.map(({ migration }) => [refOf(migration), migration])).values()]
  const [only] = migrations
  if (only !== undefined && migrations.length === 1) return { type: 'one', ref: fullRef(only) }
  if (migrations.length > 1) return { type: 'several', from: 'message', migrations, unseen: 0 }
  const unknown = words.find((word) => mayBeginId.test(word) && providers.some((one) => isId(word, one)))
  return unknown === undefined ? undefined : { type: 'one', ref: { text: unknown, isPrefix: false } }
}

/**
 * The words of a text, without Slack's marks and the punctuation around them: those with digits first, as ids have
 * them.
 */
function wordsIn(text: string): string[] {
  const words = text.split(/[^\p{L}\p{N}_.-]+/u).map((word) => word.replace(/^[.-]+|[.-]+$/g, ''))
  const distinct = [...new Set(words)].filter((word) => word !== '' && word.length <= longestId)
  const likely = Map.groupBy(distinct, likelihoodOf)
  return likelihoods.flatMap((one) => likely.get(one) ?? []).slice(0, mostWords)
}

/** How likely a word is an id: a number or a UUID, a word with a digit, any other word. */
const likelihoods = ['id', 'digits', 'word'] as const

function likelihoodOf(word: string): (typeof likelihoods)[number] {
  if (!/\d/.test(word)) return 'word'
  return mayBeginId.test(word) && word.length >= shortestId ? 'id' : 'digits'
}

/**
 * Whether a word is a whole id of a provider. Almost any word can be a title, so titles count only if they are known.
 */
function isId(word: string, { isWholeId, kinds }: Tools['providers'][number]): boolean {
  return Object.values(kinds).every(({ hasTitleAsId }) => hasTitleAsId !== true) && isWholeId(word)
}

function fullRef({ account, id }: { account: string; id: string }): Ref {
  return { account, text: id, isPrefix: false }
}
