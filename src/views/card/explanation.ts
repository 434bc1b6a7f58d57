import type { KnownBlock } from '@slack/types'
import type { Responder } from '../../access/owners.ts'
import { type Explanation, wordsForEachTurn, wordsForRetry, wordsForTurn } from '../../catalogue/explain.ts'
import { type Choice, choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { idLines } from '../words/cloud-words.ts'
import { withPeople, withThoseInTurn } from '../words/responders.ts'
import { code, escaped, notice } from '../words/text.ts'

type Telling = { isEach?: boolean; isAnswer?: boolean; responders?: readonly Responder[] }

/**
 * An explanation in the same lines everywhere: what happened, what to do, whose turn it is. `isEach`: it holds for
 * several buckets, keys or accounts. `responders`: the people whose turn it is, some of whom the message may call; in
 * an answer to somebody (`isAnswer`), it names all of them.
 */
export function explanationLines(
  explanation: Explanation,
  { isEach = false, isAnswer = false, responders = [] }: Telling = {},
): string[] {
  const who = escaped((isEach ? wordsForEachTurn : wordsForTurn)(explanation.turn))
  // For an unknown code, the sentence itself names the code.
  const named = explanation.isKnown && explanation.code !== undefined ? ` (${code(explanation.code, 40)})` : ''
  return [
    `*${escaped(explanation.what)}*${named}`,
    `*What to do${isEach ? ' for each' : ''}:* ${escaped(explanation.fix)}`,
    `*Who can fix it:* ${(isAnswer ? withThoseInTurn : withPeople)(who, responders)}`,
    ...(explanation.providerMessage === undefined
      ? []
      : [`The cloud’s message: ${code(explanation.providerMessage, 400)}`]),
  ]
}

/** Parts of an explanation beside its lines. */
export type Beside = {
  /** How many more codes fit the words. */
  more?: number
  /** Choices for what to do next. */
  offered?: readonly Choice[]
  /** The cloud's own id of the call that it refused. */
  requestId?: string
  /** The reference of the line in Ferry's log. */
  reference?: string
}

/** Explains one code, or the codes that fit the typed words. */
export function explanationMessage(explanations: readonly Explanation[], beside: Beside = {}): Message {
  const { more = 0, offered = [], ...ids } = beside
  const blocks: KnownBlock[] = explanations.flatMap((explanation) => [
    section(`${severityIcon(explanation)} ${explanationLines(explanation).join('\n')}`),
    context(`Trying again: ${escaped(wordsForRetry(explanation.retry))}`),
  ])
  blocks.push(...idLines(ids).map(context))
  if (more > 0)
    blocks.push(
      context(
        `${more} more match. To narrow it down, type more of the code or more words, such as source or destination, or the cloud’s message.`,
      ),
    )
  blocks.push(...choices(offered))
  const [first] = explanations
  return { text: first === undefined ? 'Nothing found' : notice(`${first.code ?? 'Error'}: ${first.what}`), blocks }
}

export function nothingExplained(query: string): Message {
  return {
    text: 'Nothing found',
    blocks: [
      section(
        `Nothing found for ${code(query)}.\nType a migration’s id, a code such as \`TRF.0055\` or its end such as \`55\`, or words such as \`frozen account\`.`,
      ),
      ...choices([
        { label: 'List failed', command: 'list failed' },
        { label: 'Help', command: 'help explain' },
      ]),
    ],
  }
}

/** An answer with the explanations below it that it has not given already. */
export function withExplanations(answer: Message, explanations: readonly Explanation[], query: string): Message {
  const said = answer.blocks.map((block) => (block.type === 'section' ? (block.text?.text ?? '') : '')).join('\n')
  const fresh = explanations.filter(
    (one) =>
      !explanationLines(one)
        .slice(0, 1)
        .some((line) => said.includes(line)),
  )
  if (fresh.length === 0) return answer
  const { blocks } = explanationMessage(fresh)
  return { ...answer, blocks: [...answer.blocks, context(`About ${code(query)}:`), ...blocks] }
}

/**
 * An answer about one migration with a way to each other one that was asked about. `only`: the one that the typed text
 * means, in full, so that the text is not read as a code.
 */
export function withOthersAsked(answer: Message, others: readonly { typed: string; only?: string }[]): Message {
  const named = new Intl.ListFormat('en').format(others.map(({ typed }) => code(typed, 60)))
  const offered = others.map(({ typed, only = typed }) => ({ label: `Why ${typed}?`, command: `why ${only}` }))
  return { ...answer, blocks: [...answer.blocks, context(`You also asked about ${named}.`), ...choices(offered)] }
}

/** The answer to a single word that stands in too many explanations. */
export function oneMoreWord({ word, count }: { word: string; count: number }): Message {
  return {
    text: 'One more word, please',
    blocks: [
      section(
        `${code(word, 40)} stands in ${count} explanations. Add one more word, such as \`source\` or \`destination\`, or the cloud’s message.`,
      ),
      ...choices([{ label: 'Help', command: 'help explain' }]),
    ],
  }
}

function severityIcon({ severity }: Explanation): string {
  return { notice: ':information_source:', warning: ':warning:', failure: ':x:' }[severity]
}
