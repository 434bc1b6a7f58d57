import type { ActionsBlock, ContextBlock, SectionBlock } from '@slack/types'
import type { SharedExplanation } from '../../catalogue/explain.ts'
import { defined } from '../../defined.ts'
import { type Failure, isEnded } from '../../migrations/migration.ts'
import { takeChoice } from '../act/ack.ts'
import { type Choice, choicesAndList, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { explanationLines } from '../card/explanation.ts'
import { mention } from '../request/card.ts'
import { callLines } from '../words/responders.ts'
import { code, escaped, named, notice, period } from '../words/text.ts'
import { countedWord } from '../words/words.ts'
import { type Digest, digestMessage } from './digest.ts'
import { routeOf } from './members.ts'
import {
  type GroupLine,
  type GroupPlaces,
  groupPlaces,
  placeLines,
  placesInWords,
  retryByPlace,
  sharedReason,
  whereWords,
} from './places.ts'
import type { GroupTitle, Title } from './title.ts'

export type GroupSummary = Pick<Digest, 'lines' | 'standing' | 'responders'> & {
  id: string
  title: GroupTitle
  /** The cloud's record of the failure, if the migrations failed. */
  failure?: Failure
  /** Whether the events have nothing in common, as in a digest. */
  isMixed?: true
  /** Whether it is a digest, which has a chart. */
  isDigest?: true
  /** Whether somebody can take care of its members. */
  isTakeable?: true
}

/** Names in the summary. The thread lists all. */
const mostNamed = 5

/**
 * The message about several migrations with one cause. It is brought up to date as more are added and as they move on.
 */
export function groupSummary(group: GroupSummary): Message {
  const { lines, standing, responders, isDigest: hasChart } = group
  if (group.isMixed) {
    const together = lines.filter(isTogether)
    const title = group.title(together, 'told')
    return digestMessage({ title, lines: together, ...defined({ standing, responders, hasChart }) })
  }
  const title = group.title(lines, 'told')
  const told = toldOf(group)
  return {
    text: textOf(title.words, told),
    blocks: [
      titleSection(title, lines, told),
      ...explanationSections(group, told),
      section((told.isEach ? placeLines(told.places) : nameLines(lines)).join('\n')),
      ...takenBlocks(lines),
      context(smallPrint(lines)),
      ...groupChoices(group, told),
    ],
  }
}

/** Whether a line has no message of its own. */
function isTogether({ isAlone }: GroupLine): boolean {
  return isAlone === undefined
}

/**
 * The message that tells the channel how a group has grown, since nobody is notified of an edit. It stands in the
 * thread and leads there. Buttons are left to the summary, which stays up to date. `isAlone`: it stands in no thread.
 */
export function groupGrowth(group: GroupSummary, { isAlone = false } = {}): Message {
  const told = toldOf(group)
  const title = group.title(group.lines, 'grown')
  const what = told.explanation === undefined ? [] : [section(escaped(whatOf(told)))]
  return {
    text: textOf(title.words, told),
    blocks: [
      titleSection(title, group.lines, told),
      ...what,
      ...callLines(group.responders ?? []).map(section),
      ...(told.isEach ? [section(placeLines(told.places).join('\n'))] : []),
      ...(isAlone
        ? []
        : [
            context(
              `The first message of this thread stays up to date${told.explanation === undefined ? '' : ' and says what to do'}.`,
            ),
          ]),
    ],
  }
}

/**
 * The explanation that a group shares. `isEach`: in several buckets or accounts, for each of which the explanation
 * holds.
 */
type Told =
  | { isEach: true; explanation: SharedExplanation; places: GroupPlaces }
  | { isEach: false; explanation?: SharedExplanation; places?: GroupPlaces }

function toldOf(group: GroupSummary): Told {
  const explanation = sharedReason(group)
  if (explanation === undefined) return { isEach: false }
  const places = groupPlaces(group)
  if (places !== undefined && places.all.length > 1) return { isEach: true, explanation, places }
  return { isEach: false, explanation, ...defined({ places }) }
}

function textOf(words: string, told: Told): string {
  const { explanation } = told
  if (explanation === undefined) return notice(words)
  const byPlace = told.isEach ? ` ${placesInWords(told.places)}` : ''
  return notice(`${words}${whereWords(told.places)}. ${whatOf(told)}${byPlace}`)
}

function whatOf({ isEach, explanation }: Told): string {
  return (isEach ? explanation.several : undefined) ?? explanation?.what ?? ''
}

function titleSection({ icon, words, note = '' }: Title, lines: readonly GroupLine[], { places }: Told): SectionBlock {
  const title = `${icon} *${words}${named(whereWords(places))}*`
  return section([title, note, standingOf(lines)].filter((line) => line !== '').join('\n'))
}

function explanationSections({ lines, responders = [] }: GroupSummary, told: Told): SectionBlock[] {
  if (told.explanation === undefined) return callLines(responders).map(section)
  const { providerMessage, ...explanation } = told.explanation
  const about = lines.length > 1 ? ' about the first' : ''
  const said = providerMessage === undefined ? [] : [`The cloud’s message${about}: ${code(providerMessage, 400)}`]
  const shown = { ...explanation, what: whatOf(told) }
  return [section([...explanationLines(shown, { isEach: told.isEach, responders }), ...said].join('\n'))]
}

function nameLines(lines: readonly GroupLine[]): string[] {
  const listed = lines.filter(({ isAlone }) => !isAlone)
  const names = listed.slice(0, mostNamed).map((line) => `• ${routeOf(line)}`)
  return listed.length > mostNamed ? [...names, `and ${listed.length - mostNamed} more, all in the thread`] : names
}

/** How the migrations stand now: "5 failed · 2 running". Empty if all are as they were told. */
function standingOf(lines: readonly GroupLine[]): string {
  if (lines.every((line) => nowOf(line) === countedWord(line.state, line.missed !== undefined))) return ''
  const counts = Map.groupBy(lines, nowOf)
  const stated = [...counts].toSorted(
    ([, some], [, others]) => rank(some) - rank(others) || others.length - some.length,
  )
  return `Now: ${stated.map(([word, some]) => `${some.length} ${word}`).join(' · ')}`
}

function nowOf({ state, missed, now, isIncompleteNow = false }: GroupLine): string {
  return now === undefined ? countedWord(state, missed !== undefined) : countedWord(now, isIncompleteNow)
}

function rank([line]: readonly GroupLine[]): number {
  const { state = 'unknown', now = state, missed, isIncompleteNow = missed !== undefined } = line ?? {}
  return now === 'failed' || isIncompleteNow ? 0 : isEnded(now) ? 2 : 1
}

function smallPrint(lines: readonly GroupLine[]): string {
  const times = lines.map((line) => line.at)
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const alone = lines.filter(({ isAlone }) => isAlone).length
  return [
    period(first, last),
    ...(alone === 0
      ? []
      : [
          `${alone === 1 ? 'the first has a message' : `${alone} have messages`} of ${alone === 1 ? 'its' : 'their'} own above`,
        ]),
  ].join(' · ')
}

/** Who takes care of which of the migrations: "@ann has 3 of 5". */
function takenBlocks(lines: readonly GroupLine[]): ContextBlock[] {
  const held = lines.flatMap(({ holder }) => holder ?? [])
  const counts = [...Map.groupBy(held, (holder) => holder)]
  const words = counts.map(([holder, { length }]) =>
    length === lines.length
      ? `${mention(holder)} has all ${length}`
      : `${mention(holder)} has ${length} of ${lines.length}`,
  )
  return words.length === 0 ? [] : [context(`:raising_hand: ${words.join(' · ')}`)]
}

function groupChoices(group: GroupSummary, { explanation, places }: Told): ActionsBlock[] {
  const { id, lines, isTakeable } = group
  const retryable = lines.filter(({ canRetry }) => canRetry).length
  const helps = explanation !== undefined && explanation.retry !== 'none' && explanation.retry !== 'new migration'
  const retries = helps && retryable >= 2 ? [retryAll(id, retryable)] : []
  const isTaken = lines.every(({ holder }) => holder !== undefined)
  const takes = isTakeable ? [takeChoice(`--group ${id}`, isTaken)] : []
  const entries = places === undefined || retries.length === 0 ? [] : retryByPlace(id, places)
  return choicesAndList([...retries, ...takes], {
    placeholder: 'Retry in one bucket',
    entries,
    confirm: confirmed('Retry in this bucket?'),
  })
}

/** The button that retries all failed migrations of a group. */
export function retryAll(id: string, count: number): Choice {
  const confirm = confirmed(`Retry ${count} migrations?`)
  return { label: `Retry all ${count}`, command: `retry --group ${id}`, style: 'primary', confirm }
}

function confirmed(title: string): { title: string; text: string; yes: string } {
  return {
    title,
    text: 'Ferry retries each in your name and leaves alone what runs already. If they need storage keys, one form asks first.',
    yes: 'Retry them',
  }
}
