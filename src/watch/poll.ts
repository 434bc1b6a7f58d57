import type { Clock } from '../clock.ts'
import type { Delivery } from '../delivery/outbox.ts'
import type { Connection, Provider } from '../providers/provider.ts'
import type { Account, Claim, Store, Watch, WorkspaceStore } from '../store/store.ts'
import { type Outcome, readAccount } from './account.ts'
import { inLanes } from './lanes.ts'
import { createOwnQuietTimes, type OwnQuietTimes } from './quiet.ts'

export type Poller = {
  /** Reads every account that has watches. Never rejects. */
  tick(): Promise<void>
  /** Reads one account soon, and asks for this migration even if it seems to be at rest. Returns at once. */
  lookNow(workspace: string, account: string, migrationId?: string): void
  /** When the last tick ended, epoch milliseconds. */
  lastTickAt(): number | undefined
  stop(): Promise<void>
}

export type PollerParts = {
  store: Pick<Store, 'in' | 'workspaces' | 'claim'>
  providers: readonly Provider[]
  connect(workspace: string, account: Account): Connection
  delivery: Pick<Delivery, 'nudge' | 'resume' | 'sweep'>
  clock: Clock
  log: Log
  onTick?(tick: { durationMs: number; accounts: number; watches: number; troubled: number }): void
}
type Log = { warn(details: object, message: string): void; error(details: object, message: string): void }

const accountsAtOnce = 8
/** Longest that a replica that died while reading holds up the others. */
const leaseMs = 60_000
/** A reading that takes longer is cut off, so that it writes nothing after its lease has ended. */
const longestReadMs = 50_000
/** What was asked for while another replica reads is read this much later. */
const askAgainMs = 1000

/**
 * One read of an account at a time, over all replicas. What is asked for while one runs is done right after it, so
 * that nothing asked for is lost and nothing runs twice at once.
 */
export function createPoller(parts: PollerParts): Poller {
  const running = new Map<string, Promise<boolean>>()
  const wanted = new Map<string, Set<string>>()
  const ownQuiet = createOwnQuietTimes(parts.clock)
  const ending = new AbortController()
  let lastTickAt: number | undefined

  function read(job: Job): Promise<boolean> {
    const key = jobKey(job)
    if (running.has(key)) {
      if (job.isAsked) wanted.set(key, new Set([...(wanted.get(key) ?? []), ...job.migrationIds]))
      return Promise.resolve(true)
    }
    const work = readLeased(parts, { ...job, signal: ending.signal, ownQuiet }).finally(() => {
      running.delete(key)
      const more = wanted.get(key)
      wanted.delete(key)
      if (more !== undefined && !ending.signal.aborted) void read(asked(job, [...more]))
    })
    running.set(key, work)
    return work
  }

  return {
    async tick() {
      const startedAt = parts.clock.now()
      const listed = await listWatches(parts)
      const accounts = jobsOf(listed)
      let troubled = 0
      await inLanes(accounts, accountsAtOnce, async (job) => {
        const isFine = ending.signal.aborted || (await read(job))
        if (!isFine) troubled += 1
      })
      await parts.delivery.sweep(listed).catch((error: unknown) => parts.log.error({ err: error }, 'Sweep failed'))
      lastTickAt = parts.clock.now()
      const watches = [...listed.values()].reduce((sum, { length }) => sum + length, 0)
      parts.onTick?.({ durationMs: lastTickAt - startedAt, accounts: accounts.length, watches, troubled })
    },
    lookNow(workspace, account, migrationId) {
      if (ending.signal.aborted) return
      const migrationIds = migrationId === undefined ? [] : [migrationId]
      void read(asked({ workspace, account }, migrationIds))
    },
    lastTickAt: () => lastTickAt,
    async stop() {
      ending.abort()
      await Promise.all(running.values())
    },
  }
}

type Job = {
  workspace: string
  account: string /** Of this account, as the tick has listed them for all; absent: to be listed. */
  watches?: readonly Watch[] /** To be asked for in any case. */
  migrationIds: readonly string[]
  isAsked: boolean
}
type Leased = Job & { signal: AbortSignal; ownQuiet: OwnQuietTimes }

function asked({ workspace, account }: AccountName, migrationIds: readonly string[]): Job {
  return { workspace, account, migrationIds, isAsked: true }
}

/** True when it went well, or somebody else was doing it. What is asked for is read in a quiet time too. */
async function readLeased(parts: PollerParts, job: Leased): Promise<boolean> {
  if (!job.isAsked && job.ownQuiet.isQuiet(jobKey(job))) return false
  try {
    const claim = await claimAccount(parts, job)
    if (claim === undefined) return true
    try {
      const outcome = await readWithin(parts, job)
      const error = outcome.type === 'failed' ? outcome.error : undefined
      job.ownQuiet.note(jobKey(job), error)
      return outcome.type === 'read'
    } finally {
      await claim.release()
    }
  } catch (error) {
    parts.log.error({ workspace: job.workspace, account: job.account, err: error }, 'Account could not be polled')
    return false
  }
}

/** Undefined when another replica reads it now; what is asked for waits for that to end, and is read after it. */
async function claimAccount({ store, clock }: PollerParts, job: Leased): Promise<Claim | undefined> {
  for (;;) {
    const claim = await store.claim(`poll:${jobKey(job)}`, leaseMs)
    if (claim !== undefined || !job.isAsked || job.signal.aborted) return claim
    await clock.sleep(askAgainMs, job.signal)
  }
}

async function readWithin(parts: PollerParts, job: Leased): Promise<Outcome> {
  const over = new AbortController()
  const cutOff = new AbortController()
  void parts.clock.sleep(longestReadMs, over.signal).then(() => cutOff.abort())
  try {
    const signal = AbortSignal.any([job.signal, cutOff.signal])
    const store = parts.store.in(job.workspace)
    const watches = job.watches ?? (await watchesOf(job.account, store))
    const outcome = await readAccount({ ...job, store, watches, signal }, parts)
    if (cutOff.signal.aborted) parts.log.warn({ account: job.account }, 'Reading took too long and was cut off')
    return outcome
  } finally {
    over.abort()
  }
}

async function watchesOf(account: string, store: WorkspaceStore): Promise<Watch[]> {
  const { items } = await store.watches.list()
  return items.filter((watch) => watch.account === account)
}

/** By workspace; empty when the store does not answer. */
async function listWatches({ store, log }: PollerParts): Promise<Map<string, Watch[]>> {
  const listed = new Map<string, Watch[]>()
  try {
    for (const workspace of await store.workspaces()) {
      listed.set(workspace, (await store.in(workspace).watches.list()).items)
    }
    return listed
  } catch (error) {
    log.error({ err: error }, 'Watches could not be read')
    return new Map()
  }
}

function jobsOf(listed: ReadonlyMap<string, readonly Watch[]>): Job[] {
  return [...listed].flatMap(([workspace, all]) =>
    [...Map.groupBy(all, (watch) => watch.account)].map(([account, watches]) => {
      return { workspace, account, watches, migrationIds: [], isAsked: false }
    }),
  )
}

type AccountName = { workspace: string; account: string }

function jobKey({ workspace, account }: AccountName): string {
  return `${workspace}:${account}`
}
