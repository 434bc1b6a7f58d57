import type { Nameable } from '../access/people.ts'
import type { Subject } from '../access/roles.ts'
import type { MigrationRequest } from '../approvals/request.ts'
import { takeClockSet } from '../fleet/judge/clock-set.ts'
import { loadFleet } from '../fleet/persist.ts'
import { fleetsOf, type WorkspaceFleet } from '../fleet/workspace-fleet.ts'
import type { Wake } from '../leader/wakes.ts'
import type { Led } from '../leader/work.ts'
import { createDeciding } from '../notify/decide/deciding.ts'
import { loadGroups } from '../notify/decide/groups.ts'
import { refreshAcks, refreshSubscriptions, refreshWatches } from '../notify/refresh.ts'
import { repairChannels } from '../notify/threads/damage.ts'
import { createRequestNotices } from '../notify/threads/request-notices.ts'
import { beginTrial } from '../notify/threads/trials.ts'
import type { Asked } from '../observe/observer.ts'
import type { ReadOutcome } from '../observe/parts.ts'
import { followSets } from '../observe/sets.ts'
import { approversToTell, peopleAmong, reachable } from '../requests/approvers.ts'
import { loadChannels } from '../send/channels.ts'
import type { Threads } from '../send/thread/threads.ts'
import type { Lease } from '../store/store.ts'
import { endWatchesOf, observerOf } from './knows.ts'
import type { LedWorkspaceParts, Opened } from './opened.ts'
import { showFirst, showRequest, tell, threadsOf } from './says.ts'

/** A workspace in the hands of the replica that leads it. */
export type LedWorkspace = Led & {
  workspace: string
  fleet: WorkspaceFleet
  threads: Threads
  /** Brings the cards of all watches up to date. Returns at once. */
  repaint(): void
  /** Names of the accounts to be read in a round. */
  accounts(): Promise<string[]>
  /** Brings up to date what is shown of a request. Returns at once. */
  showRequest(id: string): void
  /** Reads one account, and ends the watches that are over. Never rejects. */
  read(account: string, asked?: Asked): Promise<ReadOutcome>
  /** Takes into account that somebody set the clock, in milliseconds: ahead or, if negative, back. */
  takeClockSet(byMs: number): void
  /** Hears what a command has changed. Returns at once, and acts on one after the other. */
  hear(wake: Wake): void
}

/** Loads what is stored of a workspace, to work on it until the lease is over. */
export async function openLedWorkspace(
  workspace: string,
  lease: Lease,
  parts: LedWorkspaceParts,
): Promise<LedWorkspace> {
  const { delivery, log } = parts
  const store = parts.store.in(workspace)
  const ending = new AbortController()
  const signal = AbortSignal.any([lease.signal, ending.signal])
  const [fleet, channels, groups] = await Promise.all([
    loadFleet(store, log),
    loadChannels(store, lease, { log, now: parts.clock.now }),
    loadGroups(store, lease, log),
  ])
  const { providers, events, clock } = parts
  delivery.remember(workspace, channels.all())
  const people = parts.people.in(workspace)
  const asking = { store, ...whoIsReached(people), admins: parts.admins }
  const deciding = createDeciding({ ...asking, fleet, groups, channels, providers, events, now: clock.now })
  const requestNotices = createRequestNotices({ channels, ...whoIsReached(people) })
  const opened = { workspace, lease, store, fleet, channels, groups, deciding, requestNotices, signal }
  const observer = observerOf(opened, parts)

  async function read(account: string, asked?: Asked): Promise<ReadOutcome> {
    const outcome = await observer.read(account, asked)
    if (!signal.aborted) await endWatchesOf(account, opened, parts)
    return outcome
  }

  async function look(account: string): Promise<void> {
    await observer.look(account)
    if (!signal.aborted) await endWatchesOf(account, opened, parts)
  }

  // A subscription may have been begun or ended while nobody led the workspace.
  let heard = followNow(opened, parts).catch((error: unknown) =>
    log.warn({ workspace, err: error }, 'What subscriptions follow could not be brought up to date'),
  )
  return {
    workspace,
    fleet,
    threads: threadsOf(opened, parts),
    accounts: observer.accounts,
    repaint: () => delivery.repaint(workspace, [...fleet.watches.keys()]),
    showRequest: (id) => void showRequest(id, opened, parts),
    read,
    takeClockSet: (byMs) => takeClockSet(fleet, byMs),
    hear(wake) {
      heard = heard
        .then(() => act(wake, opened, { ...parts, read, look }))
        .catch((error: unknown) => log.warn({ workspace, err: error }, 'A wake-up was lost'))
    },
    async stop() {
      ending.abort()
      await Promise.all([heard, observer.idle(), delivery.idle(workspace)])
    },
  }
}

function whoIsReached(people: Nameable) {
  return {
    reachable: (subjects: readonly Subject[]) => reachable(subjects, people),
    peopleOf: (subjects: readonly Subject[]) => peopleAmong(subjects, people),
    approversToTell: (request: MigrationRequest) => approversToTell(request, people),
  }
}

type Acting = LedWorkspaceParts & Pick<LedWorkspace, 'read'> & { look(account: string): Promise<void> }

/** Does what follows from something that a command has changed. */
async function act(wake: Wake, opened: Opened, { read, look, ...parts }: Acting): Promise<void> {
  const { workspace, store, fleet, channels, signal } = opened
  if (signal.aborted) return
  switch (wake.what) {
    case 'request':
      return parts.onRequest(workspace, wake.id)
    case 'subscriptions':
      await refreshSubscriptions(fleet, store)
      return followNow(opened, parts)
    case 'acks':
      return void tell(await refreshAcks(fleet, store), opened, parts)
    case 'watches':
      if (wake.ids === undefined) void tell(await refreshAcks(fleet, store), opened, parts)
      await refreshWatches(fleet, { store, channels }, wake.ids)
      if (wake.ids === undefined) await refreshSubscriptions(fleet, store).then(() => followNow(opened, parts))
      return void tell(
        (wake.ids ?? []).flatMap((id) => fleet.watches.get(id) ?? []),
        opened,
        parts,
      )
    case 'look':
      return void read(wake.account, { ids: wake.ids }).then(() => showFirst(wake, opened, parts))
    case 'moving':
      return void Promise.all(wake.accounts.map(look))
    case 'channel':
      await repairChannels({ ...opened, now: parts.clock.now() })
      return parts.delivery.heal(workspace, wake.channel)
    case 'served':
      return parts.delivery.healAll(workspace)
    case 'shared':
      return parts.delivery.spend(workspace, wake.channel)
    case 'trial':
      return parts.delivery.nudge(workspace, await beginTrial(wake, channels), { urgency: 'card' })
    case 'deleted':
      for (const one of fleetsOf(fleet, wake.account)) one.deleted.add(wake.id)
      return
    default:
      return wake satisfies never
  }
}

/** Follows what subscriptions say now, and brings their channels up to date. */
async function followNow(opened: Opened, parts: LedWorkspaceParts): Promise<void> {
  const { store, fleet, channels, lease: fence } = opened
  const hasCard = (channel: string, id: string) => channels.of(channel).receipts[id]?.cardTs !== undefined
  const changed = await followSets({ store, fleet, fence, hasCard, now: parts.clock.now() })
  await tell(changed, opened, parts)
}
