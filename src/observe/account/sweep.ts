import { hasPassed } from '../../async/clock.ts'
import { type Listing, nextParts } from '../../fleet/listing.ts'
import type { Kind } from '../../migrations/migration.ts'
import type { ListPart } from '../../providers/provider.ts'

/** Pages that one round reads while an account is listed for the first time, and afterwards. */
const firstPages = 5
const laterPages = 1
/** How often a page of an account that nobody follows is read, in milliseconds. */
const idleEveryMs = 5 * 60_000

/** The pages that this round reads to find new migrations and to refresh those that nobody follows. Pure. */
export function sweepParts(
  listing: Listing,
  { kinds, isFollowed, now }: { kinds: readonly Kind[]; isFollowed: boolean; now: number },
): ListPart[] {
  if (listing.whole === undefined) return nextParts(listing, kinds, firstPages)
  if (!isFollowed && !hasPassed(idleEveryMs, { since: listing.listedAt, now })) return []
  return nextParts(listing, kinds, laterPages)
}
