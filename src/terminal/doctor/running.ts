import { z } from 'zod'
import type { Config } from '../../config/config.ts'
import type { Finding } from '../../views/page/doctor.ts'

/**
 * A Ferry that runs with this configuration on this machine: what it finds itself, only that it lives, that none
 * answers, or that the configuration names no port at which one could be asked.
 */
export type Running =
  | { type: 'examined'; findings: Finding[] }
  | { type: 'alive' }
  | { type: 'silent' }
  | { type: 'unaskable' }

const answerSchema = z.object({
  findings: z.array(
    z.object({
      part: z.string(),
      state: z.enum(['well', 'ill', 'unknown']),
      says: z.string(),
      mend: z.string().exactOptional(),
    }),
  ),
})

/** How long a Ferry may take to examine itself, in milliseconds. It asks Slack meanwhile. */
const examinedWithinMs = 15_000

/** Asks the Ferry that runs here to examine itself. */
export async function askRunning({ host, port, metrics }: Config): Promise<Running> {
  const place = metrics.place === 'apart' ? metrics : { host, port }
  if (metrics.place !== 'nowhere') {
    const answer = await read(`http://${reachable(place.host)}:${place.port}/doctor`)
    const parsed = answerSchema.safeParse(answer)
    if (parsed.success) return { type: 'examined', findings: parsed.data.findings }
  }
  const health = await read(`http://${reachable(host)}:${port}/healthz`)
  if (z.object({ status: z.literal('alive') }).safeParse(health).success) return { type: 'alive' }
  return port === 0 && metrics.place === 'nowhere' ? { type: 'unaskable' } : { type: 'silent' }
}

/** The address at which a server is asked that listens on all addresses. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

async function read(url: string): Promise<unknown> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(examinedWithinMs) })
    return await answer.json()
  } catch {
    // Nobody listens there, or somebody else.
    return undefined
  }
}
