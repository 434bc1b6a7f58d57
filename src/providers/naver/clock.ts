import { AppError, isAppError } from '../../errors.ts'

/** From this difference on the gateway refuses every signature, with the same 401 as for a wrong key. */
const largestSkewMs = 5 * 60_000

/** The error to throw for a failed call: a refused key is not the key's fault while our clock is wrong. */
export function blameClock(error: unknown, now: number): unknown {
  if (!isAppError(error, 'provider_denied')) return error
  const skewMs = now - Date.parse(String(error.details.date))
  if (!(Math.abs(skewMs) >= largestSkewMs)) return error
  return new AppError('clock_wrong', { ...error.details, offset: offsetIn(skewMs) }, { cause: error })
}

function offsetIn(skewMs: number): string {
  const minutes = Math.round(Math.abs(skewMs) / 60_000)
  return `${minutes} minutes ${skewMs > 0 ? 'ahead of' : 'behind'}`
}
