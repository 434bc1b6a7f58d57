import type { Clock } from '../clock.ts'
import { jsonReply, type Reply } from './http/exchange.ts'

export type RateLimits = {
  /** Counts a call. Returns the seconds until Slack takes it if there were too many before, and 0 if it may pass. */
  take(call: LimitedCall): number
}

/** A call of the Web API. The token stands for the app in one workspace. */
export type LimitedCall = { method: string; token: string | undefined; channel: string | undefined }

type Limit = { calls: number; windowMs: number; of: 'workspace' | 'channel' }

const perMinute = (calls: number): readonly Limit[] => [{ calls, windowMs: 60_000, of: 'workspace' }]

/** docs.slack.dev/apis/web-api/rate-limits. "Several hundred" posts a minute are taken for three hundred. */
const limits: Readonly<Record<string, readonly Limit[]>> = {
  'chat.postMessage': [{ calls: 1, windowMs: 1000, of: 'channel' }, ...perMinute(300)],
  'chat.update': perMinute(50),
  'chat.delete': perMinute(50),
  'chat.postEphemeral': perMinute(100),
  'conversations.info': perMinute(50),
  'conversations.list': perMinute(20),
  'conversations.open': perMinute(50),
  'files.completeUploadExternal': perMinute(100),
  'files.getUploadURLExternal': perMinute(100),
  'usergroups.users.list': perMinute(20),
  'users.info': perMinute(100),
  'users.list': perMinute(20),
  'views.open': perMinute(100),
  'views.publish': perMinute(100),
  'views.push': perMinute(100),
  'views.update': perMinute(100),
}

/**
 * Calls that are sent evenly arrive unevenly. One may come this much too early; the one after it gains nothing by that.
 */
const toleranceMs = 250

/** Slack's limits on the calls of an app. Calls that are refused do not count. */
export function createRateLimits(clock: Clock): RateLimits {
  /** The times at which the last calls under each limit were due. */
  const passed = new Map<string, number[]>()
  return {
    take(call) {
      const now = clock.now()
      const due = (limits[call.method] ?? []).map((limit) => {
        const before = passed.get(keyOf(call, limit)) ?? []
        passed.set(keyOf(call, limit), before)
        return { limit, before, at: (before.at(-limit.calls) ?? Number.NEGATIVE_INFINITY) + limit.windowMs }
      })
      const waitMs = Math.max(0, ...due.map(({ at }) => at - now))
      if (waitMs > toleranceMs) return Math.ceil(waitMs / 1000)
      for (const { limit, before, at } of due) {
        before.push(Math.max(now, at))
        if (before.length > limit.calls) before.shift()
      }
      return 0
    },
  }
}

function keyOf({ method, token, channel }: LimitedCall, { of, windowMs }: Limit): string {
  return [method, token, of === 'channel' ? channel : '', windowMs].join(' ')
}

/** The reply to a call that came too soon. Slack takes it again after so many seconds. */
export function rateLimited(retryAfter: number): Reply {
  return jsonReply({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': String(retryAfter) })
}
