import { act, replyCard, runExclusively, targetOf } from '../act.ts'
import { withMigration } from '../find/find.ts'
import type { Command, Invocation, Reply, Tools } from '../machine/command.ts'
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
      const paused = await act(
        {
          action: 'pause',
          found,
          origin: invocation.origin,
          run: (pausing, options) => pausing(targetOf(found), options),
          isDone: (state) => state !== 'running' && state !== 'pausing',
        },
        tools,
      )
      return { type: 'message', message: replyCard(found, paused) }
    },
  })
}

function pauseAll(invocation: Invocation, tools: Tools): Promise<Reply> {
  const { origin } = invocation
  return onAll(
    {
      verb: 'pause',
      run: (found, own) =>
        runExclusively(
          { action: 'pause', found, origin, run: (pausing, options) => pausing(targetOf(found), options) },
          own,
        ),
    },
    invocation,
    tools,
  )
}
