import { explain, failureIn } from '../catalogue/explain.ts'
import { type AppError, say } from '../errors/errors.ts'

/** An error in one or two sentences. What a cloud refuses is explained from the catalogue. */
export function problemWords(error: AppError): string {
  if (error.code !== 'provider_refused') return say(error).what
  const { code, message } = error.details
  const explained = explain({ code: String(code ?? ''), message: String(message ?? '') })
  return explained.isKnown ? `${explained.what} (${explained.code})` : say(error).what
}

/** Why something could not be read, in one sentence. */
export function problemInBrief(failure: AppError): string {
  return failure.code === 'provider_refused' ? explain(failureIn(failure.details)).what : say(failure).what
}
