import type { Command } from '../../command.ts'
import { startAgain } from './start-again.ts'

export const retry: Command = {
  verb: 'retry',
  aliases: ['restart', 'rerun'],
  needs: 'operator',
  usage: 'retry <id> [--failed-only] [--source <key>] [--target <key>]',
  summary: 'Retry a failed migration, all of it or only the failed objects',
  examples: ['retry 1912…', 'retry 1912… --failed-only'],
  notes: ['`--failed-only` works if the cloud has a list of the objects that failed.'],
  opensForm: ({ flags, answers }) => answers === undefined && flags.target === undefined,
  run: (invocation, tools) => startAgain(invocation, tools, 'retry'),
}
