import type { AppError } from '../errors.ts'
import { type Explanation, explain, failureIn } from './explain.ts'

/**
 * What a cloud's own code says better than the words of our error: of each refusal, and of a limit that a minute's
 * waiting does not lift.
 */
export function explanationOf({ code, details }: AppError): Explanation | undefined {
  if (code !== 'provider_refused' && code !== 'provider_throttled') return undefined
  const explanation = explain(failureIn(details))
  const isUsedUp = explanation.isKnown && explanation.turn !== 'wait'
  return code === 'provider_refused' || isUsedUp ? explanation : undefined
}
