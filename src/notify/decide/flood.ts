import type { Group } from '../../store/store.ts'
import { flood, isMixed } from '../events.ts'
import { type Due, isOpen } from './grouping.ts'

/** Most messages in a channel within a short while, in milliseconds, before the rest is told in one. */
const mostMessages = 10
const burstMs = 10 * 60_000

/**
 * The events as they are told if a channel has just got many messages: those that would be further messages are told in one.
 * Events that join a message that is there already stay as they are. Pure.
 */
export function withFlood(groups: readonly Group[], due: readonly Due[], now: number): Due[] {
  const recent = groups.filter(({ openedAt }) => now - openedAt <= burstMs)
  let messages = recent.reduce((sum, group) => sum + messagesIn(group), 0)
  return [...Map.groupBy(due, ({ cause }) => cause.key).values()].flatMap((those) => {
    const more = messagesFor(those, groups, now)
    messages += more
    if (more === 0 || messages <= mostMessages) return those
    return those.map((one) => ({ ...one, cause: flood }))
  })
}

/** How many messages tell a group: one for each member that was told alone, and one for the others. */
function messagesIn({ members }: Pick<Group, 'members'>): number {
  const alone = members.filter(({ isAlone }) => isAlone).length
  return alone + (members.length > alone ? 1 : 0)
}

/** How many further messages events of one cause would be. */
function messagesFor(those: readonly Due[], groups: readonly Group[], now: number): number {
  const cause = those[0]?.cause
  if (cause === undefined || isMixed(cause.key)) return 0
  const open = groups.findLast((group) => isOpen(group, cause, now))
  if (open?.members.some(({ isAlone }) => !isAlone)) return 0
  if (open !== undefined || those.length <= cause.mostAlone) return Math.min(those.length, Math.max(1, cause.mostAlone))
  return cause.mostAlone === 1 ? 2 : 1
}
