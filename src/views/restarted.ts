import type { Migration } from '../migrations/migration.ts'
import { button, context, section } from './elements.ts'
import { plural } from './format.ts'
import type { Message } from './message.ts'
import { rows } from './rows.ts'
import { code, notice, sentence } from './text.ts'
import { lowered, route, stateWords } from './words.ts'

/** What became of one migration of several that somebody retried together. */
export type Restarted = {
  ref: string
  migration?: Migration
  outcome: 'restarted' | 'left alone' | 'needs keys' | 'failed'
  /** Why it was not restarted. */
  problem?: string
}

/** The answer to somebody who retried a group: how many were restarted, and what is left to do. */
export function restartedTogether(all: readonly Restarted[], group: string): Message {
  const of = (outcome: Restarted['outcome']) => all.filter((one) => one.outcome === outcome)
  const [restarted, alone, lacking, failed] = [of('restarted'), of('left alone'), of('needs keys'), of('failed')]
  const title =
    restarted.length === 0 ? 'No migration was restarted' : `${plural(restarted.length, 'migration')} restarted`
  const counts = [
    ...(failed.length === 0 ? [] : [`${failed.length} could not be restarted`]),
    ...(lacking.length === 0 ? [] : [`${lacking.length} ${lacking.length === 1 ? 'needs' : 'need'} storage keys`]),
    ...(alone.length === 0 ? [] : [`${alone.length} left alone`]),
  ]
  const icon = restarted.length === 0 ? ':warning:' : ':repeat:'
  return {
    text: notice([title, ...counts].join('. ')),
    blocks: [
      section([`${icon} *${title}*`, counts.join(' · ')].join('\n').trim()),
      ...rows([...failed, ...lacking], (one) => ({
        ...section(lineOf(one)),
        accessory: button({ label: 'Retry', command: `retry ${one.ref}` }),
      })),
      ...(alone.length === 0 ? [] : [context(`Left alone: ${alone.map(standing).join(', ')}`)]),
      ...(lacking.length < 2 ? [] : [context(withKeys(group))]),
    ],
  }
}

function lineOf({ ref, migration, problem }: Restarted): string {
  const name = migration === undefined ? code(ref) : `*${route(migration.source, migration.target)}* ${code(ref)}`
  return `${name}\n${problem === undefined ? 'Needs storage keys' : sentence(problem)}`
}

function standing({ ref, migration }: Restarted): string {
  return migration === undefined ? code(ref) : `${code(ref)} is ${lowered(stateWords[migration.state].word)}`
}

function withKeys(group: string): string {
  const command = `/migrate retry --group ${group} --source <key> --target <key>`
  return `With the same keys for all: ${code(command, 200)}`
}
