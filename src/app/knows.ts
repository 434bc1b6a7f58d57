import { ownersOfAccount } from '../access/owners.ts'
import { endNotice, noticesOf } from '../notify/threads/account-notices.ts'
import { endWatches } from '../notify/threads/ending.ts'
import { createObserver, type Observer } from '../observe/observer.ts'
import { reachable } from '../requests/approvers.ts'
import { ownReceipt } from '../send/thread/threads.ts'
import type { LedWorkspaceParts, Opened } from './opened.ts'
import { tell, threadsBeside } from './says.ts'

/** Creates the observer of a workspace's accounts. Channels hear of what it finds to have changed. */
export function observerOf(opened: Opened, parts: LedWorkspaceParts): Observer {
  const { channels, workspace, lease: fence, store, fleet, signal } = opened
  const { clock, delivery, log, providers } = parts
  return createObserver({
    ...{ workspace, store, fence, fleet, providers, clock, signal, log },
    connect: (account) => parts.connect(workspace, account),
    toldUntil: (watch) => ownReceipt(watch, channels.of(watch.channel))?.deliveredSeq ?? watch.createdAt - 1,
    hasCard: (channel, threadId) => channels.of(channel).receipts[threadId]?.cardTs !== undefined,
    onChange(watches, isUrgent) {
      if (isUrgent) void tell(watches, opened, parts)
      else delivery.repaint(workspace, [...watches.map(({ id }) => id), ...threadsBeside(watches, opened)])
    },
    async ownersOf(account) {
      const { items } = await store.owners.list()
      const named = ownersOfAccount(items, account)
      const reached = named && (await reachable(named.subjects, parts.people.in(workspace)))
      return reached?.length === 0 ? undefined : reached
    },
    onNotice() {
      for (const { thread } of noticesOf(fleet, clock.now())) delivery.nudge(workspace, thread.id, { urgency: 'state' })
    },
  })
}

/** Ends the watches of an account that are over, and the notice about it. Never rejects. */
export async function endWatchesOf(
  account: string,
  { workspace, lease: fence, store, fleet, channels, groups }: Opened,
  { providers, events, clock, log }: LedWorkspaceParts,
): Promise<void> {
  try {
    await endWatches(account, { fleet, channels, groups, providers, events, store, fence, now: clock.now() })
    await endNotice(account, { fleet, channels, store, fence, now: clock.now() })
  } catch (error) {
    log.warn({ workspace, account, err: error }, 'What is over could not be ended')
  }
}
