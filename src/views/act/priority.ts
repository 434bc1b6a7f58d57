import type { Priority } from '../../migrations/fields/option-fields.ts'
import type { Migration } from '../../migrations/migration.ts'
import { type Choice, choices, context, section } from '../blocks/elements.ts'
import { limits } from '../blocks/limits.ts'
import type { Message } from '../blocks/message.ts'
import { migrationLines } from '../words/bandwidth.ts'

/**
 * The choice of one of three priorities. The present one is marked if all migrations have the same and the cloud tells
 * it.
 */
export function priorityQuestion(migrations: readonly Migration[], command: (level: Priority) => string): Message {
  const present = new Set(migrations.map(({ priority }) => priority))
  const [only] = present
  const marked = present.size === 1 ? only : undefined
  const now = marked === undefined ? '' : ` It is *${marked}* now.`
  const offered = levels.map(({ level, label }): Choice => {
    return { label: level === marked ? `✓ ${label}` : label, command: command(level) }
  })
  // A command that was cut would be for fewer migrations.
  const fitting = offered.filter((choice) => choice.command.length <= limits.buttonValue)
  return {
    text: 'Which priority?',
    blocks: [
      section(`Which priority?${now}`),
      ...migrationLines(migrations),
      ...choices(fitting),
      context(
        'The cloud runs only a few at a time. Of those waiting, it starts those with the highest priority first.',
      ),
    ],
  }
}

const levels = [
  { level: 'high', label: 'High' },
  { level: 'medium', label: 'Medium' },
  { level: 'low', label: 'Low' },
] as const
