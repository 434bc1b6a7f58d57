import type { AppErrorCode } from '../../src/errors.ts'
import { defaultPatience } from '../../src/providers/patience.ts'
import type { CallOptions, Connection, Provider, Target } from '../../src/providers/provider.ts'
import { type ProviderWorld, stop } from './contract-world.ts'
import { openHttp } from './open-http.ts'

/**
 * What can go wrong between Ferry and a cloud, and what the rest of Ferry then sees: one table, run over each simulator.
 * What differs from cloud to cloud is data.
 */
export type FaultTable = {
  provider: Provider
  /** A simulated cloud whose clock differs from Ferry's by so much. */
  open(how?: { skewMs?: number }): Promise<ProviderWorld>
  /** The cloud's own, as errors carry them. */
  codes: { denied: string; unknownId: string; wrongState: string; quota: string; throttled: string }
  /** What a used-up quota is to Ferry. */
  quotaIs: AppErrorCode
  /** The difference between clocks from which on signatures are refused. Absent: nothing is signed. */
  largestSkewMs?: number
  wrongRegion: {
    /** What stands for it here. */
    is: string
    open(): Promise<ProviderWorld>
    error: { code: AppErrorCode; details: object }
  }
  /** Names in the cloud's answers: of the id, of what may be missing, and of a count of bytes. */
  fields: { id: string; optional: readonly string[]; bytes: readonly string[] }
  /** Part of the path of one list that `listActive` reads page by page. */
  listPath: string
}

/** A connection that is watched: what it asked, how long it waited, and what it wrote into the log. */
export type Observed = {
  world: ProviderWorld
  connection: Connection
  /** Milliseconds between a call and its repetition. */
  pausesMs: number[]
  warnings: unknown[]
  /** Stops what runs, the one action that every cloud has. */
  act(target: Target, options?: CallOptions): Promise<void>
}

/** A connection to such a cloud, with the right credentials or wrong ones. */
export async function observe(
  { provider }: FaultTable,
  opening: Promise<ProviderWorld>,
  { isWrong = false, patience = defaultPatience } = {},
): Promise<Observed> {
  const world = await opening
  const pausesMs: number[] = []
  const sleep = async (ms: number) => {
    pausesMs.push(ms)
    await world.clock.sleep(ms)
  }
  const clock = { now: world.clock.now, sleep }
  const { fetchJson } = openHttp({ clock, patience })
  const warnings: unknown[] = []
  const read = provider.readCredentials(isWrong ? world.wrongAnswers : world.answers)
  if (!read.ok) throw new Error(`The answers were refused: ${JSON.stringify(read.problems)}`)
  const environment = { clock, fetchJson, warn: (...warning: unknown[]) => void warnings.push(warning) }
  const connection = provider.open({ name: 'prod', credentials: read.credentials }, environment)
  const act: Observed['act'] = (target, options = {}) => stop(connection, provider, { ...target, ...options })
  return { world, connection, pausesMs, warnings, act }
}
