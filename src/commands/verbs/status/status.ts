import type { Migration } from '../../../migrations/migration.ts'
import { withUnconfirmed } from '../../../migrations/unconfirmed.ts'
import { requestBehind } from '../../../requests/behind.ts'
import { isWatched } from '../../../requests/watch.ts'
import { migrationCard } from '../../../views/card.ts'
import { lookedAgain } from '../../../views/watches.ts'
import type { Command, Invocation, Reply, Tools } from '../../command.ts'
import { type Found, withMigration } from '../../find.ts'
import { inFull } from '../../in-full.ts'
import { withMeasured } from './measured.ts'

export const status: Command = {
  verb: 'status',
  aliases: ['show', 'info', 'get'],
  needs: 'viewer',
  usage: 'status <id>',
  summary: 'One migration: progress, speed and what you can do',
  examples: ['status 191297407830872', 'status 1912…', 'status prod-hw/191297407830872'],
  notes: ['You can shorten an id as long as only one matches. A task name works too.'],
  run: (invocation, tools) =>
    withMigration(invocation, tools, {
      verb: 'status',
      command: (ref) => `status ${ref}${invocation.flags.share ? ' --share' : ''}`,
      proceed: async (found) => {
        if (invocation.flags.live && (await isLiveHere(found, invocation, tools))) return lookAgain(found, tools)
        const { provider } = found
        const migration = await withMeasured(await withRequested(await inFull(found), found, tools), tools)
        const purpose = invocation.flags.share ? 'shared' : 'reply'
        return { type: 'message', message: migrationCard({ migration, provider, purpose }) }
      },
    }),
}

/**
 * Whether this channel watches the migration. A card whose watch has ended is not updated any more, so pressing Refresh
 * there sends a card of one's own.
 */
async function isLiveHere({ account, migration }: Found, { origin }: Invocation, { store }: Tools): Promise<boolean> {
  const { channel } = origin
  return channel !== undefined && isWatched({ account: account.name, channel, migrationId: migration.id }, store)
}

/** Asks the poller to update the card. Tells the person that Ferry looked, since the card may not change. */
function lookAgain({ account, migration }: Found, { lookNow }: Tools): Reply {
  lookNow(account.name, migration.id)
  return { type: 'message', message: lookedAgain(migration) }
}

/** Adds what was requested about encryption, if the provider can encrypt and has not confirmed it. */
async function withRequested(migration: Migration, { provider }: Found, { store }: Tools): Promise<Migration> {
  const { takes } = provider.kinds[migration.kind]?.can.creation ?? {}
  if (takes?.['options.encrypts'] === undefined || migration.copying?.encrypts) return migration
  return withUnconfirmed(migration, (await requestBehind(migration, store))?.spec.options)
}
