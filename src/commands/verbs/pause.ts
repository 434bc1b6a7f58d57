import { act, replyCard, targetOf } from '../act.ts'
import { withMigration } from '../find/find.ts'
import type { Command } from '../machine/command.ts'

export const pause: Command = {
  verb: 'pause',
  aliases: ['stop', 'hold'],
  needs: 'operator',
  usage: 'pause <id>',
  summary: 'Pause a running migration',
  examples: ['pause 1912…', 'pause prod-hw/191297407830872'],
  notes: ['Pausing takes a few seconds. You may need storage keys to start again: Huawei forgets them at every pause.'],
  run: (invocation, tools) =>
    withMigration(invocation, tools, {
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
    }),
}
