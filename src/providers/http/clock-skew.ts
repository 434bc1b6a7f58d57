import { AppError, isAppError } from '../../errors/errors.ts'

/**
 * The error to throw for a failed signed call. While Ferry's clock is wrong, a refused key is not the key's fault: from
 * `largestSkewMs` on, the cloud refuses every signature and answers as it does for a wrong key. Its own clock is in the
 * answer's Date.
 */
export function blameClock(error: unknown, { now, largestSkewMs }: { now: number; largestSkewMs: number }): unknown {
  if (!isAppError(error, 'provider_denied')) return error
  const skewMs = now - Date.parse(String(error.details.date))
  if (!(Math.abs(skewMs) > largestSkewMs - precisionMs)) return error
  return new AppError('clock_wrong', { ...error.details, offset: offsetIn(skewMs) }, { cause: error })
}

/** Precision of the Date of an answer, in milliseconds: whole seconds. */
const precisionMs = 1_000

function offsetIn(skewMs: number): string {
  const minutes = Math.abs(skewMs) / 60_000
  const amount =
    minutes < 120
      ? `${Math.round(minutes)} minutes`
      : minutes < 2880
        ? `${Math.round(minutes / 60)} hours`
        : `${Math.round(minutes / 1440)} days`
  return `${amount} ${skewMs > 0 ? 'ahead of' : 'behind'}`
}
