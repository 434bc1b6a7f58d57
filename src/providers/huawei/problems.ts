import { z } from 'zod'
import { defined } from '../../defined.ts'
import { type AppError, isAppError } from '../../errors/errors.ts'
import type { ParsedAnswer, ProviderProblem, Standing } from '../http/exchange.ts'
import { part } from '../wire/reader.ts'
import { text } from '../wire/scalars.ts'

export const requestIdHeader = 'x-request-id'

/**
 * Reads errors of OMS, the gateway before it and IAM. The HTTP status does not tell the kind of error (a bad token
 * comes with 400, a JSON error with 403), so a known code decides.
 */
export function readProblem({ status, body }: ParsedAnswer): ProviderProblem | undefined {
  const parsed = problemBody.safeParse(body)
  if (!parsed.success) return undefined
  const { error, ...top } = parsed.data
  const code = top.error_code ?? error?.code?.replace(/^(?=\d{3}$)/, 'HTTP.')
  const message = top.error_msg ?? error?.message
  if (code === undefined && message === undefined) return undefined
  const standing = code === undefined ? undefined : (standings[omsCode(code)] ?? standingOfOms(code, status))
  return defined({ code, message, detail: top.error_detail, requestId: top.request_id, standing })
}

/**
 * Reads errors in answers to requests that carried keys of a bucket: "authentication failed" may be about those. Only
 * an error that names the token, or comes from the gateway, is certainly about the account's keys.
 */
export function readBucketProblem(answer: ParsedAnswer): ProviderProblem | undefined {
  const problem = readProblem(answer)
  return problem?.code === 'OMS.1005' ? { ...problem, standing: 'refused' } : problem
}

/**
 * Whether a reading or deletion found nothing, or nothing that this account may see. OMS answers this with 400 or 403
 * more often than with 404.
 */
export function isNotFound(error: unknown): boolean {
  if (!isAppError(error, 'provider_refused')) return false
  const code = omsCode(error.details.code)
  if (['OMS.1009', 'OMS.0095', 'OMS.0054'].includes(code) || isSyncGone(error.details.code)) return true
  // A 404 of the gateway or of a proxy means a wrong endpoint, which says nothing of the task.
  return error.details.status === 404 && code.startsWith('OMS.')
}

/**
 * Whether a code says that a synchronization task is gone. These have codes of their own; with S3M the numbers mean
 * something else.
 */
function isSyncGone(code: unknown): boolean {
  return code === 'OMS.0093' || code === 'OMS.1011' || code === 'OMS.2002'
}

/**
 * Whether OMS calls a task in progress. It does so for a while after a task was paused, though it is no longer true.
 */
export function isCalledInProgress(error: unknown): error is AppError {
  return isAppError(error, 'provider_refused') && omsCode(error.details.code) === 'OMS.0063'
}

/** Whether OMS refused a field of the request, or its value. */
export function isFieldRefused(error: unknown, field: string): boolean {
  return isAppError(error, 'provider_refused') && String(error.details.detail).includes(`[${field}]`)
}

/** Whether the gateway does not know the operation. */
export function isNoOperation(error: unknown): boolean {
  return isAppError(error, 'provider_refused') && error.details.code === 'APIGW.0101'
}

/** Whether a token is too old, or became invalid through a change to its user. */
export function isTokenStale(error: unknown): boolean {
  return isAppError(error, 'provider_denied') && error.details.code === 'APIGW.0307'
}

const problemBody = z.object({
  error_code: text,
  error_msg: text,
  /** The parameter that was wrong. Undocumented. */
  error_detail: text,
  request_id: text,
  /** IAM's error, whose code is the HTTP status. */
  error: part({ code: text, message: text }),
})

/** Meaning of codes for a call. Codes are listed as OMS, even if there is an S3M code of the same number. */
const standings: Readonly<Record<string, Standing | undefined>> = {
  'APIGW.0301': 'denied',
  'APIGW.0303': 'denied',
  'APIGW.0307': 'denied',
  'APIGW.0308': 'throttled',
  'OMS.0068': 'denied',
  'OMS.1005': 'denied',
  'OMS.9999': 'denied',
  // A timeout inside OMS, reported with status 400.
  'OMS.0184': 'unclear',
  'OMS.2004': 'throttled',
}

/**
 * Judges OMS's other codes. Even with 401, they are not about the account's keys: a permission is missing, or a key of
 * a source is wrong.
 */
function standingOfOms(code: string, status: number): Standing | undefined {
  return status === 401 && /^(OMS|S3M|TRF)\./.test(code) ? 'refused' : undefined
}

/** A code with the prefix OMS: OMS and S3M codes of the same number mean the same. */
function omsCode(code: unknown): string {
  return String(code).replace(/^S3M/, 'OMS')
}
