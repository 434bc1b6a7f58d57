import type { LocalSlack } from '../../playground/slack/server.ts'
import type { Measurement } from '../row.ts'
import { listenTo } from './heard.ts'

/** Counts the calls that Slack refuses because there were too many. */
export type Refused = { judged(what: string): Measurement; stop(): void }

export function countRefused(slacks: readonly LocalSlack[]): Refused {
  const counts = new Map<string, number>()
  const stops = slacks.map((slack) => countIn(slack, counts))
  return {
    judged(what) {
      const measured = [...counts].map(([why, count]) => `${count} × ${why}`).join(', ') || '0'
      return { what: `${what}: calls refused by 429`, measured, bar: '0', isMet: counts.size === 0 }
    },
    stop() {
      for (const stop of stops) stop()
    },
  }
}

function countIn(slack: LocalSlack, counts: Map<string, number>): () => void {
  const postedAt = new Map<unknown, number>()
  return listenTo(slack, ({ method, args, at, status }) => {
    if (status === 429) {
      const isCrowded = method === 'chat.postMessage' && at - (postedAt.get(args.channel) ?? 0) < 1000
      const why = `${method} ${isCrowded ? 'too soon after another in its channel' : 'too many in a minute'}`
      counts.set(why, (counts.get(why) ?? 0) + 1)
    } else if (method === 'chat.postMessage') postedAt.set(args.channel, at)
  })
}
