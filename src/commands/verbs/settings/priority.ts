import { AppError } from '../../../errors/errors.ts'
import type { Priority } from '../../../migrations/fields/option-fields.ts'
import { type Ref, refOf } from '../../../migrations/typed/ref.ts'
import { priorityQuestion } from '../../../views/act/priority.ts'
import type { Missing } from '../../find/find-each.ts'
import type { Found } from '../../find/found.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { askForNamed, setOnNamed } from './on-named.ts'
import { refsMeant } from './refs.ts'
import type { Setting } from './steer.ts'

export const priority: Command = {
  verb: 'priority',
  aliases: ['prio', 'prioritize', 'prioritise'],
  needs: 'operator',
  takes: { most: 'any' },
  usage: 'priority <ids…> [high | medium | low]',
  summary: 'Which waiting migrations the cloud takes first',
  examples: ['priority 1912… high', 'priority low 1912… 1913…', 'priority 1912…'],
  notes: ['At Huawei, you can change it while a task is waiting, paused or failed. Bandwidth limits stay the same.'],
  async run(invocation, tools) {
    const levels = new Set(invocation.words.flatMap((word) => levelIn(word) ?? []))
    const named = invocation.words.filter((word) => levelIn(word) === undefined)
    const [level, another] = levels
    if (another !== undefined) {
      throw new AppError('usage', { problem: `Which priority: ${[...levels].join(' or ')}?`, usage: priority.usage })
    }
    const asked = { words: named, command: (ref: string) => ['priority', ref, level ?? ''].join(' ').trim() }
    const meant = await refsMeant(asked, priority, { invocation, tools })
    if (meant.type === 'choice') return meant
    const { refs } = meant
    const asking = { invocation, tools }
    return level === undefined ? ask(refs, asking) : setOnNamed(refs, prioritizing(level), asking)
  },
}

function levelIn(word: string): Priority | undefined {
  return levelWords.get(word.toLowerCase().replace(/[.,;!]+$/, ''))
}

const levelWords: ReadonlyMap<string, Priority> = new Map<string, Priority>([
  ['high', 'high'],
  ['medium', 'medium'],
  ['middle', 'medium'],
  ['normal', 'medium'],
  ['low', 'low'],
])

function prioritizing(level: Priority): Setting<'prioritize'> {
  return {
    ...{ verb: 'priority', action: 'prioritize', typed: level, done: [`Priority is ${level} now`] },
    send: (setting, of) => setting({ migrations: of.map(({ migration }) => migration), priority: level }, {}),
  }
}

function ask(refs: readonly Ref[], asking: { invocation: Invocation; tools: Tools }): Promise<Reply> {
  return askForNamed(
    refs,
    {
      verb: 'priority',
      action: 'prioritize',
      mistaken,
      ask(found) {
        const migrations = found.map(({ migration }) => migration)
        const command = (level: Priority) => ['priority', ...migrations.map(refOf), level].join(' ')
        return { type: 'message', message: priorityQuestion(migrations, command) }
      },
    },
    asking,
  )
}

/**
 * The error for a word beside an id that was meant as a priority: no cloud has ids without digits. Undefined for other
 * words.
 */
function mistaken({ ref: word }: Missing, found: readonly Found[]): AppError | undefined {
  if (found.length === 0 || /\d/.test(word)) return undefined
  const problem = `\`${word.slice(0, 40)}\` is not a migration or a priority. The priorities: high, medium, low.`
  const refs = found.map(({ migration }) => refOf(migration))
  return new AppError('usage', { problem, usage: `priority ${refs.join(' ')} high` })
}
