import { type Clock, steadyBeside } from '../../async/clock.ts'
import { AppError, isAppError } from '../../errors/errors.ts'
import { blameClock } from './clock-skew.ts'

/** Sends one signed request. Throws clock_wrong, without a request, while the cloud would refuse the signature. */
export type Signatures = <Answer>(send: () => Promise<Answer>) => Promise<Answer>

/**
 * The signed requests of one account. After five refused signatures in a row Huawei locks the key for five minutes, so
 * none is sent while Ferry's clock is known to be off by `largestSkewMs`. As soon as the clock is corrected, requests
 * are sent again.
 */
export function createSignatures({ clock, largestSkewMs }: { clock: Clock; largestSkewMs: number }): Signatures {
  const steady = steadyBeside(clock)
  let refused: Refused | undefined
  /** Over when the first request is. It keeps nothing of its answer, which would be kept as long as the account is open. */
  let first: Promise<void> | undefined

  /** The error of the last refusal, if the clock is still as wrong as it was then. */
  function stillWrong(): AppError | undefined {
    if (refused === undefined) return undefined
    const passedMs = steady.now() - refused.steadyAt
    // The steady clock may stand still while the machine sleeps, so the cloud is asked from time to time.
    if (passedMs >= askAgainMs) return undefined
    const movedMs = clock.now() - refused.at - passedMs
    return Math.abs(movedMs) < correctionMs ? refused.error : undefined
  }

  async function sendNow<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    const error = stillWrong()
    if (error !== undefined) throw new AppError(error.code, error.details, { cause: error })
    try {
      const answer = await send()
      refused = undefined
      return answer
    } catch (thrown) {
      const blamed = blameClock(thrown, { now: clock.now(), largestSkewMs })
      const isWrong = isAppError(blamed, 'clock_wrong')
      if (isWrong) refused = { error: blamed, at: clock.now(), steadyAt: steady.now() }
      throw blamed
    }
  }

  return async (send) => {
    // The first request goes alone: if the clock is wrong, others beside it would be refused as well.
    if (first !== undefined) {
      await first
      return sendNow(send)
    }
    const sending = sendNow(send)
    first = sending.then(noted, noted)
    return sending
  }
}

function noted(): void {}

/** A refusal for the clock's sake, with the times of both clocks when it came. */
type Refused = { error: AppError; at: number; steadyAt: number }

/** The longest time without a request while the clock is wrong, in milliseconds: three refusals in five minutes. */
const askAgainMs = 2 * 60_000

/** Whoever corrects the clock moves it by more than this, in milliseconds. */
const correctionMs = 30_000
