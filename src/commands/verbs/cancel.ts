import { cancelQuestion } from '../../views/act/ending.ts'
import { act, assertPossible, replyCard, targetOf } from '../act.ts'
import { withMigration } from '../find/find.ts'
import type { Command } from '../machine/command.ts'

export const cancel: Command = {
  verb: 'cancel',
  aliases: ['abort', 'kill'],
  needs: 'operator',
  takes: { most: 1 },
  options: ['yes'],
  usage: 'cancel <id>',
  summary: 'End a migration for good, if its cloud has no pause',
  examples: ['cancel 0ab2…'],
  notes: ['Ferry asks you to confirm: you can’t start a cancelled migration again. Copied objects stay.'],
  run: (invocation, tools) =>
    withMigration(invocation, tools, {
      verb: 'cancel',
      command: (ref) => `cancel ${ref}`,
      proceed: async (found) => {
        const { migration } = found
        assertPossible('cancel', found)
        if (!invocation.flags.yes) return { type: 'message', message: cancelQuestion(migration) }
        const { migration: last, ...followed } = await act(
          {
            action: 'cancel',
            found,
            origin: invocation.origin,
            run: (cancellation, options) => cancellation(targetOf(found), options),
            isDone: (state) => state !== 'queued' && state !== 'running',
          },
          tools,
        )
        // If the cloud forgets a cancelled job at once, the job is cancelled all the same.
        const seen = last.state === 'deleted' ? { ...last, state: 'cancelled' as const } : last
        return { type: 'message', message: replyCard(found, { ...followed, migration: seen }) }
      },
    }),
}
