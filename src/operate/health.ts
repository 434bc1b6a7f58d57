import type { Clock } from '../clock.ts'
import { isAppError } from '../errors.ts'

/**
 * Whether the process lives, and whether it can do its work. The answers are public: they name the checks and never
 * what is behind them (hosts, workspaces, messages of errors).
 */
export function createHealth({ clock, checks, lagMs }: HealthParts): Health {
  let isLeaving = false
  return {
    leave() {
      isLeaving = true
    },
    alive: () => ({ ok: true, body: { status: 'alive', eventLoopLagMs: Math.round(lagMs()) } }),
    ready: async () => {
      if (isLeaving) return { ok: false, body: { status: 'stopping' } }
      const results = await Promise.all(checks.map((check) => runCheck(check, clock)))
      const ok = results.every((result) => result.ok)
      return { ok, body: { status: ok ? 'ready' : 'not ready', checks: results } }
    },
  }
}

export type HealthParts = { clock: Clock; checks: readonly Check[]; lagMs(): number }
export type Health = {
  /** Answering at all is the proof: a blocked event loop answers nothing. */
  alive(): HealthReport
  /** Never rejects. */
  ready(): Promise<HealthReport>
  /** From now on this process is not ready, so that whoever balances load sends nothing new. */
  leave(): void
}
export type HealthReport = { ok: boolean; body: Readonly<Record<string, unknown>> }

export type Check = {
  name: string
  /** Rejecting counts as not ok. */
  run(signal: AbortSignal): Promise<CheckOutcome> | CheckOutcome
}
export type CheckOutcome = { ok: boolean; detail?: string }
export type CheckResult = CheckOutcome & { name: string }

const checkTimeoutMs = 2000

async function runCheck(check: Check, clock: Clock): Promise<CheckResult> {
  const ending = new AbortController()
  const timeout = clock
    .sleep(checkTimeoutMs, ending.signal)
    .then(() => ({ ok: false, detail: `no answer within ${checkTimeoutMs / 1000} s` }))
  try {
    const outcome = await Promise.race([check.run(ending.signal), timeout])
    return { name: check.name, ...outcome }
  } catch (error) {
    // A failure is this check's outcome, not an accident.
    return { name: check.name, ok: false, detail: isAppError(error) ? error.code : 'failed' }
  } finally {
    ending.abort()
  }
}
