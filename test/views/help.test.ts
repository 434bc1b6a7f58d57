import { describe, expect, test } from 'vitest'
import { commands, topics } from '../../src/commands/index.ts'
import { parse } from '../../src/commands/machine/parse.ts'
import { helpMessage, topicHelp, verbHelp } from '../../src/views/page/help.ts'
import { readable, typedBy } from './readable.ts'

/** About the number of characters in a row of Slack on a phone. */
const phoneRow = 40

describe('help', () => {
  test('names every verb once, in a few rows of a phone per topic', () => {
    const lines = readable(helpMessage(topics)).filter((line) => /^\*.*\* `/.test(line))
    const verbs = lines.flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, verb]) => verb))
    expect([...verbs, 'help']).toEqual(commands.map(({ verb }) => verb))
    expect(lines.filter((line) => line.length > 3 * phoneRow)).toEqual([])
  })

  test('offers each topic, which has one line of at most two rows for each of its verbs', () => {
    expect(Object.values(typedBy(helpMessage(topics)))).toEqual(topics.map(({ name }) => `help ${name}`))
    for (const topic of topics) {
      const lines = readable(topicHelp(topic)).filter((line) => line.startsWith('`'))
      expect(lines.map((line) => line.split('`')[1])).toEqual(topic.commands.map(({ verb }) => verb))
      expect(lines.filter((line) => line.length > 2 * phoneRow)).toEqual([])
    }
  })

  test('of a topic is never hidden by a verb of the same name', () => {
    const words = commands.flatMap(({ verb, aliases = [] }) => [verb, ...aliases])
    expect(topics.filter(({ name }) => words.includes(name))).toEqual([])
  })

  test('for a verb shows how to type it, what to know, and examples', () => {
    const retry = commands.find(({ verb }) => verb === 'retry')
    expect(retry && readable(verbHelp(retry))).toEqual([
      '*/migrate retry &lt;id | all …&gt; [--failed-only] [--source &lt;key&gt;] [--target &lt;key&gt;]*',
      'Retry a failed migration, all of it or only the failed objects',
      '`all`, and words as in `list`, means everything that failed there. Ferry asks first.',
      '`--failed-only` works if the cloud has a list of the objects that failed.',
      'The message about several failures with one cause has a button that retries them all. If they need storage keys, one form asks for them.',
      '`--from &lt;bucket&gt;` and `--to &lt;bucket&gt;` limit that to one source or destination bucket.',
      '• `/migrate retry 1912…`',
      '• `/migrate retry 1912… --failed-only`',
      '• `/migrate retry all prod-hw wave2`',
    ])
  })

  test('has examples that Ferry understands as that verb', () => {
    for (const command of commands) {
      const read = command.examples.map((example) => parse(example, commands))
      expect(read.map((parsed) => parsed.type === 'command' && parsed.command.verb)).toEqual(
        command.examples.map(() => command.verb),
      )
    }
  })

  test('never has the same word for two commands', () => {
    const words = commands.flatMap(({ verb, aliases = [] }) => [verb, ...aliases])
    expect(new Set(words).size).toBe(words.length)
  })
})
