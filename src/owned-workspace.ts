import type { Clock } from './clock.ts'
import { loadFleet } from './fleet/persist.ts'
import { fleetsOf, type WorkspaceFleet } from './fleet/workspace-fleet.ts'
import { endNotice, noticesOf, noticeThreads } from './notify/account-notices.ts'
import { endWatches } from './notify/ending.ts'
import { newsOf, unsaidSince, watchedOf } from './notify/news.ts'
import { refreshWatches } from './notify/refresh.ts'
import { requestThreads } from './notify/request-threads.ts'
import { createThreads } from './notify/threads.ts'
import { watchThreads } from './notify/watch-threads.ts'
import { type Asked, createObserver, type Observer, type ReadOutcome } from './observe/observer.ts'
import type { Wake } from './owner/wakes.ts'
import type { Owned } from './owner/work.ts'
import type { Connection, Provider } from './providers/provider.ts'
import { type Channels, loadChannels } from './send/channels.ts'
import type { Delivery } from './send/delivery.ts'
import { ownReceipt, type Threads } from './send/threads.ts'
import type { Account, Lease, Store, WorkspaceStore } from './store/store.ts'

/** A workspace in the hands of the replica that owns it. */
export type OwnedWorkspace = Owned & {
  workspace: string
  fleet: WorkspaceFleet
  threads: Threads
  /** Names of the accounts to be read in a round. */
  accounts(): Promise<string[]>
  /** Reads one account, and ends the watches that are over. Never rejects. */
  read(account: string, asked?: Asked): Promise<ReadOutcome>
  /** Hears what a command has changed. Returns at once, and acts on one after the other. */
  hear(wake: Wake): void
}

export type OwnedWorkspaceParts = {
  store: Pick<Store, 'in'>
  providers: readonly Provider[]
  connect(workspace: string, account: Account): Connection
  delivery: Pick<Delivery, 'nudge' | 'repaint' | 'idle' | 'heal'>
  /** Called when a request may have something to be done. */
  onRequest(workspace: string, id: string): void
  clock: Clock
  log: { warn(details: object, message: string): void; error(details: object, message: string): void }
}

type Opened = {
  workspace: string
  lease: Lease
  store: WorkspaceStore
  fleet: WorkspaceFleet
  channels: Channels
  signal: AbortSignal
}

/** Loads what is stored of a workspace and begins to work on it, until the lease is over. */
export async function openOwnedWorkspace(
  workspace: string,
  lease: Lease,
  parts: OwnedWorkspaceParts,
): Promise<OwnedWorkspace> {
  const { delivery, log } = parts
  const store = parts.store.in(workspace)
  const ending = new AbortController()
  const signal = AbortSignal.any([lease.signal, ending.signal])
  const [fleet, channels] = await Promise.all([loadFleet(store, log), loadChannels(store, lease)])
  const opened = { workspace, lease, store, fleet, channels, signal }
  const observer = observerOf(opened, parts)

  async function read(account: string, asked?: Asked): Promise<ReadOutcome> {
    const outcome = await observer.read(account, asked)
    if (!signal.aborted) await endWatchesOf(account, opened, parts)
    return outcome
  }

  let heard = Promise.resolve()
  delivery.repaint(workspace, [...fleet.watches.keys()])
  return {
    workspace,
    fleet,
    threads: threadsOf(opened, parts),
    accounts: observer.accounts,
    read,
    hear(wake) {
      heard = heard
        .then(() => act(wake, opened, { onRequest: parts.onRequest, delivery, read }))
        .catch((error: unknown) => log.warn({ workspace, err: error }, 'A wake-up was lost'))
    },
    async stop() {
      ending.abort()
      await Promise.all([heard, observer.idle(), delivery.idle(workspace)])
    },
  }
}

function threadsOf({ store, fleet, channels, signal }: Opened, { providers, clock }: OwnedWorkspaceParts): Threads {
  const watches = watchThreads({
    requests: store.requests,
    watches: fleet.watches,
    channels,
    newsOf(watch, receipt) {
      const watched = watchedOf(watch, { fleet, providers })
      return watched && newsOf(watched, receipt, clock.now())
    },
    unsaidSince(watch, receipt) {
      const watched = watchedOf(watch, { fleet, providers })
      return watched && unsaidSince(watched, receipt)
    },
  })
  const requests = requestThreads({ requests: store.requests, channels })
  const sources = [noticeThreads(fleet, channels), watches, requests]
  return createThreads({ channels, sources, signal, clock })
}

function observerOf(
  { channels, workspace, lease: fence, store, fleet, signal }: Opened,
  parts: OwnedWorkspaceParts,
): Observer {
  const { clock, delivery, log, providers } = parts
  const nudge = (id: string) => delivery.nudge(workspace, id)
  return createObserver({
    ...{ workspace, store, fence, fleet, providers, clock, signal, log },
    connect: (account) => parts.connect(workspace, account),
    toldUntil: (watch) => ownReceipt(watch, channels.of(watch.channel))?.deliveredSeq ?? watch.createdAt - 1,
    onChange(watches, isUrgent) {
      const ids = watches.map(({ id }) => id)
      if (isUrgent) ids.forEach(nudge)
      else delivery.repaint(workspace, ids)
    },
    onNotice() {
      for (const { thread } of noticesOf(fleet)) nudge(thread.id)
    },
  })
}

async function endWatchesOf(
  account: string,
  { workspace, lease: fence, store, fleet, channels }: Opened,
  { providers, clock, log }: OwnedWorkspaceParts,
): Promise<void> {
  try {
    await endWatches(account, { fleet, channels, providers, store, fence, now: clock.now() })
    await endNotice(account, { fleet, channels, store, fence, now: clock.now() })
  } catch (error) {
    log.warn({ workspace, account, err: error }, 'What is over could not be ended')
  }
}

type Acting = Pick<OwnedWorkspaceParts, 'onRequest'> &
  Pick<OwnedWorkspace, 'read'> & {
    delivery: Pick<Delivery, 'nudge' | 'heal'>
  }

/** Does what follows from something that a command has changed. */
async function act(
  wake: Wake,
  { workspace, store, fleet, channels, signal }: Opened,
  { onRequest, delivery, read }: Acting,
): Promise<void> {
  if (signal.aborted) return
  switch (wake.what) {
    case 'request':
      return onRequest(workspace, wake.id)
    case 'watches':
      await refreshWatches(fleet, { store, channels }, wake.ids)
      for (const id of wake.ids ?? []) delivery.nudge(workspace, id)
      return
    case 'look':
      return void read(wake.account, { ids: wake.ids })
    case 'channel':
      return delivery.heal(workspace, wake.channel)
    case 'deleted':
      for (const one of fleetsOf(fleet, wake.account)) one.deleted.add(wake.id)
      return
    default:
      return wake satisfies never
  }
}
