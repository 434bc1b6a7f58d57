import { AppError, type AppErrorCode } from '../../../errors.ts'
import type { ObsEndpoint } from '../obs/objects.ts'

/** Where the lists of a migration are. */
export type Place = { account: string; bucket: string; path: string; host: string; endpoint: ObsEndpoint }

/** What OBS's refusal to hand out a list means, and which way leads on; what it does not mean stays as it is. */
export function explainRefusal(refusal: AppError, { endpoint: _, ...place }: Place): AppError {
  const meaning = meanings[String(refusal.details.code)]
  if (meaning === undefined) return refusal
  const { code, requestId } = refusal.details
  const reason = ` (\`${code}\`)`
  return new AppError(
    meaning,
    { ...place, reason, ...(requestId === undefined ? {} : { requestId }) },
    { cause: refusal },
  )
}

/** Codes of OBS (API reference, "Error Codes"), and those of OMS for a bucket that a key does not open. */
const meanings: Readonly<Record<string, AppErrorCode | undefined>> = {
  AccessDenied: 'failed_list_locked',
  AccessForbidden: 'failed_list_locked',
  AllAccessDisabled: 'failed_list_locked',
  InvalidAccessKeyId: 'failed_list_locked',
  SignatureDoesNotMatch: 'failed_list_locked',
  InvalidSecurity: 'failed_list_locked',
  InvalidSecurityToken: 'failed_list_locked',
  ExpiredToken: 'failed_list_locked',
  // Without a body, or in another's words.
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
