import type { Clock } from './clock.ts'
import { takeClockSet } from './fleet/clock-set.ts'
import { loadFleet } from './fleet/persist.ts'
import { fleetsOf, knownOf, type WorkspaceFleet } from './fleet/workspace-fleet.ts'
import { watchedIds } from './migrations/ref.ts'
import { endNotice, noticesOf, noticeThreads } from './notify/account-notices.ts'
import { boardIdOf, boardThreads } from './notify/boards.ts'
import { damageThreads, repairChannels } from './notify/damage.ts'
import { createDeciding, type Deciding } from './notify/deciding.ts'
import { endWatches } from './notify/ending.ts'
import { groupThreads } from './notify/group-threads.ts'
import { type Groups, loadGroups } from './notify/groups.ts'
import { newsOf } from './notify/news.ts'
import { privateNotices } from './notify/private-notices.ts'
import { refreshWatches } from './notify/refresh.ts'
import { requestThreads } from './notify/request-threads.ts'
import { createThreads } from './notify/threads.ts'
import { unsaidOf } from './notify/watch-messages.ts'
import { watchThreads } from './notify/watch-threads.ts'
import { watchedOf } from './notify/watched.ts'
import { type Asked, createObserver, type Observer, type ReadOutcome } from './observe/observer.ts'
import type { Wake } from './owner/wakes.ts'
import type { Owned } from './owner/work.ts'
import type { Connection, Provider } from './providers/provider.ts'
import { type Channels, loadChannels } from './send/channels.ts'
import type { Delivery } from './send/delivery.ts'
import { forgetHeld } from './send/held.ts'
import { ownReceipt, type Threads } from './send/threads.ts'
import type { Account, Lease, Store, Watch, WorkspaceStore } from './store/store.ts'

/** A workspace in the hands of the replica that owns it. */
export type OwnedWorkspace = Owned & {
  workspace: string
  fleet: WorkspaceFleet
  threads: Threads
  /** Brings the cards of all watches up to date. Returns at once. */
  repaint(): void
  /** Names of the accounts to be read in a round. */
  accounts(): Promise<string[]>
  /** Reads one account, and ends the watches that are over. Never rejects. */
  read(account: string, asked?: Asked): Promise<ReadOutcome>
  /** Takes into account that somebody set the clock, in milliseconds: ahead or, if negative, back. */
  takeClockSet(byMs: number): void
  /** Hears what a command has changed. Returns at once, and acts on one after the other. */
  hear(wake: Wake): void
}

export type OwnedWorkspaceParts = {
  store: Pick<Store, 'in'>
  providers: readonly Provider[]
  connect(workspace: string, account: Account): Connection
  delivery: Pick<Delivery, 'nudge' | 'repaint' | 'idle' | 'heal' | 'spend'>
  /** Called when a request may have something to be done. */
  onRequest(workspace: string, id: string): void
  /** Slack user ids of admins. */
  admins(): Promise<readonly string[]>
  clock: Clock
  log: { warn(details: object, message: string): void; error(details: object, message: string): void }
}

type Opened = {
  workspace: string
  lease: Lease
  store: WorkspaceStore
  fleet: WorkspaceFleet
  channels: Channels
  groups: Groups
  deciding: Deciding
  signal: AbortSignal
}

/** Loads what is stored of a workspace, to work on it until the lease is over. */
export async function openOwnedWorkspace(
  workspace: string,
  lease: Lease,
  parts: OwnedWorkspaceParts,
): Promise<OwnedWorkspace> {
  const { delivery, log } = parts
  const store = parts.store.in(workspace)
  const ending = new AbortController()
  const signal = AbortSignal.any([lease.signal, ending.signal])
  const [fleet, channels, groups] = await Promise.all([
    loadFleet(store, log),
    loadChannels(store, lease, { log, now: parts.clock.now }),
    loadGroups(store, lease, log),
  ])
  const deciding = createDeciding({ fleet, groups, channels, providers: parts.providers, now: parts.clock.now })
  const opened = { workspace, lease, store, fleet, channels, groups, deciding, signal }
  const observer = observerOf(opened, parts)

  async function read(account: string, asked?: Asked): Promise<ReadOutcome> {
    const outcome = await observer.read(account, asked)
    if (!signal.aborted) await endWatchesOf(account, opened, parts)
    return outcome
  }

  let heard = Promise.resolve()
  return {
    workspace,
    fleet,
    threads: threadsOf(opened, parts),
    accounts: observer.accounts,
    repaint: () => delivery.repaint(workspace, [...fleet.watches.keys()]),
    read,
    takeClockSet: (byMs) => takeClockSet(fleet, byMs),
    hear(wake) {
      heard = heard
        .then(() => act(wake, opened, { ...parts, read }))
        .catch((error: unknown) => log.warn({ workspace, err: error }, 'A wake-up was lost'))
    },
    async stop() {
      ending.abort()
      await Promise.all([heard, observer.idle(), delivery.idle(workspace)])
    },
  }
}

function threadsOf(opened: Opened, { providers, clock, admins }: OwnedWorkspaceParts): Threads {
  const { store, fleet, channels, groups, deciding, signal } = opened
  const sources = { fleet, groups, channels, providers }
  const watches = watchThreads({
    requests: store.requests,
    watches: fleet.watches,
    channels,
    newsOf(watch, receipt) {
      const watched = watchedOf(watch, sources)
      return watched && newsOf(watched, receipt, clock.now())
    },
    unsaidSince(watch, receipt) {
      const watched = watchedOf(watch, sources)
      return watched && unsaidOf(watched, receipt).map(({ entry }) => entry.decidedAt)
    },
    knownOf: (watch) => knownOf(fleet, watch),
  })
  const threads = createThreads({
    channels,
    sources: [
      damageThreads({ fleet, channels, admins }),
      noticeThreads({ fleet, channels, now: clock.now }),
      groupThreads(sources),
      boardThreads(fleet, channels),
      watches,
      requestThreads({ requests: store.requests, channels }),
      privateNotices({ channels }),
    ],
    admins,
    signal,
    clock,
  })
  return {
    ...threads,
    async unfinished() {
      await repairChannels({ ...opened, now: clock.now() })
      await forgetHeld(channels, clock.now())
      await deciding.review()
      return threads.unfinished()
    },
  }
}

function observerOf(opened: Opened, parts: OwnedWorkspaceParts): Observer {
  const { channels, workspace, lease: fence, store, fleet, signal } = opened
  const { clock, delivery, log, providers } = parts
  const nudge = (id: string) => delivery.nudge(workspace, id)
  return createObserver({
    ...{ workspace, store, fence, fleet, providers, clock, signal, log },
    connect: (account) => parts.connect(workspace, account),
    toldUntil: (watch) => ownReceipt(watch, channels.of(watch.channel))?.deliveredSeq ?? watch.createdAt - 1,
    hasCard: (channel, threadId) => channels.of(channel).receipts[threadId]?.cardTs !== undefined,
    onChange(watches, isUrgent) {
      if (isUrgent) void tell(watches, opened, parts)
      else delivery.repaint(workspace, [...watches.map(({ id }) => id), ...threadsBeside(watches, opened)])
    },
    onNotice() {
      for (const { thread } of noticesOf(fleet, clock.now())) nudge(thread.id)
    },
  })
}

/** Decides how channels hear of what has happened to these watches, then sends it. Never rejects. */
async function tell(
  watches: readonly Watch[],
  { workspace, deciding, signal, ...opened }: Opened,
  { delivery, clock, log }: OwnedWorkspaceParts,
): Promise<void> {
  try {
    await deciding.decide(watches)
    for (const { id } of watches) delivery.nudge(workspace, id)
    // What is told alone queues before the group that says so.
    await clock.sleep(0, signal)
    // One edit of these shows all watches, so it goes before their cards.
    for (const id of threadsBeside(watches, opened)) delivery.nudge(workspace, id, { isTouched: true })
  } catch (error) {
    // The next round decides again.
    if (!signal.aborted) log.warn({ workspace, err: error }, 'What has happened could not be told')
  }
}

/** Brings the cards of migrations up to date that somebody has just touched, before others. */
function showFirst(
  { account, ids }: { account: string; ids: readonly string[] },
  { workspace, fleet, signal }: Opened,
  { delivery }: OwnedWorkspaceParts,
): void {
  if (signal.aborted) return
  const touched = fleet.watches.of(account).filter((watch) => watchedIds(watch).some((id) => ids.includes(id)))
  for (const { id } of touched) delivery.nudge(workspace, id, { isTouched: true })
}

/** Ids of the groups and boards that show one of these watches. */
function threadsBeside(watches: readonly Watch[], { groups, channels }: Pick<Opened, 'groups' | 'channels'>): string[] {
  const inGroups = watches.flatMap(({ id }) => groups.with(id).map((group) => group.id))
  const boards = [...new Set(watches.map(({ channel }) => channel))].flatMap((channel) => {
    const record = channels.of(channel)
    return record.board?.closedAt === undefined ? (boardIdOf(record) ?? []) : []
  })
  return [...new Set(inGroups), ...boards]
}

async function endWatchesOf(
  account: string,
  { workspace, lease: fence, store, fleet, channels, groups }: Opened,
  { providers, clock, log }: OwnedWorkspaceParts,
): Promise<void> {
  try {
    await endWatches(account, { fleet, channels, groups, providers, store, fence, now: clock.now() })
    await endNotice(account, { fleet, channels, store, fence, now: clock.now() })
  } catch (error) {
    log.warn({ workspace, account, err: error }, 'What is over could not be ended')
  }
}

type Acting = OwnedWorkspaceParts & Pick<OwnedWorkspace, 'read'>

/** Does what follows from something that a command has changed. */
async function act(wake: Wake, opened: Opened, { read, ...parts }: Acting): Promise<void> {
  const { workspace, store, fleet, channels, signal } = opened
  if (signal.aborted) return
  switch (wake.what) {
    case 'request':
      return parts.onRequest(workspace, wake.id)
    case 'watches':
      await refreshWatches(fleet, { store, channels }, wake.ids)
      return void tell(
        (wake.ids ?? []).flatMap((id) => fleet.watches.get(id) ?? []),
        opened,
        parts,
      )
    case 'look':
      return void read(wake.account, { ids: wake.ids }).then(() => showFirst(wake, opened, parts))
    case 'channel':
      await repairChannels({ ...opened, now: parts.clock.now() })
      return parts.delivery.heal(workspace, wake.channel)
    case 'served':
      for (const { channel } of channels.all()) await parts.delivery.heal(workspace, channel)
      return
    case 'shared':
      return parts.delivery.spend(workspace, wake.channel)
    case 'deleted':
      for (const one of fleetsOf(fleet, wake.account)) one.deleted.add(wake.id)
      return
    default:
      return wake satisfies never
  }
}
