import { type Clock, steadyBeside } from '../async/clock.ts'
import { inLanes } from '../async/in-lanes.ts'
import type { Log } from '../log.ts'
import type { ReadOutcome } from './parts.ts'

/** Rounds over all accounts of the workspaces that this replica leads. */
export type Rounds = {
  /** Reads every account once. Never rejects. */
  tick(): Promise<void>
  /** Reads every account of one workspace, which this replica has just taken over. Never rejects. */
  begin(work: Observed): Promise<void>
  /** When the last round ended, in milliseconds by the clock that measures spans. */
  lastTickAt(): number | undefined
}

/** A workspace as rounds see it. */
export type Observed = {
  workspace: string
  fleet: { watches: { following: number } }
  accounts(): Promise<string[]>
  read(account: string): Promise<ReadOutcome>
}

export type RoundParts = {
  led(): readonly Observed[]
  clock: Clock
  log: Log<'error'>
  /** Called after each round, with what is left to be delivered still to be looked at. */
  afterRound(): Promise<void>
  onTick?(tick: Tick): void
}

/** `troubled`: accounts that were not read, for any reason. `unread`: those of them whose clouds refused nothing. */
export type Tick = { durationMs: number; accounts: number; watches: number; troubled: number; unread: number }

/** Accounts that are read at the same time. */
const accountsAtOnce = 8

export function createRounds({ led, clock, log, afterRound, onTick }: RoundParts): Rounds {
  const time = steadyBeside(clock)
  let lastTickAt: number | undefined

  async function readAll(works: readonly Observed[]): Promise<Pick<Tick, 'accounts' | 'troubled' | 'unread'>> {
    const found = await Promise.all(works.map(jobsOf))
    const jobs = found.flatMap((some) => some ?? [])
    const outcomes: ReadOutcome[] = []
    await inLanes(jobs, accountsAtOnce, async ({ work, account }) => void outcomes.push(await work.read(account)))
    return {
      accounts: jobs.length,
      troubled: outcomes.filter((outcome) => outcome !== 'read').length,
      unread:
        outcomes.filter((outcome) => outcome === 'failed').length + found.filter((some) => some === undefined).length,
    }
  }

  /** The accounts of a workspace to be read. Undefined if nobody knows them. */
  async function jobsOf(work: Observed) {
    try {
      return (await work.accounts()).map((account) => ({ work, account }))
    } catch (error) {
      log.error({ workspace: work.workspace, err: error }, 'The accounts of a workspace could not be read')
      return undefined
    }
  }

  return {
    async tick() {
      const startedAt = time.now()
      const works = led()
      const read = await readAll(works)
      await afterRound().catch((error: unknown) =>
        log.error({ err: error }, 'What is left to deliver could not be read'),
      )
      lastTickAt = time.now()
      const watches = works.reduce((sum, { fleet }) => sum + fleet.watches.following, 0)
      onTick?.({ durationMs: lastTickAt - startedAt, watches, ...read })
    },
    async begin(work) {
      await readAll([work])
    },
    lastTickAt: () => lastTickAt,
  }
}
