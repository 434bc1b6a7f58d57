import type { KnownBlock } from '@slack/types'
import type { Migration } from '../../migrations/migration.ts'
import { button, type Choice, choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { workingMessage } from '../blocks/problem.ts'
import { rows } from '../blocks/rows.ts'
import { plural } from '../words/format.ts'
import { code, escaped, named, notice, sentence } from '../words/text.ts'
import { lowered, route, standingWords } from '../words/words.ts'

/** Acts on several migrations together. */
export type AllVerb = 'pause' | 'start' | 'retry' | 'limit'

/** Outcome of one migration of several on which somebody acted together. */
export type Acted = {
  ref: string
  migration?: Migration
  /**
   * `done before`: somebody has done so a moment ago. `left alone`: its state has changed since, so that it is not
   * meant.
   */
  outcome: 'done' | 'done before' | 'left alone' | 'needs keys' | 'refused' | 'not reached'
  /** Slack user id of who did so before. */
  by?: string
  /** Why it was not done. */
  problem?: string
}

type AllWords = {
  ask: string
  /** "12 migrations restarted". */
  done: string
  possible: string
  icon: string
  /** The label of the button that tries one alone. */
  alone: string
}

export const allWords: Readonly<Record<AllVerb, AllWords>> = {
  retry: { ask: 'Retry', done: 'restarted', possible: 'restarted', icon: ':repeat:', alone: 'Retry' },
  start: { ask: 'Start', done: 'started', possible: 'started', icon: ':arrow_forward:', alone: 'Start' },
  pause: { ask: 'Pause', done: 'told to pause', possible: 'paused', icon: ':double_vertical_bar:', alone: 'Pause' },
  limit: { ask: 'Limit', done: 'limited', possible: 'limited', icon: ':turtle:', alone: 'Limit speed' },
}

/** The buckets to which a retry was limited. */
export type Limited = { from?: string; to?: string }

/** How far an act on several migrations has come. */
export function actingTogether(verb: AllVerb, all: readonly Acted[], total: number): Message {
  const done = all.filter(({ outcome }) => outcome === 'done').length
  const looked = done === all.length ? '' : ` · ${all.length} looked at`
  return workingMessage(`${done} of ${total} ${allWords[verb].done}…${looked}`)
}

/**
 * Lines beside the outcomes. `gone`: how many of those that were asked about are not meant any more. `again`: a way to
 * repeat what failed.
 */
type Beside = Limited & { gone?: number; again?: Choice }

/** The answer to somebody who acted on several migrations: how many were done, and what is left to do. */
export function actedTogether(verb: AllVerb, all: readonly Acted[], beside: Beside = {}): Message {
  const { done: word, possible, icon } = allWords[verb]
  const of = (...outcomes: Acted['outcome'][]) => all.filter((one) => outcomes.includes(one.outcome))
  const [done, before, alone, lacking] = [of('done'), of('done before'), of('left alone'), of('needs keys')]
  const [refused, missed] = [of('refused'), of('not reached')]
  const left = alone.length + (beside.gone ?? 0)
  const title = done.length === 0 ? `No migration was ${possible}` : `${plural(done.length, 'migration')} ${word}`
  const counts = [
    ...counted(refused.length, `could not be ${possible}`),
    ...counted(missed.length, 'not reached'),
    ...counted(lacking.length, lacking.length === 1 ? 'needs storage keys' : 'need storage keys'),
    ...counted(before.length, `already ${possible}`),
    ...counted(left, 'left alone'),
  ]
  const open = [...refused, ...missed, ...lacking]
  return {
    text: notice([title, ...counts].join('. ')),
    blocks: [
      section(
        [
          `${done.length > 0 ? icon : open.length > 0 ? ':warning:' : ':white_check_mark:'} *${title}*${limitText(beside)}`,
          counts.join(' · '),
        ]
          .join('\n')
          .trim(),
      ),
      ...openRows(open, verb),
      ...(beside.again === undefined ? [] : choices([beside.again])),
      ...doneBefore(before, possible),
      ...(alone.length === 0 ? [] : [context(`Left alone: ${listed(alone.map(standing))}`)]),
      ...goneLine(beside.gone ?? 0),
    ],
  }
}

function counted(count: number, words: string): string[] {
  return count === 0 ? [] : [`${count} ${words}`]
}

function limitText({ from, to }: Limited): string {
  return `${from === undefined ? '' : ` from ${named(from)}`}${to === undefined ? '' : ` to ${named(to)}`}`
}

/** Those that are open, one by one, or together where many have the same problem. */
function linesOf(open: readonly Acted[]): (readonly Acted[])[] {
  const together = [...Map.groupBy(open, ({ problem }) => problem).values()]
  return together.flatMap((some) => (some.length > mostAlone ? [some] : some.map((one) => [one])))
}

/** Most lines about what is open, and most migrations with the same problem that have a line each. */
const mostAlone = 8

function openRows(open: readonly Acted[], verb: AllVerb): KnownBlock[] {
  const lines = linesOf(open)
  const left = lines.slice(mostAlone).flat()
  const more = left.length === 0 ? [] : [context(`${left.length} more: ${listed(left.map(shortRef))}`)]
  return [...rows(lines.slice(0, mostAlone), (one) => openRow(one, verb)), ...more]
}

function openRow(those: readonly Acted[], verb: AllVerb): KnownBlock {
  const [first, second] = those
  if (first === undefined || second !== undefined) {
    const what = first?.problem === undefined ? 'Need storage keys' : sentence(first.problem)
    return section(`*${plural(those.length, 'migration')}*: ${what}\n${listed(those.map(shortRef))}`)
  }
  return {
    ...section(lineOf(first)),
    accessory: button({ label: allWords[verb].alone, command: `${verb} ${first.ref}` }),
  }
}

function lineOf({ ref, migration, problem }: Acted): string {
  const name = migration === undefined ? [] : [`*${route(migration.source, migration.target)}*`]
  return [...name, code(ref), problem === undefined ? 'Needs storage keys' : sentence(problem)].join('\n')
}

/** Who has done so before with which migrations, a line for each person. */
function doneBefore(those: readonly Acted[], word: string): KnownBlock[] {
  const byPersons = [...Map.groupBy(those, ({ by }) => by)].slice(0, mostPeople)
  const lines = byPersons.map(([by, some]) => `Already ${word}${byPerson(by)}: ${listed(some.map(shortRef))}`)
  return lines.length === 0 ? [] : [context(lines.join('\n'))]
}

function shortRef({ ref }: Acted): string {
  return code(ref, 60)
}

function byPerson(user: string | undefined): string {
  return user === undefined ? '' : ` by <@${escaped(user)}>`
}

function standing(one: Acted): string {
  const { migration } = one
  return migration === undefined ? shortRef(one) : `${shortRef(one)} is ${lowered(standingWords(migration).word)}`
}

/** Those that were asked about and do not fit any more. */
function goneLine(gone: number): KnownBlock[] {
  return gone === 0 ? [] : [context(`${plural(gone, 'migration')} of the question stood differently by then.`)]
}

/** Most people, and most migrations of each, that are named. */
const mostPeople = 3
const mostListed = 5

function listed(words: readonly string[]): string {
  const more = words.length - mostListed
  return [...words.slice(0, mostListed), ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
}
