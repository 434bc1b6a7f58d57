import type { AppError } from '../errors/errors.ts'
import { type Explanation, explain, failureIn } from './explain.ts'

/**
 * The explanation of a cloud's own code, where it says more than Ferry's error: for each refusal, for a limit that a
 * minute's wait does not lift, and for a key that is locked for a while and may be the right one. Undefined otherwise.
 */
export function explanationOf({ code, details }: AppError): Explanation | undefined {
  if (code !== 'provider_refused' && code !== 'provider_throttled' && code !== 'provider_denied') return undefined
  const explanation = explain(failureIn(details))
  if (code === 'provider_refused') return explanation
  const isForWaiting = explanation.turn === 'wait'
  return explanation.isKnown && isForWaiting === (code === 'provider_denied') ? explanation : undefined
}
