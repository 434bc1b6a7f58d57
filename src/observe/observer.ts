import { cutOffAfter } from '../async/in-time.ts'
import { createSingleFlight } from '../async/single-flight.ts'
import { withActors } from '../fleet/actors.ts'
import { isProven, isQuiet } from '../fleet/health.ts'
import type { Folded } from '../fleet/judge/known.ts'
import { isSubscribedTo } from '../fleet/sets.ts'
import { watchesIn } from '../fleet/workspace-fleet.ts'
import { watchedIds } from '../migrations/typed/ref.ts'
import type { Account, Watch } from '../store/store.ts'
import { adoptFormer } from './account/adopting.ts'
import { ask } from './account/ask.ts'
import { followedIn } from './account/due.ts'
import { judge } from './account/judge.ts'
import { type Opened, openAccount } from './account/opened.ts'
import { planRound } from './account/plan.ts'
import { createSorting, leftAfter } from './account/said.ts'
import { storeRound } from './account/store-round.ts'
import { withWatches } from './account/watches-after.ts'
import { createLooks } from './looks.ts'
import { noteFailure, noteSuccess } from './note-health.ts'
import type { ObserverParts, ReadOutcome } from './parts.ts'

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

/**
 * A reading that somebody waits for. Without an id, the account. It is read although the account is left alone
 * otherwise.
 */
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
    return readings.run(account, () => readSafely(account, asked, parts))
  }

  async function readMoving(account: string): Promise<ReadOutcome> {
    for (let own = readings.current(account); own !== undefined; own = readings.current(account)) await own
    return readings.run(account, () => readSafely(account, { ids: [], isLook: true }, parts))
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

/**
 * Reads an account unless it is left alone. What goes wrong while that is stored is logged: the next round does the
 * same.
 */
async function readSafely(name: string, asked: Wanted | undefined, parts: ObserverParts): Promise<ReadOutcome> {
  const { fleet, clock, signal, log, workspace } = parts
  let account: Pick<Account, 'name' | 'createdAt'> = { name, createdAt: 0 }
  try {
    if (signal.aborted) return 'left alone'
    const opened = await openAccount(name, parts)
    account = opened.account
    const isSpared = asked === undefined || asked.isLook
    if (isSpared && isQuiet(fleet.health.get(name), account, clock.now())) return 'left alone'
    await readOnce(opened, asked, parts)
    return 'read'
  } catch (error) {
    if (signal.aborted) return 'left alone'
    return noteFailure(parts, account, error).catch((failure: unknown) => {
      if (!signal.aborted) log.error({ workspace, account: name, err: failure }, 'An account could not be observed')
      return 'failed'
    })
  }
}

/** One round in one account: a plan, the cloud's answers, what they mean, one write, and who hears of it. */
async function readOnce(
  { account, provider, connection, own }: Opened,
  asked: Wanted | undefined,
  parts: ObserverParts,
): Promise<void> {
  const { store, fleet, onChange } = parts
  const { now } = parts.clock
  const warn = (details: object, message: string) => parts.log.warn({ account: account.name, ...details }, message)
  const plan = planRound(own, {
    kinds: provider.kinds,
    followed: followedIn(own, fleet, now()),
    isSubscribed: isSubscribedTo(account.name, fleet),
    asked: new Set(asked?.ids),
    isLook: asked?.isLook ?? false,
    isProven: isProven(own, fleet.health.get(account.name), account),
    now: now(),
  })
  const said = createSorting(own, plan)
  const answers = await cutOffAfter(
    (signal) => ask(plan, (first) => leftAfter(said(first), own, plan), { connection, now, signal, warn }),
    { ms: longestReadMs, clock: parts.clock, signal: parts.signal },
  )
  const judged = judge(own, plan, { ...answers, said: said(answers.answers) })
  const read = await withActors(judged.folded, { ...parts, audit: store.audit.newestFirst(), now: now() })
  const outcome = await withWatches(read, own, { ...parts, now: now() })
  await storeRound(own, { ...judged, ...outcome }, { ...parts, now: now() })
  const begun = outcome.watches.filter(({ isOfSet }) => isOfSet)
  if (begun.length > 0) onChange(begun, true)
  announce(outcome.folded, () => watchesIn(own, fleet), onChange)
  const adopted = await adoptFormer(own, { ...parts, now: now() })
  if (adopted.length > 0) onChange(adopted, true)
  if (judged.error !== undefined) throw judged.error
  await noteSuccess(parts, account, { own, judged })
}

/** Has the watches told whose migrations have changed: at once those of which something of meaning has. */
function announce(
  folded: readonly Folded[],
  watches: () => readonly Watch[],
  onChange: ObserverParts['onChange'],
): void {
  const changed = new Map<string, boolean>()
  for (const { known, isMeaning, isChanged } of folded) if (isChanged) changed.set(known.migration.id, isMeaning)
  if (changed.size === 0) return
  const told = Map.groupBy(watches(), (watch) => watchedIds(watch).flatMap((id) => changed.get(id) ?? [])[0])
  for (const isUrgent of [true, false]) {
    const those = told.get(isUrgent)
    if (those !== undefined) onChange(those, isUrgent)
  }
}
