import type { LocalSlack } from '../playground/slack/server.ts'
import { listenTo } from './heard.ts'
import type { Measurement } from './row.ts'

/** Counts the calls that Slack refuses because there were too many. */
export type Refused = { judged(what: string): Measurement; stop(): void }

export function countRefused(slack: LocalSlack): Refused {
  const counts = new Map<string, number>()
  const postedAt = new Map<unknown, number>()
  const stop = listenTo(slack, ({ method, args, at, status }) => {
    if (status === 429) {
      const isCrowded = at - (postedAt.get(args.channel) ?? 0) < 1000
      const why =
        method === 'chat.postMessage' && isCrowded ? 'too soon after another in its channel' : 'too many in a minute'
      counts.set(`${method} ${why}`, (counts.get(`${method} ${why}`) ?? 0) + 1)
    } else if (method === 'chat.postMessage') postedAt.set(args.channel, at)
  })
  return {
    judged(what) {
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
      const why = [...counts].map(([one, count]) => `${count} × ${one}`).join(', ')
      return { what: `${what}: calls refused by 429`, measured: String(total), bar: '0', isMet: total === 0, why }
    },
    stop,
  }
}
