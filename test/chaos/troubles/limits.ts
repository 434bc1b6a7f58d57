import { endingIn, type Stage, tellEnds } from '../ends-tale.ts'
import type { Fault } from '../misbehaviour.ts'
import { openSqliteStage } from '../sqlite-stage.ts'
import type { Trouble } from '../trouble.ts'

/** Slack asks to wait this long, in seconds, and lifts the limit after some of it, in milliseconds. */
const retryAfter = 600
const liftedAfterMs = 30_000
/** Channels that Slack does not limit hear of an end within this time, in milliseconds. */
const longestMs = 15_000

/** Slack limits one channel for ten minutes, or all of them, and lifts the limit early. Ferry tries once a minute. */
export const limits: Trouble = {
  name: 'slack-limits',
  title: 'Slack limits one channel, then all, for ten minutes each',
  rounds: 2,
  async run(story) {
    const stage = await openSqliteStage(story, { migrations: story.rounds * 8 })
    const { slack } = stage.world
    const wrong: string[] = []
    let limited: string | undefined
    let limitedAt = 0
    const outcome = await tellEnds({
      ...stage,
      async prepare(round) {
        const [channel] = endingIn(stage, round).flatMap((index) => stage.world.watched[index]?.channels ?? [])
        limited = round % 2 === 0 ? channel : undefined
        const fault: Fault = { kind: 'rate_limited', retry_after: retryAfter }
        limitedAt = performance.now()
        slack.world.faults.push({
          method: 'chat.postMessage',
          times: Number.MAX_SAFE_INTEGER,
          fault,
          ...(limited !== undefined && { channel: limited }),
        })
      },
      async hit(round) {
        if (limited !== undefined) {
          await story.until('the ends in other channels', () => untoldOf(stage, round, limited).length === 0)
          const ms = performance.now() - limitedAt
          if (ms > longestMs) wrong.push(`other channels waited ${Math.round(ms)} ms`)
        }
        await story.pause(Math.max(0, limitedAt + liftedAfterMs - performance.now()))
        slack.world.faults = slack.world.faults.filter(({ fault }) => fault.kind !== 'rate_limited')
        await story.until('the ends in all channels', () => untoldOf(stage, round).length === 0)
        return limited === undefined ? 'all channels' : 'one channel'
      },
    })
    return { ...outcome, complaints: [...outcome.complaints, ...wrong] }
  },
}

/** Ends of this round that were not told, but for those in one channel. */
function untoldOf(stage: Stage, round: number, except?: string): string[] {
  const buckets = new Set(endingIn(stage, round).map((index) => stage.world.watched[index]?.bucket))
  return stage.world.untold().filter((name) => {
    const [bucket, , channel] = name.split(' ')
    return buckets.has(bucket) && channel !== except
  })
}
