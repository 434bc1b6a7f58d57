import { suggestKeys } from '../../key-uses.ts'
import type { Command } from '../../machine/command.ts'
import { meansAll, oneOrAll } from '../together/meant.ts'
import { asksForAllKeys, restartAll } from './restart-all.ts'
import { startAgain } from './start-again.ts'

export const start: Command = {
  verb: 'start',
  aliases: ['resume', 'continue', 'unpause'],
  needs: 'operator',
  takes: oneOrAll,
  options: ['source', 'target', 'failed-only', 'of'],
  usage: 'start <id | all …> [--source <key>] [--target <key>]',
  summary: 'Start a migration that is paused or has not started yet',
  examples: ['start 1912…', 'start all prod-hw', 'start 1912… --source photos-read --target archive-write'],
  notes: [
    '`all`, and words as in `list`, means everything that is paused there. Ferry asks first.',
    'Huawei forgets storage keys at every pause. Ferry then asks which stored keys to use.',
  ],
  opensForm(invocation, tools) {
    const { flags, answers } = invocation
    if (answers !== undefined) return false
    return meansAll(invocation) ? asksForAllKeys('start', invocation, tools) : flags.target === undefined
  },
  run: (invocation, tools) =>
    meansAll(invocation) ? restartAll('start', invocation, tools) : startAgain(invocation, tools, 'start'),
  suggest: (_, { typed }, tools) => suggestKeys(typed, tools),
}
