import { isAppError } from '../../errors/errors.ts'
import type { Folded } from '../../fleet/judge/known.ts'
import type { WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import type { Migration } from '../../migrations/migration.ts'
import { refOf, watchedIds, watchIdOf } from '../../migrations/typed/ref.ts'
import type { Event, Watch, WorkspaceStore } from '../../store/store.ts'
import type { RoundResult } from './read-account.ts'

export type ToldBeforeParts = {
  store: Pick<WorkspaceStore, 'audit' | 'requests'>
  fleet: Pick<WorkspaceFleet, 'watches'>
  /** Whether Slack shows a card of this thread in a channel. */
  hasCard(channel: string, threadId: string): boolean
  log: { warn(details: object, message: string): void }
}

/** A channel that followed a migration, and on whose behalf. */
type Told = Pick<Watch, 'channel' | 'createdBy' | 'takesOver'>
type Corrected = { migration: Migration; identity: string; event: Event; firstSeenAt: number }

/**
 * Adds the watches that have to be taken up again: those of channels that were told wrongly how a migration ended, and
 * that do not follow it any more. The audit and the requests tell which channels these are. If they can't be read, the
 * corrections wait for the next round.
 */
export async function withToldBefore(
  result: RoundResult,
  parts: ToldBeforeParts,
): Promise<{ result: RoundResult; watches: readonly Watch[] }> {
  const corrected = result.folded.flatMap(correctedIn)
  if (corrected.length === 0) return { result, watches: [] }
  try {
    const told = await channelsTold(corrected, parts)
    const watches = corrected.flatMap((one) => (told.get(refOf(one.migration)) ?? []).map((by) => watchFor(one, by)))
    return { result, watches: watches.filter((watch) => !isKnownTo(watch, parts)) }
  } catch (error) {
    if (!isAppError(error)) throw error
    parts.log.warn({ err: error }, 'The channels of wrongly told ends could not be found, so their corrections wait')
    const others = result.folded.filter((folded) => correctedIn(folded).length === 0)
    return { result: { ...result, folded: others }, watches: [] }
  }
}

function correctedIn({ known: { migration, identity, firstSeenAt }, events }: Folded): Corrected[] {
  const event = events.find(({ details }) => details.type === 'corrected')
  return event === undefined ? [] : [{ migration, identity, event, firstSeenAt }]
}

/** A watch that hears the correction and nothing from before. It ends like any other of a migration that is over. */
function watchFor({ migration, identity, event }: Corrected, told: Told): Watch {
  const { account, kind, id: migrationId } = migration
  const id = `${watchIdOf(migration, told.channel)}#${event.seq}`
  return { id, account, kind, migrationId, identity, createdAt: event.seq, ...told }
}

/** Whether a channel has a watch of the migration, also one that somebody ended. */
function isKnownTo({ account, migrationId, channel }: Watch, { fleet }: ToldBeforeParts): boolean {
  return [...fleet.watches.values()].some(
    (watch) => watch.account === account && watch.channel === channel && watchedIds(watch).includes(migrationId),
  )
}

/** The channels that followed each of these migrations to its end, by reference. */
async function channelsTold(
  corrected: readonly Corrected[],
  parts: ToldBeforeParts,
): Promise<ReadonlyMap<string, readonly Told[]>> {
  const followed = await watchedByAudit(corrected, parts)
  const requested = await cardsOfRequests(corrected, parts)
  return new Map(
    corrected.map(({ migration }) => {
      const ref = refOf(migration)
      const own = followed.get(ref) ?? new Map<string, Told | 'unfollowed'>()
      const cards = (requested.get(ref) ?? []).filter(({ channel }) => own.get(channel) !== 'unfollowed')
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
  { store }: ToldBeforeParts,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Told | 'unfollowed'>>> {
  const since = Math.min(...corrected.map(({ firstSeenAt }) => firstSeenAt)) - beforeFirstSeenMs
  const refs = new Set(corrected.map(({ migration }) => refOf(migration)))
  const followed = new Map<string, Map<string, Told | 'unfollowed'>>()
  for await (const { at, verb, outcome, subject = '', detail = '', user } of store.audit.newestFirst()) {
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

/** The channels with cards of the requests that became these migrations. */
async function cardsOfRequests(
  corrected: readonly Corrected[],
  { store, hasCard }: ToldBeforeParts,
): Promise<ReadonlyMap<string, readonly Told[]>> {
  const { items } = await store.requests.list()
  return new Map(
    corrected.map(({ migration }) => {
      const { account, kind, id } = migration
      const own = items.filter(({ request: { spec, status } }) => {
        const isMade = status.type === 'created' && status.migrationId === id
        return isMade && spec.account === account && spec.kind === kind
      })
      const told = own.map(({ request: { id: requestId, requestedBy: createdBy }, posting: { channel } }): Told => {
        return { channel, createdBy, ...(hasCard(channel, requestId) && { takesOver: requestId }) }
      })
      return [refOf(migration), told]
    }),
  )
}
