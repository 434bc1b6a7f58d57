import { helpMessage, verbHelp } from '../views/help.ts'
import type { Command } from './command.ts'

export const help: Command = {
  verb: 'help',
  aliases: ['?', 'commands', 'hello', 'hi'],
  needs: 'viewer',
  usage: 'help [command]',
  summary: 'What Ferry can do',
  examples: ['help', 'help watch'],
  run: async ({ words }, { commands }) => {
    const asked = words[0]?.toLowerCase()
    const command = commands.find(
      ({ verb, aliases }) => asked !== undefined && (verb === asked || aliases?.includes(asked)),
    )
    return { type: 'message', message: command === undefined ? helpMessage(commands) : verbHelp(command) }
  },
}
