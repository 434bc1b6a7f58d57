import { showingOf } from '../fleet/sets.ts'
import { knownOf } from '../fleet/workspace-fleet.ts'
import { watchedIds } from '../migrations/typed/ref.ts'
import { noticeThreads } from '../notify/threads/account-notices.ts'
import { boardThreads } from '../notify/threads/boards.ts'
import { damageThreads, repairChannels } from '../notify/threads/damage.ts'
import { escalationThreads } from '../notify/threads/escalations.ts'
import { groupThreads } from '../notify/threads/group-threads.ts'
import { mayPend, newsOf, pendingOf } from '../notify/threads/news.ts'
import { privateNotices } from '../notify/threads/private-notices.ts'
import { requestThreads } from '../notify/threads/request-threads.ts'
import { createThreads } from '../notify/threads/threads.ts'
import { forgetTrials, trialThreads } from '../notify/threads/trials.ts'
import { drawn } from '../notify/threads/watch-card.ts'
import { watchThreads } from '../notify/threads/watch-threads.ts'
import { watchedOf } from '../notify/threads/watched.ts'
import { forgetHeld } from '../send/limits/held.ts'
import { boardIdOf } from '../send/thread/board-links.ts'
import type { Threads } from '../send/thread/threads.ts'
import type { Watch } from '../store/store.ts'
import type { LedWorkspaceParts, Opened } from './opened.ts'

/** Collects the threads of a workspace, of all kinds. Channels are repaired and decisions made before any is sent. */
export function threadsOf(opened: Opened, { providers, events, clock, admins }: LedWorkspaceParts): Threads {
  const { store, fleet, channels, groups, deciding, requestNotices, signal } = opened
  const sources = { fleet, groups, channels, providers, events }
  const watches = watchThreads({
    requests: store.requests,
    watches: fleet.watches,
    channels,
    newsOf(watch, receipt) {
      const watched = watchedOf(watch, sources)
      return watched && drawn(newsOf(watched, receipt, clock.now()))
    },
    pendingSince(watch, receipt) {
      const known = knownOf(fleet, watch)
      if (known !== undefined && !mayPend({ watch, known }, receipt, fleet.acks)) return []
      const watched = watchedOf(watch, sources)
      return watched && pendingOf(watched, receipt, clock.now()).map(({ dueAt }) => dueAt)
    },
    knownOf: (watch) => knownOf(fleet, watch),
    showingOf(watch) {
      const known = knownOf(fleet, watch)
      return known === undefined ? 'cards' : showingOf(watch, known.migration, fleet)
    },
  })
  return createThreads({
    channels,
    sources: [
      damageThreads({ fleet, channels, admins }),
      noticeThreads({ fleet, channels, now: clock.now }),
      groupThreads(sources),
      boardThreads(sources),
      watches,
      requestThreads({ requests: store.requests, channels }),
      escalationThreads(sources),
      trialThreads({ channels }),
      privateNotices({ channels, patience: fleet.patience, now: clock.now }),
    ],
    admins,
    async review() {
      await repairChannels({ ...opened, now: clock.now() })
      await forgetHeld(channels, clock.now())
      await forgetTrials(channels, clock.now())
      await deciding.review()
      await requestNotices.keepAll(await store.requests.list())
    },
    signal,
    clock,
  })
}

/** Decides how channels hear of what has happened to these watches, then sends it. Never rejects. */
export async function tell(
  watches: readonly Watch[],
  { workspace, deciding, signal, ...opened }: Opened,
  { delivery, clock, log }: LedWorkspaceParts,
): Promise<void> {
  try {
    const decided = await deciding.decide(watches)
    for (const { id } of watches) delivery.nudge(workspace, id, { urgency: 'state' })
    // What is told alone queues before the group that says so.
    await clock.sleep(0, signal)
    // One edit of these shows all watches, so it goes before their cards.
    for (const id of new Set([...threadsBeside(watches, opened), ...decided]))
      delivery.nudge(workspace, id, { urgency: 'card' })
  } catch (error) {
    // The next round decides again.
    if (!signal.aborted) log.warn({ workspace, err: error }, 'What has happened could not be told')
  }
}

/** Brings the card of a request up to date, and what approvers are told of it in private. Never rejects. */
export async function showRequest(
  id: string,
  { workspace, store, requestNotices, signal }: Opened,
  { delivery, log }: LedWorkspaceParts,
): Promise<void> {
  delivery.nudge(workspace, id, { urgency: 'card' })
  try {
    const record = await store.requests.get(id)
    const told = record === undefined || signal.aborted ? [] : await requestNotices.keep(record)
    for (const thread of told) delivery.nudge(workspace, thread, { urgency: 'card' })
  } catch (error) {
    // The next round does so again.
    if (!signal.aborted) log.warn({ workspace, request: id, err: error }, 'Approvers could not be told')
  }
}

/** Brings the cards of migrations up to date that somebody has just touched, before others. */
export function showFirst(
  { account, ids }: { account: string; ids: readonly string[] },
  { workspace, fleet, signal }: Opened,
  { delivery }: LedWorkspaceParts,
): void {
  if (signal.aborted) return
  const touched = fleet.watches.of(account).filter((watch) => watchedIds(watch).some((id) => ids.includes(id)))
  for (const { id } of touched) delivery.nudge(workspace, id, { urgency: 'card' })
}

/** Ids of the groups and boards that show one of these watches. */
export function threadsBeside(
  watches: readonly Watch[],
  { groups, channels }: Pick<Opened, 'groups' | 'channels'>,
): string[] {
  const inGroups = watches.flatMap(({ id }) => groups.with(id).map((group) => group.id))
  const boards = [...new Set(watches.map(({ channel }) => channel))].flatMap((channel) => {
    const record = channels.of(channel)
    return record.board?.closedAt === undefined ? (boardIdOf(record) ?? []) : []
  })
  return [...new Set(inGroups), ...boards]
}
