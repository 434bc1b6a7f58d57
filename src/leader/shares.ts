/** The next step of a replica towards an even share of workspaces. `give` is how many it gives back. */
export type Move = { take: readonly string[]; give: number }

/** All replicas and workspaces, as one replica sees them. */
export type View = {
  self: string
  /** Ids of all live replicas. */
  replicas: readonly string[]
  /** The holder of each workspace that is to be served. Undefined if nobody holds it. */
  holders: ReadonlyMap<string, string | undefined>
}

/**
 * The workspaces that this replica takes and gives back so that no two replicas differ by more than one workspace. No workspace
 * moves without need. Pure.
 */
export function nextMove({ self, replicas, holders }: View): Move {
  const live = [...new Set([...replicas, self])].sort()
  const least = Math.floor(holders.size / live.length)
  const most = Math.ceil(holders.size / live.length)
  const counts = new Map(live.map((replica) => [replica, 0]))
  const free: string[] = []
  for (const [workspace, holder] of holders) {
    if (holder === undefined) free.push(workspace)
    else if (counts.has(holder)) counts.set(holder, (counts.get(holder) ?? 0) + 1)
  }
  const own = counts.get(self) ?? 0
  const lacking = sum(counts.values(), (count) => least - count)
  const given = sum(counts.values(), (count) => count - most)
  const spare = free.length - lacking
  const taken = own < least ? least - own : own < most && spare > 0 ? 1 : 0
  return {
    take: inOwnOrder(free, self).slice(0, taken),
    give:
      Math.max(0, own - most) +
      (isAskedForOne(self, counts, { least, most, short: lacking - free.length - given }) ? 1 : 0),
  }
}

/** Where a replica lacks workspaces although none has too many, the first few that could do with one less give one. */
function isAskedForOne(
  self: string,
  counts: ReadonlyMap<string, number>,
  { least, most, short }: { least: number; most: number; short: number },
): boolean {
  const able = [...counts].filter(([, count]) => Math.min(count, most) > least).map(([replica]) => replica)
  const place = able.indexOf(self)
  return place >= 0 && place < short
}

function sum(counts: Iterable<number>, surplus: (count: number) => number): number {
  let total = 0
  for (const count of counts) total += Math.max(0, surplus(count))
  return total
}

/** Free workspaces in an order that differs from replica to replica, so that not all try the same one first. */
function inOwnOrder(workspaces: readonly string[], self: string): string[] {
  return workspaces.toSorted((a, b) => rank(a, self) - rank(b, self))
}

/** FNV-1a. */
function rank(workspace: string, self: string): number {
  let hash = 2166136261
  for (const unit of `${self} ${workspace}`) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 16777619)
  return hash >>> 0
}
