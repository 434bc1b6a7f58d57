import type { KnownBlock } from '@slack/types'
import type { Migration } from '../../migrations/migration.ts'
import { button, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { workingMessage } from '../blocks/problem.ts'
import { rows } from '../blocks/rows.ts'
import { plural } from '../words/format.ts'
import { code, escaped, named, notice, sentence } from '../words/text.ts'
import { lowered, route, standingWords } from '../words/words.ts'

/** What became of one migration of several that somebody retried together. */
export type Restarted = {
  ref: string
  migration?: Migration
  /** `restarted before`: somebody has restarted it a moment ago. `left alone`: it does not stand failed any more. */
  outcome: 'restarted' | 'restarted before' | 'left alone' | 'needs keys' | 'failed'
  /** Slack user id of who restarted it before. */
  by?: string
  /** Why it was not restarted. */
  problem?: string
}

/** The buckets to which a retry was limited. */
export type Limited = { from?: string; to?: string }

/** How far a retry of several migrations has come. */
export function restartingTogether(all: readonly Restarted[], total: number): Message {
  const restarted = all.filter(({ outcome }) => outcome === 'restarted').length
  const looked = restarted === all.length ? '' : ` · ${all.length} looked at`
  return workingMessage(`${restarted} of ${total} restarted…${looked}`)
}

/** The answer to somebody who retried a group: how many were restarted, and what is left to do. */
export function restartedTogether(all: readonly Restarted[], limited: Limited = {}): Message {
  const of = (outcome: Restarted['outcome']) => all.filter((one) => one.outcome === outcome)
  const [restarted, before, alone, lacking, failed] = [
    of('restarted'),
    of('restarted before'),
    of('left alone'),
    of('needs keys'),
    of('failed'),
  ]
  const title =
    restarted.length === 0 ? 'No migration was restarted' : `${plural(restarted.length, 'migration')} restarted`
  const counts = [
    ...counted(failed, 'could not be restarted'),
    ...counted(lacking, lacking.length === 1 ? 'needs storage keys' : 'need storage keys'),
    ...counted(before, 'already restarted'),
    ...counted(alone, 'left alone'),
  ]
  const icon =
    restarted.length > 0 ? ':repeat:' : failed.length + lacking.length > 0 ? ':warning:' : ':white_check_mark:'
  return {
    text: notice([title, ...counts].join('. ')),
    blocks: [
      section([`${icon} *${title}*${limitText(limited)}`, counts.join(' · ')].join('\n').trim()),
      ...rows([...failed, ...lacking], (one) => ({
        ...section(lineOf(one)),
        accessory: button({ label: 'Retry', command: `retry ${one.ref}` }),
      })),
      ...restartedBefore(before),
      ...(alone.length === 0 ? [] : [context(`Left alone: ${listed(alone.map(standing))}`)]),
    ],
  }
}

function counted(those: readonly Restarted[], words: string): string[] {
  return those.length === 0 ? [] : [`${those.length} ${words}`]
}

function limitText({ from, to }: Limited): string {
  return `${from === undefined ? '' : ` from ${named(from)}`}${to === undefined ? '' : ` to ${named(to)}`}`
}

function lineOf({ ref, migration, problem }: Restarted): string {
  const name = migration === undefined ? [] : [`*${route(migration.source, migration.target)}*`]
  return [...name, code(ref), problem === undefined ? 'Needs storage keys' : sentence(problem)].join('\n')
}

/** Who restarted which migrations, a line for each person. */
function restartedBefore(those: readonly Restarted[]): KnownBlock[] {
  const byPersons = [...Map.groupBy(those, ({ by }) => by)].slice(0, mostPeople)
  const lines = byPersons.map(([by, some]) => `Already restarted${byPerson(by)}: ${listed(some.map(shortRef))}`)
  return lines.length === 0 ? [] : [context(lines.join('\n'))]
}

function shortRef({ ref }: Restarted): string {
  return code(ref, 60)
}

function byPerson(user: string | undefined): string {
  return user === undefined ? '' : ` by <@${escaped(user)}>`
}

function standing(one: Restarted): string {
  const { migration } = one
  return migration === undefined ? shortRef(one) : `${shortRef(one)} is ${lowered(standingWords(migration).word)}`
}

/** Most people, and most migrations of each, that are named. */
const mostPeople = 3
const mostListed = 5

function listed(words: readonly string[]): string {
  const more = words.length - mostListed
  return [...words.slice(0, mostListed), ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
}
