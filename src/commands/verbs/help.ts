import { AppError } from '../../errors/errors.ts'
import { didYouMean, nearest } from '../../text/nearest.ts'
import { helpMessage, topicHelp, verbHelp } from '../../views/page/help.ts'
import { namingWords } from '../find/words.ts'
import type { Command, Topic } from '../machine/command.ts'
import { withoutTrail } from '../machine/tokenize.ts'

export const help: Command = {
  verb: 'help',
  aliases: ['?', 'commands', 'hello', 'hi'],
  needs: 'viewer',
  takes: { most: 1 },
  usage: 'help [command]',
  summary: 'What Ferry can do',
  examples: ['help', 'help watch', 'help acting'],
  run: async ({ words }, { topics }) => {
    const [word = ''] = namingWords(words)
    const asked = withoutTrail(word.toLowerCase()) || undefined
    const known = [...topics.flatMap(({ commands }) => commands), help]
    const command = known.find(
      ({ verb, aliases }) => asked !== undefined && (verb === asked || aliases?.includes(asked)),
    )
    if (command !== undefined) return { type: 'message', message: verbHelp(command) }
    const topic = topics.find(({ name, oldNames = [] }) => asked !== undefined && [name, ...oldNames].includes(asked))
    if (topic !== undefined) return { type: 'message', message: topicHelp(topic) }
    if (asked !== undefined) throw unknownWord(asked, known, topics)
    return { type: 'message', message: helpMessage(topics) }
  },
}

function unknownWord(asked: string, known: readonly Command[], topics: readonly Topic[]): AppError {
  const names = [...known.flatMap(({ verb, aliases = [] }) => [verb, ...aliases]), ...topics.map(({ name }) => name)]
  const [guess] = nearest(asked, names)
  return new AppError('verb_unknown', {
    verb: asked.slice(0, 40),
    guess: didYouMean(guess && `/migrate help ${guess}`),
    ...(guess !== undefined && { meant: `help ${guess}` }),
  })
}
