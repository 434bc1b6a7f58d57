import { type Choice, choices, context, offer, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { escaped } from '../words/text.ts'

/** A command as the help lists it. */
export type HelpLine = {
  verb: string
  usage: string
  summary: string
  examples: readonly string[]
  notes?: readonly string[]
}

/** Commands that belong together. */
export type HelpTopic = { name: string; title: string; commands: readonly HelpLine[] }

/** The help on one screen of a phone: every verb, grouped by what people want, and a way to read more. */
export function helpMessage(topics: readonly HelpTopic[]): Message {
  const lines = topics.map(({ title, commands }) => `*${title}* ${commands.map(({ verb }) => `\`${verb}\``).join(' ')}`)
  return {
    text: 'What Ferry can do',
    blocks: [
      section('*Ferry runs bucket-to-bucket migrations.* Type `/migrate` and one of these:'),
      section(lines.join('\n')),
      ...offer(topics.map(topicChoice), 'Read more'),
      context(
        'You can shorten an id: `/migrate status 1912…` · Help on one command: `/migrate help status` · In the thread of a card, no id is needed: `@Ferry why`',
      ),
    ],
  }
}

/** The commands of one topic, one line each. */
export function topicHelp({ title, commands }: HelpTopic): Message {
  const lines = commands.map(({ verb, summary }) => `\`${verb}\` ${escaped(summary)}`)
  return {
    text: `Help: ${title}`,
    blocks: [
      section([`*${title}*`, ...lines].join('\n')),
      context('To see how to type a command: `/migrate help` and its name'),
      ...choices([{ label: 'All topics', command: 'help' }]),
    ],
  }
}

function topicChoice({ name, title }: HelpTopic): Choice {
  return { label: title, command: `help ${name}` }
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
