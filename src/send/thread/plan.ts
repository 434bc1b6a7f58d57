import type { Clock } from '../../async/clock.ts'
import type { Channel, Receipt } from '../../store/store.ts'
import { nextStep, type Step } from './next-step.ts'
import type { Thread, Threads } from './threads.ts'

/** The next thing to send for a thread, and what it was planned from. */
export type Plan = { thread: Thread; step: Step; receipt: Receipt }

/** Reads the thread and plans; undefined when there is nothing to send, or no such thread any more. */
export async function planFor(
  { clock }: { clock: Clock },
  { threads, threadId }: { threads: Pick<Threads, 'read' | 'channels' | 'healedAt'>; threadId: string },
): Promise<Plan | undefined> {
  const state = await threads.read(threadId)
  if (state === undefined) return undefined
  const { thread, ...shown } = state
  const channel = threads.channels.of(thread.channel)
  // A channel that refused before it was healed is tried at once, and for what somebody has just begun there.
  const worthFrom = Math.max(threads.healedAt(channel.channel), thread.createdAt)
  const now = isOld(channel, worthFrom) ? Number.POSITIVE_INFINITY : clock.now()
  const step = nextStep(thread, { ...shown, channel, now })
  return step && { thread, step, receipt: shown.receipt ?? { deliveredSeq: thread.createdAt - 1 } }
}

function isOld({ broken }: Channel, worthFrom: number): boolean {
  return broken !== undefined && broken.triedAt < worthFrom
}
