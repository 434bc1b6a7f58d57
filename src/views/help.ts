import { choices, context, section } from './elements.ts'
import type { Message } from './message.ts'
import { escaped } from './text.ts'

/** What help needs to know of a command. */
export type HelpLine = {
  verb: string
  usage: string
  summary: string
  examples: readonly string[]
  notes?: readonly string[]
}

/** Short enough for a phone: one line a command. */
export function helpMessage(commands: readonly HelpLine[]): Message {
  const lines = commands.map(({ verb, summary }) => `\`${verb}\` ${escaped(summary)}`)
  return {
    text: 'What Ferry can do',
    blocks: [
      section('*Ferry runs bucket-to-bucket migrations.* Type `/migrate` and one of these:'),
      section(lines.join('\n')),
      context(
        'An id can be cut short: `/migrate status 1912…` · More: `/migrate help status` · In threads: `@Ferry status 1912…`',
      ),
      ...choices([
        { label: 'List migrations', command: 'list', style: 'primary' },
        { label: 'Accounts', command: 'accounts' },
      ]),
    ],
  }
}

export function verbHelp({ verb, usage, summary, examples, notes = [] }: HelpLine): Message {
  const shown = examples.map((example) => `• \`/migrate ${escaped(example)}\``)
  return {
    text: `Help: ${verb}`,
    blocks: [
      section(`*/migrate ${escaped(usage)}*\n${escaped(summary)}`),
      ...(notes.length === 0 ? [] : [section(notes.map(escaped).join('\n'))]),
      section(shown.join('\n')),
    ],
  }
}
