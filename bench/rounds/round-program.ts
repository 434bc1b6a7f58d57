import { z } from 'zod'
import type { Fleet } from '../world/fleet.ts'
import { ask, startProgram } from '../world/program.ts'

const tookSchema = z.object({ tookMs: z.number(), cpuMs: z.number() })
const roundsSchema = tookSchema.extend({
  requests: z.array(z.object({ account: z.string(), url: z.string() })),
  read: z.record(z.string(), z.number()),
  written: z.record(z.string(), z.number()),
  liveBytes: z.number().optional(),
})
export type Took = z.infer<typeof tookSchema>
/** Durations of rounds, their records by sort, and the calls of the last one. */
export type Rounds = z.infer<typeof roundsSchema>

/** A bot in a process of its own that has listed every account of a fleet, and does rounds when it is asked. */
export type RoundProgram = { rounds(count: number): Promise<Rounds>; stop(): Promise<void> }

export async function startRounds(fleet: Fleet, nodeOptions: readonly string[] = []): Promise<RoundProgram> {
  const environment = { STORE_URL: fleet.copyOfStore(), CLOUD_URL: fleet.cloud.url }
  const program = await startProgram({ script: new URL('./rounds.ts', import.meta.url), nodeOptions, environment })
  const rounds = async (count: number) => roundsSchema.parse(await ask(program, count))
  await rounds(kindsOfHuawei)
  return { rounds, stop: program.stop }
}

/** The rounds after which every kind has been listed once. */
export const kindsOfHuawei = 3

/** A plain client in a process of its own that makes the same calls as a round. */
export type BareProgram = { read(calls: Rounds['requests']): Promise<Took>; stop(): Promise<void> }

export async function startBarePages({ accounts, cloud }: Fleet): Promise<BareProgram> {
  const environment = { CLOUD_URL: cloud.url, ACCOUNTS: String(accounts) }
  const program = await startProgram({ script: new URL('./bare-pages.ts', import.meta.url), environment })
  return { read: async (calls) => tookSchema.parse(await ask(program, calls)), stop: program.stop }
}
