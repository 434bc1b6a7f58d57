import type { Migration } from '../../migrations/migration.ts'
import { migrationCard } from '../../views/card.ts'
import type { Command } from '../command.ts'
import { type Found, withMigration } from '../find.ts'

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
      proceed: async (found) => {
        const { provider } = found
        const purpose = invocation.flags.share ? 'shared' : 'reply'
        return { type: 'message', message: migrationCard({ migration: await inFull(found), provider, purpose }) }
      },
    }),
}

/** A list can leave out what people ask for: why a group failed, what a synchronization task did this month. */
async function inFull({ connection, provider, migration, isListed }: Found): Promise<Migration> {
  const { kind, id } = migration
  if (!isListed || !provider.kinds[kind]?.isBriefInLists) return migration
  return (await connection.show({ kind, id }, {})) ?? migration
}
