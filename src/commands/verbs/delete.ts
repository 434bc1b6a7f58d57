import { deletedMessage, deleteQuestion } from '../../views/act/ending.ts'
import { act, assertPossible, replyCard, targetOf } from '../act.ts'
import { withMigration } from '../find/find.ts'
import type { Command } from '../machine/command.ts'

/** The `delete` command. Its export has another name because `delete` is a reserved word. */
export const deleteCommand: Command = {
  verb: 'delete',
  aliases: ['remove', 'rm'],
  needs: 'operator',
  takes: { most: 1 },
  options: ['yes'],
  usage: 'delete <id>',
  summary: 'Delete a migration that is not running',
  examples: ['delete 1912…'],
  notes: ['Ferry asks you to confirm: you can’t restore the record. Copied objects stay.'],
  run: (invocation, tools) =>
    withMigration(invocation, tools, {
      verb: 'delete',
      command: (ref) => `delete ${ref}`,
      proceed: async (found) => {
        const { migration } = found
        assertPossible('delete', found)
        if (!invocation.flags.yes) return { type: 'message', message: deleteQuestion(migration) }
        const last = await act(
          {
            action: 'delete',
            found,
            origin: invocation.origin,
            run: (deletion, options) => deletion(targetOf(found), options),
            isDone: (state) => state === 'deleted',
          },
          tools,
        )
        const message = last.migration.state === 'deleted' ? deletedMessage(migration) : replyCard(found, last)
        return { type: 'message', message }
      },
    }),
}
