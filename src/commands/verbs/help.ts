import { helpMessage, topicHelp, verbHelp } from '../../views/help.ts'
import type { Command } from '../command.ts'

export const help: Command = {
  verb: 'help',
  aliases: ['?', 'commands', 'hello', 'hi'],
  needs: 'viewer',
  usage: 'help [command]',
  summary: 'What Ferry can do',
  examples: ['help', 'help watch', 'help acting'],
  run: async ({ words }, { topics }) => {
    const asked = words[0]?.toLowerCase()
    const known = [...topics.flatMap(({ commands }) => commands), help]
    const command = known.find(
      ({ verb, aliases }) => asked !== undefined && (verb === asked || aliases?.includes(asked)),
    )
    if (command !== undefined) return { type: 'message', message: verbHelp(command) }
    const topic = topics.find(({ name }) => name === asked)
    return { type: 'message', message: topic === undefined ? helpMessage(topics) : topicHelp(topic) }
  },
}
