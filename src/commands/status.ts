import { migrationCard } from '../views/card.ts'
import type { Command } from './command.ts'
import { withMigration } from './find.ts'

export const status: Command = {
  verb: 'status',
  aliases: ['show', 'info', 'get'],
  needs: 'viewer',
  usage: 'status <id>',
  summary: 'One migration: how far it is, how fast, what can be done',
  examples: ['status 191297407830872', 'status 1912…', 'status prod-hw/191297407830872'],
  notes: ['An id may be cut short, as long as only one fits. A task name works too.'],
  run: (invocation, tools) =>
    withMigration(invocation, tools, {
      verb: 'status',
      command: (ref) => `status ${ref}${invocation.flags.share ? ' --share' : ''}`,
      proceed: async ({ migration, provider }) => ({
        type: 'message',
        message: migrationCard({ migration, provider, purpose: invocation.flags.share ? 'shared' : 'reply' }),
      }),
    }),
}
