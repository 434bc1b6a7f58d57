import { createSingleFlight } from '../async/single-flight.ts'
import { AppError, isAppError } from '../errors/errors.ts'
import type { AccountFleet } from '../fleet/account-fleet.ts'
import { isQuiet } from '../fleet/health.ts'
import { projectOf, siteOf } from '../fleet/judge/identity.ts'
import { adoptUnknown } from '../fleet/persist.ts'
import { fleetOf, fleetOfWatch } from '../fleet/workspace-fleet.ts'
import { watchedIds } from '../migrations/typed/ref.ts'
import type { Connection, Provider } from '../providers/provider.ts'
import type { Account, Watch } from '../store/store.ts'
import { adoptFormer } from './account/adopting.ts'
import { followedBy, numberAfterFollowing } from './account/followed.ts'
import { type RoundResult, readAccount } from './account/read-account.ts'
import { withToldBefore } from './account/told-before.ts'
import { withActors } from './acts.ts'
import { changedWatches } from './changed-watches.ts'
import { createLooks } from './looks.ts'
import { noteFailure, noteSuccess } from './note-health.ts'
import type { ObserverParts, ReadOutcome } from './parts.ts'
import { storeRound } from './store-round.ts'

/** Observes the accounts of one workspace, for the replica that leads it. */
export type Observer = {
  /** Reads an account once. What is asked for while it runs is read right afterwards. Never rejects. */
  read(account: string, asked?: Asked): Promise<ReadOutcome>
  /**
   * Looks at all that moves in an account, unless Ferry leaves the account alone. Lists an
   * account further that was never listed to its end. Never rejects.
   */
  look(account: string): Promise<void>
  /** Names of the accounts to be read in a round. */
  accounts(): Promise<string[]>
  /** Waits until nothing is being read. */
  idle(): Promise<void>
}

/** What somebody waits for. Without an id, the account. It is read although the account is left alone otherwise. */
export type Asked = { ids: readonly string[] }
/** `isLook`: all that moves is wanted, but not while the account is left alone. */
type Wanted = Asked & { isLook?: boolean }
/** A reading that takes longer is cut off, in milliseconds. */
const longestReadMs = 50_000

export function createObserver(parts: ObserverParts): Observer {
  const wanted = new Map<string, Set<string>>()
  const readings = createSingleFlight<ReadOutcome>((account) => {
    const more = wanted.get(account)
    wanted.delete(account)
    if (more !== undefined && !parts.signal.aborted) void read(account, { ids: [...more] })
  })

  function read(account: string, asked?: Asked): Promise<ReadOutcome> {
    if (asked !== undefined && readings.current(account) !== undefined) {
      wanted.set(account, new Set([...(wanted.get(account) ?? []), ...asked.ids]))
    }
    return readings.run(account, () => readSafely(parts, account, asked))
  }

  async function readMoving(account: string): Promise<ReadOutcome> {
    for (let own = readings.current(account); own !== undefined; own = readings.current(account)) await own
    return readings.run(account, () => readSafely(parts, account, { ids: [], isLook: true }))
  }

  return {
    read,
    look: createLooks({ ...parts, read: readMoving }),
    async accounts() {
      const { items, unreadable } = await parts.store.accounts.list()
      return [...new Set([...items.map(({ name }) => name), ...unreadable, ...parts.fleet.watches.accounts()])]
    },
    idle: readings.idle,
  }
}

/** Reads an account. What goes wrong while that is stored is logged: the next round comes to the same result. */
async function readSafely(parts: ObserverParts, name: string, asked: Wanted | undefined): Promise<ReadOutcome> {
  try {
    return await readOnce(parts, name, asked)
  } catch (error) {
    const { log, workspace, signal } = parts
    if (!signal.aborted) log.error({ workspace, account: name, err: error }, 'An account could not be observed')
    return 'failed'
  }
}

async function readOnce(parts: ObserverParts, name: string, asked: Wanted | undefined): Promise<ReadOutcome> {
  if (parts.signal.aborted) return 'left alone'
  const { fleet } = parts
  const opened = await open(parts, name).catch((error: unknown) => ({ error }))
  if ('error' in opened) return noteFailure(parts, { name, createdAt: 0 }, opened.error)
  const { account } = opened
  const isSpared = asked === undefined || asked.isLook
  if (isSpared && isQuiet(fleet.health.get(name), account, parts.clock.now())) return 'left alone'
  try {
    await readOpened(parts, { ...opened, asked })
    return 'read'
  } catch (error) {
    if (parts.signal.aborted) return 'read'
    if (!isAppError(error)) throw error
    return noteFailure(parts, account, error)
  }
}

type Opened = { account: Account; provider: Provider; connection: Connection; fleet: AccountFleet }

async function open({ store, fence, providers, connect, fleet }: ObserverParts, name: string): Promise<Opened> {
  const account = await store.accounts.get(name)
  if (account === undefined) throw new AppError('account_not_found', { account: name, known: '' })
  const provider = providers.find((one) => one.name === account.provider)
  if (provider === undefined) throw new AppError('record_unreadable', { collection: 'accounts' })
  const identity = projectOf(account, provider)
  await adoptUnknown(fleet, { account: name, identity }, { store, fence })
  const own = fleetOf(fleet, name, identity)
  const site = siteOf(account, provider)
  if (site !== undefined) own.site = site
  return { account, provider, connection: connect(account), fleet: own }
}

async function readOpened(parts: ObserverParts, { asked, ...opened }: Opened & { asked: Wanted | undefined }) {
  const { account, provider, connection, fleet } = opened
  const watches = watchesOf(parts, fleet)
  numberAfterFollowing(watches, parts.fleet)
  const cutOff = new AbortController()
  const over = new AbortController()
  void parts.clock.sleep(longestReadMs, over.signal).then(() => cutOff.abort())
  try {
    const read = await readAccount({
      fleet,
      provider,
      connection,
      followed: followedBy(watches, parts.fleet, parts.clock.now()),
      asked: new Set(asked?.ids),
      isLook: asked?.isLook ?? false,
      now: parts.clock.now,
      signal: AbortSignal.any([parts.signal, cutOff.signal]),
      warn: (details, message) => parts.log.warn({ account: account.name, ...details }, message),
    })
    const corrected = await withToldBefore(await withActors(read, { ...parts, now: parts.clock.now() }), parts)
    const { result } = corrected
    const changed = await changedWatches(fleet, { ...parts, result, now: parts.clock.now() })
    const told = () => toldOf(parts, account.name)
    await storeRound({ ...parts, account: fleet, result, watches: [...changed, ...corrected.watches], told })
    announce(parts, { result, watches: watchesOf(parts, fleet) })
    const adopted = await adoptFormer(fleet, { ...parts, now: parts.clock.now() })
    if (adopted.length > 0) parts.onChange(adopted, true)
    if (result.error !== undefined) throw result.error
    await noteSuccess(parts, account, { fleet, result })
  } finally {
    over.abort()
  }
}

/** Watches whose migrations are in this project. */
function watchesOf({ fleet }: ObserverParts, own: AccountFleet): Watch[] {
  return fleet.watches.of(own.account).filter((watch) => {
    const found = fleetOfWatch(fleet, watch)?.fleet
    return found === undefined ? (watch.identity ?? own.identity) === own.identity : found === own
  })
}

function toldOf({ fleet, toldUntil }: ObserverParts, account: string): ReadonlyMap<string, number> {
  const told = new Map<string, number>()
  for (const watch of fleet.watches.of(account)) {
    for (const id of watchedIds(watch)) told.set(id, Math.min(told.get(id) ?? Infinity, toldUntil(watch)))
  }
  return told
}

function announce(
  { onChange }: ObserverParts,
  { result, watches }: { result: RoundResult; watches: readonly Watch[] },
): void {
  const moved = new Map(
    result.folded.flatMap(({ known, ...folded }) => (folded.isChanged ? [[known.migration.id, folded]] : [])),
  )
  if (moved.size === 0) return
  const told = watches.flatMap((watch) => {
    const folded = watchedIds(watch).flatMap((id) => moved.get(id) ?? [])[0]
    return folded === undefined ? [] : [{ watch, isUrgent: folded.isMeaning }]
  })
  for (const isUrgent of [true, false]) {
    const those = told.filter((one) => one.isUrgent === isUrgent).map(({ watch }) => watch)
    if (those.length > 0) onChange(those, isUrgent)
  }
}
