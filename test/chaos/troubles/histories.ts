import { addMessage } from '../../../playground/slack/messages.ts'
import { endingIn, type Stage, tellEnds } from '../ends-tale.ts'
import { openSqliteStage } from '../sqlite-stage.ts'
import type { Outcome, Trouble } from '../trouble.ts'

/**
 * Lost posts have to be looked up in histories that Slack limits as for apps outside its Marketplace: 15 messages a page
 * and a call a minute, which is three seconds here, because time is real. People write more than a page into the thread
 * before an end is lost there, and into the channel after a post was lost.
 */
export const histories: Trouble = {
  name: 'slack-history',
  title: 'Posts lost, histories limited to 15 messages every 3 s (for a minute)',
  rounds: 4,
  async run(story) {
    const stage = await openSqliteStage(story, { migrations: story.rounds * 6 })
    const { world } = stage
    world.slack.world.historyLimit = { page, intervalMs: 3000 }
    const losePosts = () => {
      const count = story.between(1, 4)
      for (let index = 0; index < count; index += 1)
        world.spoil('chat.postMessage', { kind: story.oneOf(['cut_before', 'cut_after']) })
      return count
    }
    losePosts()
    talkAfterLosses(stage)
    let lost = 0
    const outcome = await tellEnds({
      ...stage,
      async prepare(round) {
        lost = losePosts()
        talkInThreads(stage, round)
      },
      async hit() {
        await story.until('posts to be lost', () => world.slack.world.faults.length === 0)
        return Array.from({ length: lost }, () => 'post lost')
      },
    })
    return withLookUps(stage, outcome)
  },
}

const page = 15

/** People write into the threads in which ends are to be told. */
function talkInThreads({ story, world }: Stage, round: number): void {
  const buckets = endingIn({ story, world }, round).flatMap((index) => world.watched[index]?.bucket ?? [])
  for (const { channel, ts, text, thread_ts } of world.messages()) {
    if (thread_ts === undefined && buckets.some((bucket) => text.includes(bucket))) talk(world, { channel, thread: ts })
  }
}

/** People write into a channel as soon as a post there was lost. */
function talkAfterLosses({ story, world }: Stage): void {
  const slack = world.slack.world
  let seen = 0
  const watcher = () => {
    for (const { method, error = '', args } of slack.calls.slice(seen)) {
      seen += 1
      if (method === 'chat.postMessage' && error.startsWith('cut_')) talk(world, { channel: String(args.channel) })
    }
  }
  slack.watchers.add(watcher)
  story.atEnd(async () => slack.watchers.delete(watcher))
}

function talk({ slack }: Stage['world'], { channel, thread }: { channel: string; thread?: string }): void {
  for (let index = 0; index <= page; index += 1)
    addMessage(slack.world, channel, { user: 'U0LEAD', text: 'Another matter', thread_ts: thread })
}

/** Complains unless lost posts were looked up. */
function withLookUps({ world }: Stage, outcome: Outcome): Outcome {
  const calls = world.slack.world.calls.filter(({ method }) => /^conversations\.(history|replies)$/.test(method))
  const limited = calls.filter(({ status }) => status === 429).length
  const done = `${outcome.done}; ${calls.length} look-ups, ${limited} × 429`
  return { ...outcome, done, complaints: [...outcome.complaints, ...(calls.some(({ ok }) => ok) ? [] : [done])] }
}
