import { hasPassed } from '../../async/clock.ts'
import { type Trial, trialIdOf, trialPrefix } from '../../fleet/trials.ts'
import type { Channels } from '../../send/channels.ts'
import type { Thread, ThreadState } from '../../send/thread/threads.ts'
import type { Channel } from '../../store/store.ts'
import { trialMessage } from '../../views/notice/trial.ts'
import { cardFrom, stateOf, type ThreadSource, unfinishedOf } from './threads.ts'

/** The threads of test messages, of one message each. A channel has the last one that somebody sent. */
export function trialThreads({ channels }: { channels: Channels }): ThreadSource {
  const read = (channel: Channel): ThreadState[] => {
    const thread = threadOf(channel)
    if (thread === undefined) return []
    const { createdBy: by, createdAt: at } = thread
    const news = { card: cardFrom(trialMessage({ by, at })), outbox: [], nextSeq: thread.createdAt }
    return [stateOf(thread, news, channels)]
  }
  const all = () => channels.all().flatMap(read)
  return {
    owns: (id) => id.startsWith(trialPrefix),
    read: async (id) => all().find(({ thread }) => thread.id === id),
    inChannel: async (channel) => read(channels.of(channel)).map(({ thread }) => thread.id),
    unfinished: async () => all().flatMap(unfinishedOf),
  }
}

/** Notes that somebody tries out a channel. Resolves to the id of the thread. */
export async function beginTrial(trial: Trial & { by: string }, channels: Channels): Promise<string> {
  const { channel, by, at } = trial
  await channels.change(channel, (before) => ({ ...withoutTrial(before), trial: { by, at } }))
  return trialIdOf(trial)
}

/** How long a test message counts, in milliseconds. One that could not be sent by then is not sent any more. */
const keepTrialMs = 60 * 60_000

/** Forgets old test messages. */
export async function forgetTrials(channels: Channels, now: number): Promise<void> {
  for (const { channel, trial } of channels.all()) {
    if (trial === undefined || !hasPassed(keepTrialMs, { since: trial.at, now })) continue
    await channels.change(channel, withoutTrial)
  }
}

function withoutTrial({ trial, ...channel }: Channel): Channel {
  if (trial === undefined) return channel
  const { [trialIdOf({ channel: channel.channel, at: trial.at })]: _, ...receipts } = channel.receipts
  return { ...channel, receipts }
}

function threadOf({ channel, trial }: Channel): Thread | undefined {
  if (trial === undefined) return undefined
  const { by, at } = trial
  return {
    id: trialIdOf({ channel, at }),
    channel,
    createdBy: by,
    createdAt: at,
    purpose: `You sent a test to <#${channel}>`,
    stop: 'watches',
  }
}
