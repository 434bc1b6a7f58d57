import type { Clock } from '../async/clock.ts'
import { inTime } from '../async/in-time.ts'
import { isAppError } from '../errors/errors.ts'

/** Tells whether this process can do its work, and what stands in its way. */
export function createHealth({ clock, checks, facts }: HealthParts): Health {
  let isLeaving = false
  const readiness = async (): Promise<Readiness> => {
    const results = await Promise.all(checks.map((check) => runCheck(check, clock)))
    if (isLeaving) return { ok: false, status: 'stopping', checks: results }
    const ok = results.every((result) => result.ok)
    return { ok, status: ok ? 'ready' : 'not ready', checks: results }
  }
  return {
    leave() {
      isLeaving = true
    },
    ready: async () => (isLeaving ? { ok: false, status: 'stopping' } : readiness()),
    async details() {
      const { status, checks } = await readiness()
      return { status, checks, ...facts() }
    },
  }
}

export type HealthParts = {
  clock: Clock
  checks: readonly Check[]
  /** Facts that are reported beside the checks. */
  facts(): Readonly<Record<string, unknown>>
}
export type Health = {
  /** Whether the process is ready. Never rejects. */
  ready(): Promise<Pick<Readiness, 'ok' | 'status'>>
  /** Details for the operator: checks, workspaces and reasons, never a secret. Never rejects. */
  details(): Promise<Readonly<Record<string, unknown>>>
  /** Makes this process not ready from now on, so that a load balancer sends nothing new. */
  leave(): void
}
export type Readiness = { ok: boolean; status: 'ready' | 'not ready' | 'stopping'; checks: readonly CheckResult[] }

export type Check = {
  name: string
  /** Runs the check. A rejection counts as not ok. */
  run(signal: AbortSignal): Promise<CheckOutcome> | CheckOutcome
}
export type CheckOutcome = { ok: boolean; detail?: string }
export type CheckResult = CheckOutcome & { name: string }

const checkTimeoutMs = 2000

async function runCheck(check: Check, clock: Clock): Promise<CheckResult> {
  const ending = new AbortController()
  const late = { ok: false, detail: `no answer within ${checkTimeoutMs / 1000} s` }
  try {
    const outcome = await inTime(Promise.resolve(check.run(ending.signal)), { ms: checkTimeoutMs, clock, late })
    return { name: check.name, ...outcome }
  } catch (error) {
    // A check that throws has failed; the error goes no further.
    return { name: check.name, ok: false, detail: isAppError(error) ? error.message : 'failed' }
  } finally {
    ending.abort()
  }
}
