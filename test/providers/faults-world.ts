import type { AppErrorCode } from '../../src/errors/errors.ts'
import { defaultPatience } from '../../src/providers/http/patience.ts'
import type { CallOptions, Connection, ListPart, Provider, Target } from '../../src/providers/provider.ts'
import { type ProviderWorld, stop } from './contract-world.ts'
import { openHttp } from './open-http.ts'

/**
 * The faults between Ferry and a cloud, and what the rest of Ferry then sees. The same tests run over each simulator;
 * the differences between clouds are data.
 */
export type FaultTable = {
  provider: Provider
  /** Opens a simulated cloud. `skewMs` is how far Ferry's clock is ahead of the cloud's, in milliseconds. */
  open(how?: { skewMs?: number }): Promise<ProviderWorld>
  /** The cloud's error codes, as errors contain them. */
  codes: { denied: string; unknownId: string; wrongState: string; quota: string; throttled: string }
  /** Ferry's error for an exhausted quota. */
  quotaIs: AppErrorCode
  /** The largest difference between the clocks at which the cloud accepts signatures. Absent if nothing is signed. */
  largestSkewMs?: number
  wrongRegion: {
    /** The meaning of a wrong region for this cloud. */
    is: string
    open(): Promise<ProviderWorld>
    error: { code: AppErrorCode; details: object }
  }
  /** Names of fields in the cloud's responses: the id, optional ones, and amounts of bytes. */
  fields: { id: string; optional: readonly string[]; bytes: readonly string[] }
  /** A list that holds running migrations, and a part of its path. Active migrations are read from it, too. */
  list: Omit<ListPart, 'offset'>
  listPath: string
}

/** A connection that records its pauses and warnings. */
export type Observed = {
  world: ProviderWorld
  connection: Connection
  /** Pauses between a call and its repetition, in milliseconds. */
  pausesMs: number[]
  warnings: unknown[]
  /** Stops a running migration, the only action that every cloud has. */
  act(target: Target, options?: CallOptions): Promise<void>
}

/** Opens a connection to such a cloud, with correct or wrong credentials. */
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
