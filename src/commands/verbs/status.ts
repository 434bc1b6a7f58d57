import type { Migration } from '../../migrations/migration.ts'
import { withUnconfirmed } from '../../migrations/unconfirmed.ts'
import { requestBehind } from '../../requests/behind.ts'
import { isWatched } from '../../requests/watch.ts'
import { migrationCard } from '../../views/card.ts'
import { lookedAgain } from '../../views/watches.ts'
import type { Command, Invocation, Reply, Tools } from '../command.ts'
import { type Found, withMigration } from '../find.ts'
import { inFull } from '../in-full.ts'
import { withMeasured } from '../measured.ts'

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
        if (invocation.flags.live && (await isLiveHere(found, invocation, tools))) return lookAgain(found, tools)
        const { provider } = found
        const migration = await withMeasured(await withAsked(await inFull(found), found, tools), tools)
        const purpose = invocation.flags.share ? 'shared' : 'reply'
        return { type: 'message', message: migrationCard({ migration, provider, purpose }) }
      },
    }),
}

/** A card whose watch has ended stays as it is, so whoever presses Refresh there gets one of their own. */
async function isLiveHere({ account, migration }: Found, { origin }: Invocation, { store }: Tools): Promise<boolean> {
  const { channel } = origin
  return channel !== undefined && isWatched({ account: account.name, channel, migrationId: migration.id }, store)
}

/** The poller draws the card; the person hears that it was looked at, since nothing may have changed. */
function lookAgain({ account, migration }: Found, { lookNow }: Tools): Reply {
  lookNow(account.name, migration.id)
  return { type: 'message', message: lookedAgain(migration) }
}

/** Only clouds that can be asked to encrypt have anything to confirm. */
async function withAsked(migration: Migration, { provider }: Found, { store }: Tools): Promise<Migration> {
  const { takes } = provider.kinds[migration.kind]?.creation ?? {}
  if (takes?.['options.encrypts'] === undefined || migration.copying?.encrypts) return migration
  return withUnconfirmed(migration, (await requestBehind(migration, store))?.spec.options)
}
