import type { CreationFailure } from '../../approvals/request.ts'
import { explain } from '../../catalogue/explain.ts'
import { isAppError, say } from '../../errors/errors.ts'

/** Why nothing was created, in words for people. What a cloud refuses is explained from the catalogue. */
export function failureOf(error: unknown): CreationFailure {
  if (!isAppError(error)) return { code: 'unexpected', what: 'Something broke on our side.', next: 'Request it again.' }
  const { code, message, detail, requestId } = error.details
  const request = requestId === undefined ? {} : { requestId: String(requestId) }
  if (error.code !== 'provider_refused') return { code: error.code, ...say(error), ...request }
  const { what, fix } = explain({
    ...(code === undefined ? {} : { code: String(code) }),
    ...(message === undefined ? {} : { message: String(message) }),
    ...(detail === undefined ? {} : { detail: String(detail) }),
  })
  return { code: String(code ?? error.code), what, next: fix, ...request }
}
