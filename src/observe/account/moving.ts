import type { AccountFleet } from '../../fleet/account-fleet.ts'
import { isSettled, type Kind } from '../../migrations/migration.ts'
import type { KindCapabilities, ListPart } from '../../providers/provider.ts'
import type { Due } from './plan.ts'

/** Most pages of one state that a look reads, and most migrations that it reads alone. */
const mostPages = 5
const mostAlone = 20

type Looking = {
  fleet: Pick<AccountFleet, 'known' | 'listing'>
  /** Kinds that are listed. */
  listed: readonly Kind[]
  kinds: Partial<Record<Kind, Pick<KindCapabilities, 'reading'>>>
}

/**
 * The pages that show what moves in an account, and what is new: the first of each kind, and those of its active states
 * unless the first holds everything. Pure.
 */
export function movingParts({ fleet, listed, kinds }: Looking): ListPart[] {
  return listed.flatMap((kind) => {
    const { pageSize = 100, states = [] } = kinds[kind]?.reading ?? {}
    const first = { kind, offset: 0 }
    const total = fleet.listing.totals.get(kind)
    if (total !== undefined && total <= pageSize) return [first]
    const filtered = states
      .filter((state) => !isSettled(state))
      .flatMap((state) => {
        const count = Math.ceil(countOf(fleet, kind, state) / pageSize)
        const pages = Math.min(mostPages, Math.max(1, count))
        return Array.from({ length: pages }, (_, index) => ({ kind, state, offset: index * pageSize }))
      })
    return [first, ...filtered]
  })
}

/** What moved when it was last read and that no page of this look has shown. The few that were read longest ago. Pure. */
export function movedBefore({ fleet, listed }: Omit<Looking, 'kinds'>, isRead: (one: Due) => boolean): Due[] {
  const left: { due: Due; readAt: number }[] = []
  for (const { migration } of fleet.known.values()) {
    const { kind, id, state, readAt } = migration
    const due = { kind, id, state }
    if (!isSettled(state) && listed.includes(kind) && !isRead(due)) left.push({ due, readAt })
  }
  const oldest = left.toSorted((a, b) => a.readAt - b.readAt).slice(0, mostAlone)
  return oldest.map(({ due }) => due)
}

function countOf({ known }: Looking['fleet'], kind: Kind, state: Due['state']): number {
  let count = 0
  for (const { migration } of known.values()) if (migration.kind === kind && migration.state === state) count += 1
  return count
}
