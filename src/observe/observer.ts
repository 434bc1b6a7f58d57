import type { Clock } from '../async/clock.ts'
import { createSingleFlight } from '../async/single-flight.ts'
import { AppError, isAppError } from '../errors/errors.ts'
import type { AccountFleet } from '../fleet/account-fleet.ts'
import { afterFailure, afterSuccess, isQuiet, isSameHealth } from '../fleet/health.ts'
import { projectOf, siteOf } from '../fleet/judge/identity.ts'
import { type Blind, noticeAfter } from '../fleet/notice.ts'
import { adoptUnknown } from '../fleet/persist.ts'
import { isSameTrouble } from '../fleet/trouble.ts'
import { fleetOf, fleetOfWatch, type WorkspaceFleet } from '../fleet/workspace-fleet.ts'
import { isEnded } from '../migrations/migration.ts'
import { watchedIds } from '../migrations/typed/ref.ts'
import type { Connection, Provider } from '../providers/provider.ts'
import type { Account, AccountHealth, Claim, Watch, WorkspaceStore } from '../store/store.ts'
import { adoptFormer, mayBeProved } from './account/adopting.ts'
import { followedBy, numberAfterFollowing } from './account/followed.ts'
import { type RoundResult, readAccount } from './account/read-account.ts'
import { withToldBefore } from './account/told-before.ts'
import { withActors } from './acts.ts'
import { changedWatches } from './changed-watches.ts'
import { storeHealth, storeRound } from './store-round.ts'

/** Observes the accounts of one workspace, for the replica that leads it. */
export type Observer = {
  /** Reads an account once. What is asked for while it runs is read right afterwards. Never rejects. */
  read(account: string, asked?: Asked): Promise<ReadOutcome>
  /** Names of the accounts to be read in a round. */
  accounts(): Promise<string[]>
  /** Waits until nothing is being read. */
  idle(): Promise<void>
}

/** What somebody waits for. Without an id, the account. It is read although the account is left alone otherwise. */
export type Asked = { ids: readonly string[] }
/** `left alone`: the cloud was asked nothing, because it refused the account not long ago. */
export type ReadOutcome = 'read' | 'left alone' | 'failed'

export type ObserverParts = {
  workspace: string
  store: WorkspaceStore
  /** What the store asks for with every write of the fleet. */
  fence: Claim
  fleet: WorkspaceFleet
  providers: readonly Provider[]
  connect(account: Account): Connection
  /** Number of the last event that the channel of a watch was told. */
  toldUntil(watch: Watch): number
  /** Whether Slack shows a card of this thread in a channel. */
  hasCard(channel: string, threadId: string): boolean
  /** Called with the watches whose cards or events may have changed. `isUrgent`: something of meaning has. */
  onChange(watches: readonly Watch[], isUrgent: boolean): void
  /** Called when channels have to hear of an account. */
  onNotice(): void
  clock: Clock
  signal: AbortSignal
  log: { warn(details: object, message: string): void; error(details: object, message: string): void }
}

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

  return {
    read,
    async accounts() {
      const { items, unreadable } = await parts.store.accounts.list()
      return [...new Set([...items.map(({ name }) => name), ...unreadable, ...parts.fleet.watches.accounts()])]
    },
    idle: readings.idle,
  }
}

/** Reads an account. What goes wrong while that is stored is logged: the next round comes to the same result. */
async function readSafely(parts: ObserverParts, name: string, asked: Asked | undefined): Promise<ReadOutcome> {
  try {
    return await readOnce(parts, name, asked)
  } catch (error) {
    const { log, workspace, signal } = parts
    if (!signal.aborted) log.error({ workspace, account: name, err: error }, 'An account could not be observed')
    return 'failed'
  }
}

async function readOnce(parts: ObserverParts, name: string, asked: Asked | undefined): Promise<ReadOutcome> {
  if (parts.signal.aborted) return 'left alone'
  const { fleet } = parts
  const opened = await open(parts, name).catch((error: unknown) => ({ error }))
  if ('error' in opened) return noteFailure(parts, { name, createdAt: 0 }, opened.error)
  const { account } = opened
  if (asked === undefined && isQuiet(fleet.health.get(name), account, parts.clock.now())) return 'left alone'
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

async function readOpened(parts: ObserverParts, { asked, ...opened }: Opened & { asked: Asked | undefined }) {
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

async function noteSuccess(
  parts: ObserverParts,
  account: Account,
  { fleet: own, result }: { fleet: AccountFleet; result: RoundResult },
): Promise<void> {
  const { fleet, clock } = parts
  const before = fleet.health.get(account.name)
  const problem = problemOf(parts, own, result)
  if (problem?.isOpen === true) return
  if (problem === undefined) return changeHealth(parts, account, { after: afterSuccess(before, account), blind: [] })
  const after = afterFailure(before, problem.error, { account, now: clock.now() })
  await changeHealth(parts, account, { after, blind: problem.blind })
}

/** What is wrong with an account that answers, and the watches that Ferry can't follow because of it. */
function problemOf(
  { fleet, clock }: ObserverParts,
  own: AccountFleet,
  { areManyMissing, missing }: RoundResult,
): { error: AppError; blind: readonly Watch[]; isOpen?: boolean } | undefined {
  const { account, identity } = own
  const watches = fleet.watches.of(account)
  if (areManyMissing) {
    const lost = new Set(missing)
    const blind = watches.filter((watch) => watchedIds(watch).some((id) => lost.has(id)))
    return { error: new AppError('many_missing', { account, count: missing.length }), blind }
  }
  const elsewhere = watches.filter((watch) => {
    const found = fleetOfWatch(fleet, watch)
    const project = found?.fleet.identity ?? watch.identity ?? identity
    return project !== identity && !(found !== undefined && isEnded(found.known.migration.state))
  })
  if (elsewhere.length === 0) return undefined
  const error = new AppError('account_elsewhere', { account, count: elsewhere.length })
  return { error, blind: elsewhere, isOpen: mayBeProved(own, clock.now()) }
}

async function noteFailure(parts: ObserverParts, account: Known, error: unknown): Promise<ReadOutcome> {
  if (!isAppError(error) || error.code === 'lease_lost') throw error
  const { fleet, clock, log, workspace } = parts
  log.warn({ workspace, account: account.name, err: error }, 'An account could not be read')
  if (error.code === 'store_unavailable') return 'failed'
  const after = afterFailure(fleet.health.get(account.name), error, { account, now: clock.now() })
  await changeHealth(parts, account, { after, blind: fleet.watches.of(account.name) })
  return 'failed'
}

/** What is known of an account even if its record can't be read. */
type Known = Pick<Account, 'name' | 'createdAt'> & { createdBy?: string }

/** Stores how an account answers now, with the notice that follows, in one write; then has it told. */
async function changeHealth(
  parts: ObserverParts,
  { name, createdBy: owner }: Known,
  { after, blind }: { after: AccountHealth | undefined; blind: readonly Watch[] },
): Promise<void> {
  const { fleet, clock, onChange, onNotice } = parts
  const before = fleet.health.get(name)
  const watches = fleet.watches.of(name)
  const notice = after && noticeAfter(after, { blind: blindOf(parts, blind), owner, now: clock.now() })
  const next = after && (notice === undefined ? after : { ...after, notice })
  if (!isSameHealth(before, next)) await storeHealth({ ...parts, name, health: next })
  else if (next !== undefined) fleet.health.set(name, next)
  if (!isSameTrouble(before?.trouble, next?.trouble) || isShownAnew(before, next)) onChange(watches, true)
  if (next?.notice !== undefined && next.notice !== before?.notice) onNotice()
}

function isShownAnew(before: AccountHealth | undefined, after: AccountHealth | undefined): boolean {
  return before?.trouble?.failures !== after?.trouble?.failures && (after?.trouble?.failures ?? 0) <= mostCounted
}

/** Failures up to which one more may change what a card says. */
const mostCounted = 3

/** Watches that are not followed while the account cannot be read, by channel. What has ended is not missed. */
function blindOf({ fleet }: ObserverParts, watches: readonly Watch[]): Blind {
  const blind: Record<string, number> = {}
  for (const watch of watches) {
    const known = fleetOfWatch(fleet, watch)?.known
    if (known !== undefined && isEnded(known.migration.state)) continue
    blind[watch.channel] = (blind[watch.channel] ?? 0) + 1
  }
  return blind
}
