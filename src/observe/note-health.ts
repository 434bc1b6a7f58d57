import { AppError, isAppError } from '../errors/errors.ts'
import type { AccountFleet } from '../fleet/account-fleet.ts'
import { afterFailure, afterSuccess, isSameHealth } from '../fleet/health.ts'
import { accountNoticeAfter, type Blind, opensNotice } from '../fleet/notice.ts'
import { isNotEnded } from '../fleet/sets.ts'
import { isSameTrouble } from '../fleet/trouble.ts'
import { fleetOfWatch } from '../fleet/workspace-fleet.ts'
import { isEnded } from '../migrations/migration.ts'
import { watchedIds } from '../migrations/typed/ref.ts'
import type { Account, AccountHealth, Watch } from '../store/store.ts'
import { mayBeProved } from './account/adopting.ts'
import type { Judged } from './account/judge.ts'
import type { ObserverParts, ReadOutcome } from './parts.ts'

/** Notes that an account was read, and what is wrong with it all the same. */
export async function noteSuccess(
  parts: ObserverParts,
  account: Account,
  { own, judged }: { own: AccountFleet; judged: Judged },
): Promise<void> {
  const { fleet, clock } = parts
  own.provenFor = account.createdAt
  own.readAt = clock.now()
  const before = fleet.health.get(account.name)
  const problem = problemOf(parts, own, judged)
  if (problem?.isOpen === true) return
  if (problem === undefined) return changeHealth(parts, account, { after: afterSuccess(before, account), blind: {} })
  const after = afterFailure(before, problem.error, { account, now: clock.now() })
  await changeHealth(parts, account, { after, blind: blindOf(parts, problem.blind) })
}

/** Problem of an account that answers, and the watches that Ferry can't follow because of it. */
function problemOf(
  { fleet, clock }: ObserverParts,
  own: AccountFleet,
  { areManyMissing, missing }: Judged,
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

/** Notes that an account could not be read. Throws what is no account's affair. */
export async function noteFailure(parts: ObserverParts, account: Known, error: unknown): Promise<ReadOutcome> {
  if (!isAppError(error) || error.code === 'lease_lost') throw error
  const { fleet, clock, log, workspace } = parts
  log.warn({ workspace, account: account.name, err: error }, 'An account could not be read')
  if (error.code === 'store_unavailable') return 'failed'
  const after = afterFailure(fleet.health.get(account.name), error, { account, now: clock.now() })
  await changeHealth(parts, account, { after, blind: blindWhileUnread(parts, account.name) })
  return isAppError(error, 'provider_denied', 'provider_throttled') ? 'refused' : 'failed'
}

/** The account's name and origin, known even if its record can't be read. */
type Known = Pick<Account, 'name' | 'createdAt'> & { createdBy?: string }

/** Stores how an account answers now, with the notice that follows, in one write; then has it told. */
async function changeHealth(
  parts: ObserverParts,
  { name, createdBy: owner }: Known,
  { after, blind }: { after: AccountHealth | undefined; blind: Blind },
): Promise<void> {
  const { fleet, clock, onChange, onNotice, ownersOf } = parts
  const before = fleet.health.get(name)
  const watches = fleet.watches.of(name)
  const now = clock.now()
  const called = after && opensNotice(after, { blind, now }) ? await ownersOf(name) : undefined
  const notice = after && accountNoticeAfter(after, { blind, owner, called, now })
  const next = after && (notice === undefined ? after : { ...after, notice })
  if (!isSameHealth(before, next)) await storeHealth(parts, name, next)
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

/** Everything that is not followed of an account. A channel that follows a set of it would miss what is new, too. */
function blindWhileUnread(parts: ObserverParts, account: string): Blind {
  const { watches, subscriptions } = parts.fleet
  const sets = [...subscriptions.values()].filter((one) => isNotEnded(one) && (one.of.account ?? account) === account)
  const none = Object.fromEntries(sets.map(({ channel }) => [channel, 0]))
  return { ...none, ...blindOf(parts, watches.of(account)) }
}

/** Stores how an account answers. What one machine's wrong clock causes is its own affair and is not stored. */
async function storeHealth(
  { store, fence, fleet }: ObserverParts,
  name: string,
  health: AccountHealth | undefined,
): Promise<void> {
  if (health?.trouble?.code !== 'clock_wrong') {
    await store.commit([health === undefined ? store.health.dropping(name) : store.health.putting(name, health)], fence)
  }
  if (health === undefined) fleet.health.delete(name)
  else fleet.health.set(name, health)
}
