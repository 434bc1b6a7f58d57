import { suggestKeys } from '../../key-uses.ts'
import type { Command } from '../../machine/command.ts'
import { startAgain } from './start-again.ts'

export const start: Command = {
  verb: 'start',
  aliases: ['resume', 'continue', 'unpause'],
  needs: 'operator',
  usage: 'start <id> [--source <key>] [--target <key>]',
  summary: 'Start a migration that is paused or has not started yet',
  examples: ['start 1912…', 'start 1912… --source photos-read --target archive-write'],
  notes: ['Huawei forgets storage keys at every pause. Ferry then asks which stored keys to use.'],
  opensForm: ({ flags, answers }) => answers === undefined && flags.target === undefined,
  run: (invocation, tools) => startAgain(invocation, tools, 'start'),
  suggest: (_, { typed }, tools) => suggestKeys(typed, tools),
}
