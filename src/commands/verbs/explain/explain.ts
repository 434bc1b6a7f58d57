import { type Explanation, explain } from '../../../catalogue/explain.ts'
import { type Finding, searchCatalogue, tellingPart } from '../../../catalogue/find.ts'
import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import { formatRef } from '../../../migrations/typed/ref.ts'
import type { Message } from '../../../views/blocks/message.ts'
import {
  explanationMessage,
  nothingExplained,
  oneMoreWord,
  withExplanations,
  withOthersAsked,
} from '../../../views/card/explanation.ts'
import { withRef, withSubject } from '../../find/find.ts'
import { subjectIn } from '../../find/quoted.ts'
import { subjectOf } from '../../find/thread.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { drawn } from '../../machine/draw.ts'
import { bucketsAmong, migrationsAmong, migrationsNamed, type Named } from './named.ts'
import { reasonFor } from './reason.ts'

const mostShown = 3

/** The `explain` command. Its export has another name because `explain` is the catalogue's. */
export const explainCommand: Command = {
  verb: 'explain',
  aliases: ['why', 'error', 'code'],
  needs: 'viewer',
  takes: 'text',
  usage: 'explain <id, code or words>',
  summary: 'Why a migration failed, or what an error code means',
  examples: ['why 2308…', 'explain TRF.0055', 'explain trf 55', 'explain frozen account'],
  notes: ['In the thread of a card, `why`, `status`, `pause` and `retry` need no id: `@Ferry why did it fail?`'],
  run: (invocation, tools) => {
    const query = invocation.words.join(' ').trim()
    const { quoted } = invocation.origin
    if (query === '' && quoted !== undefined) return answerAbout(quoted, invocation, tools)
    return answer({ query, finding: searchCatalogue(query) }, invocation, tools)
  },
}

/** Explains a message: the migration that it names, a code in it, what its thread is about, or else its words. */
async function answerAbout(message: string, invocation: Invocation, tools: Tools): Promise<Reply> {
  const named = await subjectIn(message, tools)
  if (named !== undefined) return withSubject(named, tools, reasonFor(invocation, tools))
  const query = tellingPart(message)
  const finding = searchCatalogue(query)
  const isTelling = finding.type === 'named' || finding.type === 'fitting'
  // The message names no migration, so only its thread is left to look at.
  const { quoted: _, ...origin } = invocation.origin
  if (isTelling) return answer({ query, finding }, { ...invocation, words: [], origin }, tools)
  const subject = await subjectOf(origin, tools)
  if (subject === undefined) throw new AppError('message_unclear', { verb: 'why' })
  return withSubject(subject, tools, reasonFor(invocation, tools))
}

type Asked = { query: string; finding: Finding }

/**
 * A text that is only a code is explained. Otherwise the migration comes first that the text names, then a code within
 * the text, then the migration of the thread; only then are the words searched.
 */
async function answer({ query, finding }: Asked, invocation: Invocation, tools: Tools): Promise<Reply> {
  if (finding.type === 'unknown code') return { type: 'message', message: nothingExplained(query) }
  if (finding.type === 'named' && finding.isWhole) {
    return { type: 'message', message: explained(finding.codes, await migrationsNamed(query, tools)) }
  }
  const named = await reasonForFirst(await migrationsAmong(invocation.words, finding, tools), invocation, tools)
  if (named !== undefined) return named
  if (finding.type === 'named') return { type: 'message', message: explained(finding.codes) }
  const subject = await subjectOf(invocation.origin, tools)
  if (subject === undefined) return answerInWords({ query, finding }, invocation, tools)
  const reply = drawn(await withSubject(subject, tools, reasonFor(invocation, tools)), invocation)
  if (finding.type !== 'fitting' || reply.type !== 'message') return reply
  return { ...reply, message: withExplanations(reply.message, shownOf(finding.codes), query) }
}

/** Answers a question that names neither a migration nor a code. */
async function answerInWords({ query, finding }: Asked, invocation: Invocation, tools: Tools): Promise<Reply> {
  if (finding.type === 'nothing' && finding.isEmpty) throw new AppError('reason_unclear')
  // One word may well be a bucket's name.
  const isSentence = finding.type === 'fitting' && finding.words > 1
  const refs = isSentence ? [] : await bucketsAmong(invocation.words, tools)
  const named = await reasonForFirst(refs, invocation, tools)
  if (named !== undefined) return named
  if (finding.type === 'fitting') return { type: 'message', message: explained(finding.codes) }
  return { type: 'message', message: finding.type === 'one word' ? oneMoreWord(finding) : nothingExplained(query) }
}

/** The reason for the first of several, with a button for each other one: two explanations are too long for a phone. */
async function reasonForFirst(
  [first, ...others]: readonly Named[],
  invocation: Invocation,
  tools: Tools,
): Promise<Reply | undefined> {
  if (first === undefined) return undefined
  const reply = drawn(await withRef(first.ref, tools, reasonFor(invocation, tools)), invocation)
  if (others.length === 0 || reply.type !== 'message') return reply
  const asked = others.slice(0, mostOthers).map(({ ref, only }) => ({ typed: formatRef(ref), ...defined({ only }) }))
  return { ...reply, message: withOthersAsked(reply.message, asked) }
}

/** Most other migrations that a question names which are offered. */
const mostOthers = 5

/** `refs`: migrations that the code may mean as well. */
function explained(codes: readonly string[], refs: readonly string[] = []): Message {
  const shown = shownOf(codes)
  const offered = refs.map((ref) => ({ label: `Why ${ref}?`, command: `why ${ref}` }))
  return explanationMessage(shown, { more: codes.length - shown.length, offered })
}

function shownOf(codes: readonly string[]): Explanation[] {
  return codes.slice(0, mostShown).map((code) => explain({ code }))
}
