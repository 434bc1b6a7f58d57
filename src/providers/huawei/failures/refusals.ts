import { defined } from '../../../defined.ts'
import { AppError, type AppErrorCode } from '../../../errors/errors.ts'
import type { ObsEndpoint } from '../obs/objects.ts'

/** The place of a migration's lists of failed objects. */
export type Place = { account: string; bucket: string; path: string; host: string; endpoint: ObsEndpoint }

/**
 * Turns OBS's refusal to hand out a list into an error that says what is wrong and what to do. Returns other refusals
 * as they are.
 */
export function explainRefusal(refusal: AppError, { endpoint: _, ...place }: Place): AppError {
  const meaning = meanings[String(refusal.details.code)]
  if (meaning === undefined) return refusal
  const { code, requestId } = refusal.details
  const reason = ` (\`${code}\`)`
  return new AppError(meaning, { ...place, reason, ...defined({ requestId }) }, { cause: refusal })
}

/**
 * Ferry's errors by the codes of OBS (API reference, "Error Codes"), and by OMS's codes for a bucket that a key does
 * not open.
 */
const meanings: Readonly<Record<string, AppErrorCode | undefined>> = {
  AccessDenied: 'failed_list_locked',
  AccessForbidden: 'failed_list_locked',
  AllAccessDisabled: 'failed_list_locked',
  InvalidAccessKeyId: 'failed_list_locked',
  SignatureDoesNotMatch: 'failed_list_locked',
  InvalidSecurity: 'failed_list_locked',
  InvalidSecurityToken: 'failed_list_locked',
  ExpiredToken: 'failed_list_locked',
  // Answers without a body, or in the words of something other than OBS.
  'HTTP.401': 'failed_list_locked',
  'HTTP.403': 'failed_list_locked',
  'OMS.0153': 'failed_list_locked',
  'S3M.0153': 'failed_list_locked',
  NoSuchKey: 'failed_list_gone',
  'HTTP.404': 'failed_list_gone',
  InvalidObjectState: 'failed_list_archived',
  NoSuchBucket: 'failed_list_bucket_gone',
  PermanentRedirect: 'failed_list_elsewhere',
  TemporaryRedirect: 'failed_list_elsewhere',
  'HTTP.301': 'failed_list_elsewhere',
  'HTTP.307': 'failed_list_elsewhere',
  'OMS.0182': 'failed_list_elsewhere',
  'S3M.0182': 'failed_list_elsewhere',
}
