import { explainEnd } from '../../../catalogue/explain-end.ts'
import { isAppError } from '../../../errors/errors.ts'
import type { Migration } from '../../../migrations/migration.ts'
import { withUnconfirmed } from '../../../migrations/unconfirmed.ts'
import { requestBehind } from '../../../requests/creating/behind.ts'
import { isWatched } from '../../../requests/creating/watch.ts'
import { type Card, migrationCard } from '../../../views/card/card.ts'
import { lookedAgain } from '../../../views/page/watches.ts'
import { withMigration } from '../../find/find.ts'
import { type Found, type Outdated, standingOf } from '../../find/found.ts'
import { namingWords } from '../../find/words.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { respondersTo, thoseInCharge } from '../../responders.ts'
import { listOf } from '../list/words.ts'
import { deadlinesOf } from '../watch/deadline.ts'
import { withMeasured } from './measured.ts'

export const status: Command = {
  verb: 'status',
  aliases: ['show', 'info', 'get', 'find', 'search'],
  needs: 'viewer',
  takes: { most: 1 },
  usage: 'status <id>',
  summary: 'One migration: progress, speed and what you can do',
  examples: ['status 191297407830872', 'status 1912…', 'status prod-hw/191297407830872'],
  notes: ['You can shorten an id as long as only one matches. The name works too, and so does a bucket.'],
  waysOut({ words }, error) {
    const [word] = namingWords(words)
    if (word === undefined || !isAppError(error, 'migration_not_found')) return []
    const command = listOf(word)
    return command === undefined ? [] : [{ label: command, command }]
  },
  run: (invocation, tools) =>
    withMigration(invocation, tools, {
      verb: 'status',
      command: (ref) => `status ${ref}${invocation.flags.share ? ' --share' : ''}`,
      proceed: async (found) =>
        (await lookAgain(found, invocation, tools)) ??
        answer(found, { migration: await withMeasured(found.migration, tools) }, { invocation, tools }),
      lastKnown: async (found, outdated) =>
        (await lookAgain(found, invocation, tools)) ??
        answer(found, { migration: found.migration, outdated }, { invocation, tools }),
    }),
}

type Shown = { migration: Migration; outdated?: Outdated }

async function answer(
  found: Found,
  { migration: read, outdated }: Shown,
  { invocation, tools }: { invocation: Invocation; tools: Tools },
): Promise<Reply> {
  const { provider } = found
  const migration = await withRequested(read, found, tools)
  const deadlines = await deadlinesOf(migration, invocation.origin.channel, tools.store)
  const purpose = invocation.flags.share ? 'shared' : 'reply'
  // An answer for everybody in the channel would notify those whom it names.
  const isAnswer = purpose === 'reply'
  const responders = isAnswer && explainEnd(migration) !== undefined ? await respondersTo(migration, tools) : []
  return {
    type: 'message',
    message: migrationCard({
      migration,
      provider,
      purpose,
      deadlines,
      responders,
      ...(outdated && (await standing(outdated, isAnswer ? migration.account : undefined, tools))),
    }),
  }
}

/** Why the figures are old and, in an answer to one person, who can fix that. */
async function standing(outdated: Outdated, account: string | undefined, tools: Tools): Promise<Partial<Card>> {
  const { trouble, ...rest } = standingOf(outdated)
  const owners = account === undefined ? [] : await thoseInCharge(account, tools)
  return { ...rest, ...(trouble && { trouble: { ...trouble, owners } }) }
}

/**
 * Asks the poller to update the live card that somebody pressed Refresh on. Tells the person that Ferry looks, since the
 * card may not change. Undefined if they did not press it on a live card.
 */
async function lookAgain(found: Found, invocation: Invocation, tools: Tools): Promise<Reply | undefined> {
  if (!invocation.flags.live || !(await isLiveHere(found, invocation, tools))) return undefined
  tools.lookNow(found.account.name, found.migration.id)
  return { type: 'message', message: lookedAgain(found.migration) }
}

/**
 * Whether this channel watches the migration. A card whose watch has ended is not updated any more, so pressing Refresh
 * there sends a card of one's own.
 */
async function isLiveHere({ account, migration }: Found, { origin }: Invocation, { store }: Tools): Promise<boolean> {
  const { channel } = origin
  return channel !== undefined && isWatched({ account: account.name, channel, migrationId: migration.id }, store)
}

/** Adds what was requested about encryption, if the provider can encrypt and has not confirmed it. */
async function withRequested(migration: Migration, { provider }: Found, { store }: Tools): Promise<Migration> {
  const { takes } = provider.kinds[migration.kind]?.can.creation ?? {}
  if (takes?.['options.encrypts'] === undefined || migration.copying?.encrypts) return migration
  return withUnconfirmed(migration, (await requestBehind(migration, store))?.spec.options)
}
