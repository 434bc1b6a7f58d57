import type { Command } from '../../command.ts'
import { retryGroup } from './retry-group.ts'
import { startAgain } from './start-again.ts'

export const retry: Command = {
  verb: 'retry',
  aliases: ['restart', 'rerun'],
  needs: 'operator',
  usage: 'retry <id> [--failed-only] [--source <key>] [--target <key>]',
  summary: 'Retry a failed migration, all of it or only the failed objects',
  examples: ['retry 1912…', 'retry 1912… --failed-only'],
  notes: [
    '`--failed-only` works if the cloud has a list of the objects that failed.',
    'The message about several failures with one cause has a button that retries them all.',
  ],
  opensForm: ({ flags, answers }) => answers === undefined && flags.target === undefined && flags.group === undefined,
  run: (invocation, tools) => {
    const { group } = invocation.flags
    return group === undefined ? startAgain(invocation, tools, 'retry') : retryGroup(group, invocation, tools)
  },
}
