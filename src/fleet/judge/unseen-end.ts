import { isEnded } from '../../migrations/migration.ts'
import type { Event, Watch } from '../../store/store.ts'
import { followedSince } from '../watches.ts'
import type { Known } from './known.ts'

/**
 * The end of a migration that nobody has seen happen: somebody saw it going and began to follow it, and when Ferry first
 * read it for the fleet, it was over. A first reading is no change, so the fleet has no event of it. Pure.
 */
export function unseenEnd(
  watch: Pick<Watch, 'createdAt' | 'resumed' | 'seen'>,
  { migration, firstSeenAt, events }: Pick<Known, 'migration' | 'firstSeenAt' | 'events'>,
): Event | undefined {
  const { seen } = watch
  const since = followedSince(watch)
  if (seen === undefined || seen === migration.state || !isEnded(migration.state) || firstSeenAt < since)
    return undefined
  if (events.some(({ seq, details }) => details.type === 'state' && seq >= since)) return undefined
  // The number of `since` is taken by the line that says who follows again.
  const seq = Math.max(firstSeenAt, since + 1)
  return { seq, at: firstSeenAt, details: { type: 'state', from: seen, to: migration.state }, migration }
}
