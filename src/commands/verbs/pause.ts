import type { State } from '../../migrations/migration.ts'
import { act, type ExclusiveAction, replyCard, runExclusively, targetOf } from '../act.ts'
import { withMigration } from '../find/find.ts'
import type { Found } from '../find/found.ts'
import type { Command, Invocation, Reply, Tools } from '../machine/command.ts'
import { actOnEach, ifPossible } from './together/each.ts'
import { meansAll, oneOrAll } from './together/meant.ts'
import { onAll } from './together/on-all.ts'

export const pause: Command = {
  verb: 'pause',
  aliases: ['stop', 'hold'],
  needs: 'operator',
  takes: oneOrAll,
  options: ['of'],
  usage: 'pause <id | all …>',
  summary: 'Pause a running migration, or all that a filter shows',
  examples: ['pause 1912…', 'pause prod-hw/191297407830872', 'pause all running wave2'],
  notes: [
    '`all`, and words as in `list`, means everything that can be paused there. Ferry asks first.',
    'Pausing takes a few seconds. You may need storage keys to start again: Huawei forgets them at every pause.',
  ],
  run: (invocation, tools) => (meansAll(invocation) ? pauseAll(invocation, tools) : pauseOne(invocation, tools)),
}

function pauseOne(invocation: Invocation, tools: Tools): Promise<Reply> {
  return withMigration(invocation, tools, {
    verb: 'pause',
    command: (ref) => `pause ${ref}`,
    proceed: async (found) => {
      const isDone = (state: State) => state !== 'running' && state !== 'pausing'
      const paused = await act({ ...pausing(found, invocation), isDone }, tools)
      return { type: 'message', message: replyCard(found, paused) }
    },
  })
}

function pauseAll(invocation: Invocation, tools: Tools): Promise<Reply> {
  const one = ifPossible('pause', async (found, own) => {
    await runExclusively(pausing(found, invocation), own)
    own.lookNow(found.account.name, found.migration.id)
  })
  const each = { verb: 'pause', one } as const
  return onAll({ ...each, carryOut: (those) => actOnEach(those, each, tools) }, invocation, tools)
}

function pausing(found: Found, { origin }: Invocation): ExclusiveAction<'pause', void> {
  return { action: 'pause', found, origin, run: (pause, options) => pause(targetOf(found), options) }
}
