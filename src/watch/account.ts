import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../clock.ts'
import type { Delivery } from '../delivery/outbox.ts'
import { AppError, isAppError } from '../errors.ts'
import { isEnded, isSettled, type Migration } from '../migrations/migration.ts'
import { watchedIds } from '../migrations/ref.ts'
import type { Connection, Provider, Target } from '../providers/provider.ts'
import type { Account, QuietTime, Sighting, Watch, WorkspaceStore } from '../store/store.ts'
import { judge, judgeTrouble, type Reading } from './judge.ts'
import { inLanes } from './lanes.ts'
import { forgetRefusals, heedRefusals, isQuiet, recallQuietTime } from './quiet.ts'
import { isOfOneMigration, troubleAfter } from './trouble.ts'
import { recallAll, type Watched } from './watched.ts'

export type AccountPoll = {
  workspace: string
  account: string
  store: WorkspaceStore
  watches: readonly Watch[]
  /** Migrations to be asked for even if they seem to be at rest. */
  migrationIds: readonly string[]
  /** Somebody waits for it: it is read in a quiet time too. */
  isAsked: boolean
  signal: AbortSignal
}
/** `left alone`: in its quiet time the cloud was asked nothing. */
export type Outcome = { type: 'read' | 'left alone' } | { type: 'failed'; error: AppError }

type Parts = {
  providers: readonly Provider[]
  connect(workspace: string, account: Account): Connection
  delivery: Pick<Delivery, 'nudge' | 'resume'>
  clock: Clock
  log: { warn(details: object, message: string): void; error(details: object, message: string): void }
}

/**
 * Asked for at the same time in one account, so that a hundred ends are not waited for one by one. No cloud says how much
 * it allows; these are few, fewer than the five refusals in a row that lock a key at Huawei, and the first limit ends it.
 */
const migrationsAtOnce = 3
/** A paused or failed migration might be restarted elsewhere between two ticks: it is looked at this often. */
const recheckMs = 15 * 60_000
/** A failed migration can be restarted; after this long nobody will, and the watch ends. */
const keepFailedMs = 7 * 24 * 60 * 60_000

/**
 * Reads one account's watched migrations in as few calls as its cloud allows: everything that moves is listed, and
 * only what left that list is asked for by itself.
 */
export async function readAccount(poll: AccountPoll, parts: Parts): Promise<Outcome> {
  if (poll.watches.length === 0) return { type: 'read' }
  // The cloud is asked first, so that the store is read while it thinks; its failure is heard of below.
  const asked = listActive(poll, parts)
  asked.catch(() => undefined)
  const watched = await recallAll(poll.watches, { ...parts, ...poll })
  parts.delivery.resume(
    poll.workspace,
    watched.map(({ before, ...records }) => ({ ...records, sighting: before })),
  )
  const unread = new Set(watched)
  try {
    const listed = await asked
    if (listed === undefined) return { type: 'left alone' }
    const reading = { ...parts, ...poll, ...listed }
    await heedRefusals(reading, () => observeAll(unread, { ...listed, poll, parts }))
    await forgetRefusals(reading)
    return { type: 'read' }
  } catch (error) {
    if (poll.signal.aborted) return { type: 'read' }
    if (!isAppError(error)) throw error
    await noteTrouble(unread, error, { poll, parts })
    return { type: 'failed', error }
  }
}

type Round = {
  poll: AccountPoll
  parts: Parts
  connection: Connection
  activeById: ReadonlyMap<string, Migration>
  /** Several channels may watch the same migration: it is asked for once. */
  shown: Map<string, Promise<Migration | undefined>>
}

/** Everything that moves, of the kinds that are watched. Undefined in the account's quiet time: nothing is asked. */
async function listActive(poll: AccountPoll, parts: Parts): Promise<Listed | undefined> {
  const opened = await openAccount(poll, parts)
  if (!poll.isAsked && isQuiet(opened, parts.clock.now())) return undefined
  const { signal, watches } = poll
  const kinds = [...new Set(watches.map(({ kind }) => kind))]
  const list = () => opened.connection.listActive({ signal, kinds })
  const active = await heedRefusals({ ...parts, ...poll, ...opened }, list)
  return { ...opened, activeById: new Map(active.map((migration) => [migration.id, migration])) }
}

type Opened = { account: Account; quietTime: QuietTime | undefined; provider: Provider; connection: Connection }
type Listed = Opened & Pick<Round, 'activeById'>

async function openAccount({ store, account: name, workspace }: AccountPoll, parts: Parts): Promise<Opened> {
  const { connect, providers, log } = parts
  const [account, quietTime] = await Promise.all([store.accounts.get(name), recallQuietTime(name, { store, log })])
  if (account === undefined) throw new AppError('account_not_found', { account: name })
  const provider = providers.find((one) => one.name === account.provider)
  if (provider === undefined) throw new AppError('record_unreadable', { collection: 'accounts' })
  return { account, quietTime, provider, connection: connect(workspace, account) }
}

/** Takes what was read out of `unread`. */
async function observeAll(unread: Set<Watched>, { provider, ...known }: Listed & Pick<Round, 'poll' | 'parts'>) {
  const shown = new Map<string, Promise<Migration | undefined>>()
  await inLanes(unread, migrationsAtOnce, async (one) => {
    await observe({ ...one, provider }, { ...known, shown })
    unread.delete(one)
  })
}

/** One migration that can't be read must not keep the others from being followed. */
async function observe(one: Watched & { provider: Provider }, round: Round): Promise<void> {
  const { poll, parts } = round
  const reading: Reading = { ...one, now: parts.clock.now() }
  try {
    const migration = await currentState(one, round)
    if (migration === undefined) return await endWhenOver(one, round)
    await keep(judge(reading, migration), one, round)
  } catch (error) {
    if (!isAppError(error)) throw error
    if (!isOfOneMigration(error)) throw error
    await keep(judgeTrouble(reading, troubleAfter(one.before?.trouble, error, reading.now)), one, round)
    parts.log.warn({ workspace: poll.workspace, watchId: one.watch.id, err: error }, 'Migration could not be read')
  }
}

/** Undefined when there is no need to ask. */
async function currentState({ watch, before }: Watched, round: Round): Promise<Migration | undefined> {
  const ids = watchedIds(watch)
  const active = ids.map((id) => round.activeById.get(id)).find((found) => found !== undefined)
  if (active !== undefined) return active
  const last = before?.migration
  const isAsked = ids.some((id) => round.poll.migrationIds.includes(id))
  if (!isAsked && isAtRest(last, round.parts.clock.now())) return undefined
  for (const id of ids) {
    const seen = await showOnce({ kind: watch.kind, id }, round)
    if (seen !== undefined) return seen
  }
  if (last === undefined) throw new AppError('migration_not_found', { ref: `${watch.account}/${watch.migrationId}` })
  return { ...last, state: 'deleted', nativeState: 'gone', readAt: round.parts.clock.now() }
}

function isAtRest(migration: Migration | undefined, now: number): boolean {
  if (migration === undefined) return false
  const { state, readAt } = migration
  return state === 'succeeded' || state === 'deleted' || (isSettled(state) && now - readAt < recheckMs)
}

function showOnce(target: Target, { shown, connection, poll }: Round): Promise<Migration | undefined> {
  const asked = shown.get(target.id) ?? connection.show(target, { signal: poll.signal })
  shown.set(target.id, asked)
  return asked
}

async function keep(
  sighting: Sighting | undefined,
  { watch }: Watched,
  { poll, parts }: Pick<Round, 'poll' | 'parts'>,
): Promise<void> {
  if (sighting === undefined) return
  // It may have been given up since the tick began, or its migration been given another id and only seem to be gone.
  const current = await poll.store.watches.get(watch.id)
  if (current === undefined || !isDeepStrictEqual(watchedIds(current), watchedIds(watch))) return
  await poll.store.sightings.set(watch.id, sighting)
  parts.delivery.nudge(poll.workspace, watch.id)
}

/** A watch ends with its migration, once everything about it has been delivered. */
async function endWhenOver({ watch, before, receipt }: Watched, { poll, parts }: Round): Promise<void> {
  if (before?.migration === undefined || !isEnded(before.migration.state)) return
  const isDelivered =
    receipt !== undefined && receipt.deliveredSeq >= before.nextSeq - 1 && receipt.cardHash === before.card?.hash
  const isOver = before.migration.state !== 'failed' || parts.clock.now() - before.movedAt > keepFailedMs
  if (!isDelivered || !isOver) return
  await poll.store.watches.delete(watch.id)
  await Promise.all([poll.store.sightings.delete(watch.id), poll.store.receipts.delete(watch.id)])
}

async function noteTrouble(
  watched: Iterable<Watched>,
  error: AppError,
  round: Pick<Round, 'poll' | 'parts'>,
): Promise<void> {
  const { poll, parts } = round
  parts.log.warn({ workspace: poll.workspace, account: poll.account, err: error }, 'Account could not be read')
  const now = parts.clock.now()
  for (const one of watched) {
    const provider = providerOfWatch(one, parts.providers)
    // Nobody would have asked for what is at rest: its figures are not old.
    if (provider === undefined || isAtRest(one.before?.migration, now)) continue
    const trouble = troubleAfter(one.before?.trouble, error, now)
    await keep(judgeTrouble({ ...one, provider, now }, trouble), one, round)
  }
}

/** Known from what was last seen, since the account itself may be what can't be read. */
function providerOfWatch({ before }: Watched, providers: readonly Provider[]): Provider | undefined {
  return providers.find(({ name }) => name === before?.migration?.provider) ?? providers[0]
}
