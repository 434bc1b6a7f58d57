import type { Command } from '../../command.ts'
import { startAgain } from './start-again.ts'

export const retry: Command = {
  verb: 'retry',
  aliases: ['restart', 'rerun'],
  needs: 'operator',
  usage: 'retry <id> [--failed-only] [--source <key>] [--target <key>]',
  summary: 'Repeat a failed migration, whole or only what failed',
  examples: ['retry 1912…', 'retry 1912… --failed-only'],
  notes: ['`--failed-only` works where the cloud has kept a list of the objects that failed.'],
  opensForm: ({ flags, answers }) => answers === undefined && flags.target === undefined,
  run: (invocation, tools) => startAgain(invocation, tools, 'retry'),
}
