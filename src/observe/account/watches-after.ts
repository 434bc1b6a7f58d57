import { isAppError } from '../../errors/errors.ts'
import type { AccountFleet } from '../../fleet/account-fleet.ts'
import type { Folded } from '../../fleet/judge/known.ts'
import { renamesIn } from '../../fleet/judge/renamed.ts'
import { wakened } from '../../fleet/judge/resting.ts'
import { neededWatches } from '../../fleet/sets.ts'
import { isFollowing } from '../../fleet/watches.ts'
import { fleetOfWatch, type WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import type { Log } from '../../log.ts'
import type { Migration } from '../../migrations/migration.ts'
import { refOf, watchedIds, watchIdOf } from '../../migrations/typed/ref.ts'
import type { Event, Watch, WorkspaceStore } from '../../store/store.ts'

/** Result of a round: the new knowledge of migrations, and the watches that change with it. It is one write. */
export type Outcome = { folded: readonly Folded[]; watches: readonly Watch[] }

type Parts = {
  store: Pick<WorkspaceStore, 'audit' | 'requests' | 'watches'>
  fleet: WorkspaceFleet
  /** Whether Slack shows a card of this thread in a channel. */
  hasCard(channel: string, threadId: string): boolean
  now: number
  log: Log<'warn'>
}

/**
 * Finds the watches that change with what a round has read: those of migrations that were renamed or that are back,
 * those that subscriptions need, and those of channels that were told wrongly how a migration ended. If these channels
 * can't be found, their corrections wait for the next round.
 */
export async function withWatches(read: readonly Folded[], own: AccountFleet, parts: Parts): Promise<Outcome> {
  const again = await watchesAgain(read.flatMap(correctedIn), parts)
  const folded = again === undefined ? read.filter((one) => correctedIn(one).length === 0) : read
  const needed = neededWatches(own, { ...parts, folded })
  return { folded, watches: [...(await renamedOrBack(folded, own, parts)), ...(again ?? []), ...needed] }
}

async function renamedOrBack(
  folded: readonly Folded[],
  own: AccountFleet,
  { store, fleet, now }: Parts,
): Promise<Watch[]> {
  const titles = renamesIn(folded)
  const isRenamed = (watch: Watch) =>
    watch.account === own.account && newTitle(watch, titles) !== undefined && fleetOfWatch(fleet, watch)?.fleet === own
  const renamed = titles.size === 0 ? [] : [...fleet.watches.values()].filter(isRenamed)
  const { account, identity } = own
  const back = new Set(wakened(fleet, { account, identity, folded, now }).map(({ id }) => id))
  const ids = new Set([...renamed.map(({ id }) => id), ...back])
  if (ids.size === 0) return []
  // A command may have changed a watch a moment ago.
  const { items } = await store.watches.getMany([...ids])
  return [...items.values()].map((watch) => {
    const { goneAt: _, ...going } = watch
    return underNewTitle(back.has(watch.id) ? going : watch, { titles, fleet, now })
  })
}

/** The title that a watched migration has got. None if a command gave it to the watch before. */
function newTitle(watch: Watch, titles: ReadonlyMap<string, string>): string | undefined {
  const ids = watchedIds(watch)
  const title = ids.flatMap((id) => titles.get(id) ?? [])[0]
  return title === undefined || ids.includes(title) ? undefined : title
}

/** A watch whose migration was renamed. It ends if its channel follows the migration under the new title already. */
function underNewTitle(
  watch: Watch,
  { titles, fleet, now }: { titles: ReadonlyMap<string, string>; fleet: WorkspaceFleet; now: number },
): Watch {
  const title = newTitle(watch, titles)
  if (title === undefined) return watch
  const { nextMigrationId: _, ...kept } = watch
  const renamed = { ...kept, migrationId: title }
  const other = fleet.watches
    .in(watch.channel)
    .find((one) => one.id !== watch.id && one.account === watch.account && watchedIds(one).includes(title))
  if (other === undefined || !isFollowing(watch)) return renamed
  return { ...renamed, ended: { by: other.createdBy, at: now } }
}

/** A channel that followed a migration, and on whose behalf. */
type Told = Pick<Watch, 'channel' | 'createdBy' | 'takesOver'>
type Corrected = { migration: Migration; identity: string; event: Event; firstSeenAt: number }

function correctedIn({ known: { migration, identity, firstSeenAt }, events }: Folded): Corrected[] {
  const event = events.find(({ details }) => details.type === 'corrected')
  return event === undefined ? [] : [{ migration, identity, event, firstSeenAt }]
}

/**
 * The watches to be taken up again: those of channels that were told a wrong end and do not follow the migration any
 * more. The audit and the requests tell which channels these are. Undefined if they can't be read.
 */
async function watchesAgain(corrected: readonly Corrected[], parts: Parts): Promise<Watch[] | undefined> {
  if (corrected.length === 0) return []
  try {
    const told = await channelsTold(corrected, parts)
    const watches = corrected.flatMap((one) => (told.get(refOf(one.migration)) ?? []).map((by) => watchFor(one, by)))
    return watches.filter((watch) => !isKnownTo(watch, parts))
  } catch (error) {
    if (!isAppError(error)) throw error
    parts.log.warn({ err: error }, 'The channels of wrongly told ends could not be found, so their corrections wait')
    return undefined
  }
}

/** A watch that hears the correction and nothing from before. It ends like any other of a migration that is over. */
function watchFor({ migration, identity, event }: Corrected, told: Told): Watch {
  const { account, kind, id: migrationId } = migration
  const id = `${watchIdOf(migration, told.channel)}#${event.seq}`
  return { id, account, kind, migrationId, identity, createdAt: event.seq, ...told }
}

/** Whether a channel has a watch of the migration, also one that somebody ended. */
function isKnownTo({ account, migrationId, channel }: Watch, { fleet }: Parts): boolean {
  return [...fleet.watches.values()].some(
    (watch) => watch.account === account && watch.channel === channel && watchedIds(watch).includes(migrationId),
  )
}

/** The channels that followed each of these migrations to its end, by reference. */
async function channelsTold(
  corrected: readonly Corrected[],
  { store, hasCard }: Parts,
): Promise<ReadonlyMap<string, readonly Told[]>> {
  const followed = await watchedByAudit(corrected, store)
  const { items } = await store.requests.list()
  return new Map(
    corrected.map(({ migration }) => {
      const ref = refOf(migration)
      const own = followed.get(ref) ?? new Map<string, Told | 'unfollowed'>()
      const requested = items.filter(({ request: { spec, status } }) => {
        const isMade = status.type === 'created' && status.migrationId === migration.id
        return isMade && spec.account === migration.account && spec.kind === migration.kind
      })
      const cards = requested
        .map(({ request: { id: requestId, requestedBy: createdBy }, posting: { channel } }): Told => {
          return { channel, createdBy, ...(hasCard(channel, requestId) && { takesOver: requestId }) }
        })
        .filter(({ channel }) => own.get(channel) !== 'unfollowed')
      const others = [...own.values()].filter((one) => one !== 'unfollowed')
      return [ref, [...cards, ...others.filter(({ channel }) => cards.every((card) => card.channel !== channel))]]
    }),
  )
}

/** Ferry may have been asked to follow a migration shortly before it first read it, in milliseconds. */
const beforeFirstSeenMs = 24 * 60 * 60_000

/** Who followed which migration in which channel, as the audit has it. What was done last counts. */
async function watchedByAudit(
  corrected: readonly Corrected[],
  { audit }: Pick<WorkspaceStore, 'audit'>,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Told | 'unfollowed'>>> {
  const since = Math.min(...corrected.map(({ firstSeenAt }) => firstSeenAt)) - beforeFirstSeenMs
  const refs = new Set(corrected.map(({ migration }) => refOf(migration)))
  const followed = new Map<string, Map<string, Told | 'unfollowed'>>()
  for await (const { at, verb, outcome, subject = '', detail = '', user } of audit.newestFirst()) {
    if (at < since) break
    const channel = /^in (\w+)$/.exec(detail)?.[1]
    if (outcome !== 'done' || channel === undefined || !refs.has(subject)) continue
    const own = followed.get(subject) ?? new Map<string, Told | 'unfollowed'>()
    followed.set(subject, own)
    if (own.has(channel)) continue
    if (verb === 'watch') own.set(channel, { channel, createdBy: user })
    else if (verb === 'unwatch') own.set(channel, 'unfollowed')
  }
  return followed
}
