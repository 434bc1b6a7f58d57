import { isAppError } from '../errors/errors.ts'
import { createHoldings, type Holdings, leaseKey } from './holdings.ts'
import { createPresence, type Presence, places } from './presence.ts'
import { nextMove } from './shares.ts'
import type { LeaderParts, Led } from './work.ts'

/** Keeps this replica's share of the workspaces: each has one leader at a time over all replicas. */
export type Leader<Work extends Led> = {
  /** Keeps even shares from now on. Resolves before the workspaces that it begins to take are loaded. */
  start(): Promise<void>
  /** Resolves when the first share is loaded. */
  loaded(): Promise<void>
  /** Resolves when a workspace that this replica is loading can be found; at once if it is loading none by that name. */
  loading(workspace: string): Promise<void>
  /** The work on a workspace, if this replica leads it. */
  of(workspace: string): Work | undefined
  all(): Work[]
  /** Looks at the shares now, because something has changed. */
  review(): Promise<void>
  /** Id of the replica that leads a workspace, as the store says. */
  holderOf(workspace: string): Promise<string | undefined>
  /** Ends all work and hands the workspaces over at once. */
  stop(): Promise<void>
}

/** How often a replica looks at the shares, in milliseconds. */
const reviewEveryMs = 2_000
const topic = 'owner'

export function createLeader<Work extends Led>(parts: LeaderParts<Work>): Leader<Work> {
  const { clock, store, self } = parts
  const holdings = createHoldings(parts)
  const presence = createPresence(self, store)
  const ending = new AbortController()
  const announce = () => store.signals.publish(topic, self).catch(() => undefined)
  const review = createReview({ parts, holdings, presence, announce, signal: ending.signal })
  let first = Promise.resolve()
  let loop = Promise.resolve()
  let unsubscribe = async () => {}

  async function reviewForEver(): Promise<void> {
    await first
    while (!ending.signal.aborted) {
      await clock.sleep(reviewEveryMs, ending.signal)
      if (!ending.signal.aborted) await review()
    }
  }

  return {
    async start() {
      unsubscribe = await store.signals.subscribe(topic, (from) => {
        if (from !== self) void review()
      })
      first = review()
      loop = reviewForEver()
    },
    loaded: () => first,
    loading: holdings.loading,
    of: holdings.of,
    all: holdings.all,
    review,
    holderOf: async (workspace) => (await store.holdersOf([leaseKey(workspace)]))[0],
    async stop() {
      ending.abort()
      await loop
      await holdings.stop()
      await presence.leave()
      await announce()
      await unsubscribe()
    },
  }
}

type Reviewing<Work extends Led> = {
  parts: LeaderParts<Work>
  holdings: Holdings<Work>
  presence: Presence
  announce(): Promise<void>
  signal: AbortSignal
}

/** Looks at the shares, one look at a time. A look that is asked for meanwhile follows. */
function createReview<Work extends Led>(reviewing: Reviewing<Work>): () => Promise<void> {
  const { parts, signal } = reviewing
  let running: Promise<void> | undefined
  let isWanted = false

  async function reviewWhileWanted(): Promise<void> {
    while (isWanted && !signal.aborted) {
      isWanted = false
      await reviewOnce(reviewing).catch((error: unknown) => {
        if (!isAppError(error)) throw error
        parts.log.warn({ err: error }, 'The shares of the replicas could not be read')
      })
    }
  }

  return () => {
    isWanted = true
    running ??= reviewWhileWanted().finally(() => {
      running = undefined
    })
    return running
  }
}

async function reviewOnce<Work extends Led>({
  parts: { self, store, workspaces: listWorkspaces, onOtherHolder },
  holdings,
  presence,
  announce,
}: Reviewing<Work>): Promise<void> {
  const workspaces = await listWorkspaces()
  await holdings.keepOnly(workspaces)
  const all = await store.holdersOf([...places, ...workspaces.map(leaseKey)])
  const [replicas, holders] = [all.slice(0, places.length), all.slice(places.length)]
  const isOther = (holder: string | undefined) => holder !== undefined && holder !== self
  for (const workspace of workspaces.filter((_, index) => isOther(holders[index]))) onOtherHolder(workspace)
  await presence.keep(replicas)
  const { take, give } = nextMove({
    self,
    replicas: replicas.filter((replica) => replica !== undefined),
    holders: new Map(workspaces.map((workspace, index) => [workspace, holders[index]])),
  })
  if (give > 0) {
    await holdings.giveBack(give)
    await announce()
  }
  await Promise.all(take.map(holdings.take))
}
