import { steadyBeside } from '../async/clock.ts'
import { createTurns } from '../async/in-turn.ts'
import type { Channel } from '../store/store.ts'
import { spentForMs, spentIn } from './channels.ts'
import type { EditUrgency, Made } from './limits/calls.ts'
import type { Hold } from './limits/holds.ts'
import { createLanes } from './limits/lanes.ts'
import { withTroubleUntold } from './refusals.ts'
import { createBoardLinks } from './thread/board-links.ts'
import { type Copies, createCopies } from './thread/copies.ts'
import { planFor } from './thread/next-step.ts'
import { createBegins } from './thread/post-once.ts'
import { createRepainter } from './thread/repaint.ts'
import type { SenderParts } from './thread/send-thread.ts'
import { createThreadWork, type ThreadWork } from './thread/thread-work.ts'
import type { Threads } from './thread/threads.ts'

export type Delivery = {
  /**
   * Something may be there to send for this thread. `urgency`: more than the
   * figures of its card have changed. Returns at once.
   */
  nudge(workspace: string, threadId: string, how?: { urgency: EditUrgency }): void
  /** The figures of these threads may have changed. Their cards are drawn when it is their turn. Returns at once. */
  repaint(workspace: string, threadIds: readonly string[]): void
  /** Nudges every thread that has something undelivered, and looks for second copies. */
  sweep(): Promise<void>
  /** How much Slack has not been told yet, and since when, in milliseconds, the oldest of it was decided. */
  pending(): Promise<{ count: number; oldestAgeMs: number }>
  /**
   * Tries a channel that refused again: Ferry was invited there, or it was unarchived. If it refuses once more, that is
   * a new trouble, of which people hear anew.
   */
  heal(workspace: string, channel: string): Promise<void>
  /** Tries all channels that refused again: Slack accepts Ferry's token again. */
  healAll(workspace: string): Promise<void>
  /** Notes that somebody's answer is posted in a channel: it counts as one of Ferry's posts there. */
  spend(workspace: string, channel: string): void
  /**
   * Counts what Slack was asked for in a workspace within the last minute, as its channels tell: another process, or
   * this one before a restart, has used that much of what Slack allows.
   */
  remember(workspace: string, channels: readonly Channel[]): void
  /** Everything that Slack has asked Ferry to wait with. */
  holds(): Hold[]
  /** Resolves when nothing is being sent. With a workspace, nothing for it. */
  idle(workspace?: string): Promise<void>
  /** Lets what is being sent come to its end, and sends nothing more. */
  stop(): Promise<void>
}

export type DeliveryParts = Pick<
  SenderParts,
  'wire' | 'clock' | 'log' | 'onSent' | 'onTold' | 'onUnmarked' | 'onNoticeLost'
> & {
  /** The threads of a workspace. Undefined if another replica leads it: then nothing is sent. */
  threadsOf(workspace: string): Threads | undefined
  /** Workspaces that this replica leads. */
  led(): readonly string[]
}

/**
 * Brings what was decided to Slack. What is to be sent is stored with the change from which it follows, and what Slack
 * accepted is in the receipt: a restart forgets nothing and repeats nothing.
 */
export function createDelivery(parts: DeliveryParts): Delivery {
  const time = steadyBeside(parts.clock)
  const lanes = createLanes(time)
  const slackNow = () => parts.wire.now() ?? parts.clock.now()
  const ending = new AbortController()
  const work = createThreadWork({
    ...parts,
    lanes,
    begins: createBegins({ now: slackNow, time }),
    slackNow,
    inTurn: createTurns(),
    onUnmarked: noteUnmarked(parts),
    signal: ending.signal,
    onChanged: (workspace, channel) => void trials.all(workspace, channel),
  })
  const { nudge } = work
  const trials = createTrials(parts, nudge)
  const { signal } = ending
  const beside = [createCopies({ ...parts, lanes, slackNow, signal }), createBoardLinks({ ...parts, signal })]
  const repainter = createRepainter({
    clock: parts.clock,
    signal: ending.signal,
    isDue: (workspace, threadId) => isDue({ workspace, threadId }, work, parts),
    async send(workspace, threadId) {
      nudge(workspace, threadId)
      await work.workOn(workspace, threadId)
    },
    onFailure: (workspace, thread, err) => parts.log.error({ workspace, thread, err }, 'Delivery failed'),
  })

  const workers = [{ work: work.all }, repainter, ...beside]
  const idle = (workspace?: string) => allEnded(() => workers.flatMap((one) => one.work(workspace)))

  return {
    nudge,
    repaint: repainter.add,
    sweep: () => sweep(parts, nudge, beside),
    pending: () => pendingIn(parts),
    heal: trials.heal,
    healAll: trials.healAll,
    spend: (workspace, channel) => lanes.spend({ workspace, channel, method: 'post' }),
    remember: (workspace, channels) => lanes.remember(workspace, madeIn(workspace, channels, parts.clock.now())),
    holds: lanes.holds,
    idle,
    stop() {
      ending.abort()
      lanes.stop()
      return idle()
    },
  }
}

/** Calls of Slack within the last minute. A post that was begun and not settled may have arrived. */
function madeIn(workspace: string, channels: readonly Channel[], now: number): Made[] {
  return channels.flatMap((record) => {
    const begun = Object.values(record.begun).map(({ at }) => ({ method: 'post' as const, at }))
    const recent = begun.filter(({ at }) => at <= now && now - at < spentForMs)
    const { channel } = record
    return [...spentIn(record, now), ...recent].map(({ method, at }) => ({
      workspace,
      channel,
      method,
      ageMs: now - at,
    }))
  })
}

/** Tries what waits in channels again. */
function createTrials({ threadsOf, log }: DeliveryParts, nudge: (workspace: string, threadId: string) => void) {
  /** Wakes all threads of a channel: the trouble of one concerns everything in it. */
  async function all(workspace: string, channel: string): Promise<void> {
    const ids = await threadsOf(workspace)
      ?.inChannel(channel)
      .catch((err: unknown) => log.error({ workspace, channel, err }, 'Delivery failed'))
    for (const id of ids ?? []) nudge(workspace, id)
  }

  async function again(workspace: string, channel: string): Promise<void> {
    threadsOf(workspace)?.heal(channel)
    await all(workspace, channel)
  }

  return {
    all,
    async heal(workspace: string, channel: string): Promise<void> {
      await threadsOf(workspace)?.channels.change(channel, withTroubleUntold)
      await again(workspace, channel)
    },
    async healAll(workspace: string): Promise<void> {
      for (const { channel } of threadsOf(workspace)?.channels.all() ?? []) await again(workspace, channel)
    },
  }
}

/** Resolves when nothing is running any more, not even what was begun meanwhile. */
async function allEnded(running: () => readonly Promise<void>[]): Promise<void> {
  while (running().length > 0) await Promise.all(running())
}

/** How often the log says that Slack shows Ferry's posts without their delivery keys. */
const unmarkedLogMs = 60 * 60_000

function noteUnmarked({ clock, log, onUnmarked }: DeliveryParts): (workspace: string) => void {
  const time = steadyBeside(clock)
  let loggedAt = Number.NEGATIVE_INFINITY
  return (workspace) => {
    onUnmarked?.(workspace)
    if (time.now() - loggedAt < unmarkedLogMs) return
    loggedAt = time.now()
    log.warn(
      { workspace },
      'Slack showed Ferry’s own posts without their metadata, so lost posts are recognized by their text. ' +
        'The app may need the scope metadata.message:read',
    )
  }
}

/** Whether anything is to be sent for a thread. What is being sent already looks once more when it is done. */
async function isDue(
  { workspace, threadId }: { workspace: string; threadId: string },
  work: ThreadWork,
  parts: DeliveryParts,
): Promise<boolean | 'later'> {
  const threads = parts.threadsOf(workspace)
  if (threads === undefined) return 'later'
  if (work.lookAgain(workspace, threadId)) return false
  return (await planFor(parts, { threads, threadId })) !== undefined
}

/** Work that is done now and then, besides the sending of threads. */
type Beside = Pick<Copies, 'look' | 'work'>

/** Nudges every thread that has something undelivered, and looks for copies and for links that are missing. */
async function sweep(
  { led, threadsOf }: DeliveryParts,
  nudge: Delivery['nudge'],
  beside: readonly Beside[],
): Promise<void> {
  for (const workspace of led()) {
    for (const one of beside) one.look(workspace)
    const threads = threadsOf(workspace)
    await threads?.review()
    for (const { id } of (await threads?.unfinished()) ?? []) nudge(workspace, id)
  }
}

/** A thread of which only the card waits counts as one. */
async function pendingIn({ led, threadsOf, clock }: DeliveryParts): Promise<{ count: number; oldestAgeMs: number }> {
  const waiting = (await Promise.all(led().map((one) => threadsOf(one)?.unfinished() ?? []))).flat()
  const decidedAt = waiting.flatMap((one) => one.decidedAt)
  const oldestAt = decidedAt.reduce((oldest, at) => Math.min(oldest, at), clock.now())
  const count = waiting.reduce((sum, one) => sum + Math.max(1, one.decidedAt.length), 0)
  return { count, oldestAgeMs: clock.now() - oldestAt }
}
