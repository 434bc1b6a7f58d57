import type { Clock } from '../clock.ts'
import type { Receipt } from '../store/store.ts'
import { nextStep, type Step } from './next-step.ts'
import type { Thread, Threads } from './threads.ts'

/** The next thing to send for a thread, and what it was planned from. */
export type Plan = { thread: Thread; step: Step; receipt: Receipt }

/** Reads the thread and plans; undefined when there is nothing to send, or no such thread any more. */
export async function planFor(
  { clock }: { clock: Clock },
  { threads, threadId, isHealed }: { threads: Pick<Threads, 'read' | 'openedAt'>; threadId: string; isHealed: boolean },
): Promise<Plan | undefined> {
  const records = await threads.read(threadId)
  if (records === undefined) return undefined
  const { thread, news, receipt } = records
  // What Slack refused before this replica began is tried at once.
  const isToBeTried = isHealed || (receipt?.broken !== undefined && receipt.broken.triedAt < threads.openedAt)
  const now = isToBeTried ? Number.POSITIVE_INFINITY : clock.now()
  const step = nextStep(thread, { ...(news && { sighting: news }), ...(receipt && { receipt }), now })
  return step && { thread, step, receipt: receipt ?? { watchId: threadId, deliveredSeq: thread.createdAt - 1 } }
}
