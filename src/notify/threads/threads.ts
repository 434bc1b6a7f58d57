import { createHash } from 'node:crypto'
import type { Clock } from '../../async/clock.ts'
import type { Channels } from '../../send/channels.ts'
import { isDue, undelivered } from '../../send/thread/next-step.ts'
import { ownReceipt, type Thread, type ThreadState, type Threads, type Unfinished } from '../../send/thread/threads.ts'
import type { News, OutgoingMessage } from '../../store/store.ts'
import type { Message } from '../../views/blocks/message.ts'

/** Threads of one kind: of watches, of requests, of notices about accounts or in private. */
export type ThreadSource = {
  /** Whether an id is one of these threads. */
  owns(id: string): boolean
  /** Whether these threads also speak in a channel whose record can't be read. */
  needsNoRecord?: true
} & Pick<Threads, 'read' | 'inChannel' | 'unfinished'>

export type ThreadParts = Pick<Threads, 'channels' | 'admins' | 'review' | 'signal'> & {
  sources: readonly ThreadSource[]
  clock: Clock
}

/** The threads of a workspace, read from what its owner knows. */
export function createThreads({ channels, sources, admins, review, signal, clock }: ThreadParts): Threads {
  const openedAt = clock.now()
  const healed = new Map<string, number>()
  return {
    signal,
    healedAt: (channel) => healed.get(channel) ?? openedAt,
    // What is being refused at this moment is tried again, too.
    heal: (channel) => void healed.set(channel, clock.now() + 1),
    channels,
    admins,
    review,
    async read(id) {
      if (signal.aborted) return undefined
      const source = sources.find(({ owns }) => owns(id))
      const state = await source?.read(id)
      const isMute = state !== undefined && channels.isUnreadable(state.thread.channel)
      return isMute && source?.needsNoRecord === undefined ? undefined : state
    },
    inChannel: async (channel) => (await Promise.all(sources.map((one) => one.inChannel(channel)))).flat(),
    unfinished: async () => (await Promise.all(sources.map((one) => one.unfinished()))).flat(),
  }
}

/** A message as the card of a thread. */
export function cardFrom(message: Message): NonNullable<News['card']> {
  return { message, hash: hashOfMessage(message) }
}

/** Hash of a message, different for any message that looks different. */
export function hashOfMessage(message: OutgoingMessage): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('base64url').slice(0, 22)
}

/** A thread with what it shows now and what Slack has accepted of it. */
export function stateOf(thread: Thread, news: News | undefined, channels: Pick<Channels, 'of'>): ThreadState {
  const receipt = ownReceipt(thread, channels.of(thread.channel))
  return { thread, ...(news && { news }), ...(receipt && { receipt }) }
}

/** A thread, if Slack does not show it as it is. */
export function unfinishedOf({ thread, news, receipt }: ThreadState): Unfinished[] {
  if (news === undefined) return []
  const waiting = undelivered(news, receipt)
  if (waiting.length === 0 && !isDue(news, receipt)) return []
  return [{ id: thread.id, decidedAt: waiting.map(({ decidedAt, dueAt = decidedAt }) => dueAt) }]
}
