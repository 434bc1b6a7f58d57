import { AppError } from '../../../errors/errors.ts'
import { suggestKeys } from '../../key-uses.ts'
import type { Command } from '../../machine/command.ts'
import { meansAll, oneOrAll } from '../together/meant.ts'
import { asksForAllKeys, restartAll } from './restart-all.ts'
import { asksForKeys, retryGroup } from './retry-group.ts'
import { startAgain } from './start-again.ts'

export const retry: Command = {
  verb: 'retry',
  aliases: ['restart', 'rerun'],
  needs: 'operator',
  takes: (typed) => (typed.flags.group === undefined ? oneOrAll(typed) : { most: 0 }),
  options: ['failed-only', 'source', 'target', 'group', 'from', 'to', 'key', 'of'],
  usage: 'retry <id | all …> [--failed-only] [--source <key>] [--target <key>]',
  summary: 'Retry a failed migration, all of it or only the failed objects',
  examples: ['retry 1912…', 'retry 1912… --failed-only', 'retry all prod-hw wave2'],
  notes: [
    '`all`, and words as in `list`, means everything that failed there. Ferry asks first.',
    '`--failed-only` works if the cloud has a list of the objects that failed.',
    'The message about several failures with one cause has a button that retries them all. If they need storage keys, one form asks for them.',
    '`--from <bucket>` and `--to <bucket>` limit that to one source or destination bucket.',
  ],
  opensForm(invocation, tools) {
    const { flags, answers } = invocation
    if (answers !== undefined) return false
    if (meansAll(invocation)) return asksForAllKeys('retry', invocation, tools)
    return flags.group === undefined ? flags.target === undefined : asksForKeys(invocation, tools)
  },
  async run(invocation, tools) {
    const { group, from, to } = invocation.flags
    if (group !== undefined) return retryGroup(invocation, tools)
    if (meansAll(invocation)) return restartAll('retry', invocation, tools)
    if ((from ?? to) !== undefined) throw new AppError('usage', { problem: onlyOfGroups, usage: retry.usage })
    return startAgain(invocation, tools, 'retry')
  },
  suggest: (_, { typed }, tools) => suggestKeys(typed, tools),
}

const onlyOfGroups = '`--from` and `--to` choose among the migrations of one message.'
