const channelIntervalMs = 1000
const postsPerMinute = 300
const minuteMs = 60_000

/**
 * The time in which Slack's limits let these posts through, from the first to the last, if each is sent as soon as they
 * allow: one a second in a channel, 300 a minute in a workspace.
 */
export function shortestMs(channelsOfPosts: readonly string[]): number {
  const left = new Map<string, number>()
  for (const channel of channelsOfPosts) left.set(channel, (left.get(channel) ?? 0) + 1)
  const sentAt: number[] = []
  const freeAt = new Map<string, number>()
  while (left.size > 0) {
    const now = Math.max(sentAt.at(-1) ?? 0, (sentAt.at(-postsPerMinute) ?? -minuteMs) + minuteMs)
    const [channel, at] = nextChannel(left, (one) => Math.max(now, freeAt.get(one) ?? 0))
    sentAt.push(at)
    freeAt.set(channel, at + channelIntervalMs)
    const more = (left.get(channel) ?? 0) - 1
    if (more > 0) left.set(channel, more)
    else left.delete(channel)
  }
  return sentAt.at(-1) ?? 0
}

/** The channel that is free first, and when. Of several, the one with the most posts left. */
function nextChannel(left: ReadonlyMap<string, number>, freeAt: (channel: string) => number): [string, number] {
  let [best, bestAt, bestLeft] = ['', Number.POSITIVE_INFINITY, 0]
  for (const [channel, count] of left) {
    const at = freeAt(channel)
    if (at < bestAt || (at === bestAt && count > bestLeft)) [best, bestAt, bestLeft] = [channel, at, count]
  }
  return [best, bestAt]
}
