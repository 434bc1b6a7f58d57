import type { AppError } from '../errors.ts'
import { type Explanation, explain, failureIn } from './explain.ts'

/**
 * What a cloud's own code says better than the words of our error: of each refusal, of a limit that a minute's waiting
 * does not lift, and of a key that is locked for a while, which may be the right one.
 */
export function explanationOf({ code, details }: AppError): Explanation | undefined {
  if (code !== 'provider_refused' && code !== 'provider_throttled' && code !== 'provider_denied') return undefined
  const explanation = explain(failureIn(details))
  if (code === 'provider_refused') return explanation
  const isForWaiting = explanation.turn === 'wait'
  return explanation.isKnown && isForWaiting === (code === 'provider_denied') ? explanation : undefined
}
