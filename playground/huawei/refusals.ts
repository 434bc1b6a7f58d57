/** Refusals by the gateway and OMS: HTTP status and message. Codes and statuses are Huawei's, the wording is not. */
const refusals = {
  'APIGW.0101': [404, 'The API does not exist or has not been published in the environment.'],
  'APIGW.0201': [413, 'Request entity too large.'],
  'APIGW.0301': [401, 'Incorrect IAM authentication information'],
  'APIGW.0303': [401, 'Incorrect app authentication information'],
  'APIGW.0307': [401, 'The token must be updated.'],
  'APIGW.0308': [429, 'The throttling threshold has been reached.'],
  'OMS.0063': [400, 'The task is in progress. Suspend it first, then delete it.'],
  'OMS.0064': [400, 'Invalid request parameters.'],
  'OMS.0065': [400, 'The task is already started.'],
  'OMS.0066': [400, 'The task cannot be paused because it is not in progress.'],
  'OMS.0068': [400, 'Token authentication failed.'],
  'OMS.0070': [400, 'The task is finished and cannot be started.'],
  'OMS.0077': [400, 'Too many migration tasks were created.'],
  'OMS.0083': [400, 'Too many traffic limiting rules.'],
  'OMS.0084': [400, 'The maximum traffic of a rule is out of range.'],
  'OMS.0085': [400, 'Time segments overlap.'],
  'OMS.0086': [400, 'The bandwidth policy cannot be updated.'],
  'OMS.0087': [400, 'Invalid time segments.'],
  'OMS.0092': [400, 'The privacy agreement has not been accepted on the OMS console.'],
  'OMS.0093': [400, 'The synchronization task has been deleted.'],
  'OMS.0094': [400, 'The synchronization task is not synchronizing. Start it first.'],
  'OMS.0095': [400, 'The task does not exist, or you have no permission to access it.'],
  'OMS.0153': [400, 'The bucket information cannot be queried.'],
  'OMS.0155': [400, 'The region of the bucket cannot be queried.'],
  'OMS.0182': [400, 'The region of the source bucket differs from the region given.'],
  'OMS.0183': [400, 'The region of the destination bucket differs from the region given.'],
  'OMS.0205': [403, 'Insufficient permission: this user is read-only.'],
  'OMS.1009': [400, 'No such resource.'],
  'OMS.1010': [400, 'The privacy agreement has not been accepted on the OMS console.'],
  'OMS.1020': [400, 'The destination bucket cannot be accessed.'],
  'OMS.1032': [400, 'The CDN authentication key is missing.'],
  'OMS.1036': [400, 'The task group does not allow this in its current state.'],
  'OMS.1037': [400, 'Too many task groups were created within 24 hours.'],
  'OMS.1038': [400, 'Only an executing task group can be paused.'],
  'OMS.1039': [400, 'Only a paused task group can be resumed.'],
  'OMS.1040': [400, 'Only a task group whose creation or migration failed can be restarted.'],
  'OMS.1047': [400, 'The task group cannot be deleted in its current state.'],
  'OMS.2002': [400, 'The synchronization task is not found or not started.'],
  'S3M.0067': [403, 'The parameters are not JSON.'],
  'S3M.0091': [400, 'Too many synchronization tasks.'],
  'S3M.0256': [404, 'The API version does not exist.'],
  'S3M.0301': [400, 'Failed objects cannot be retransmitted.'],
  'S3M.1042': [400, 'The list file was not found.'],
  'S3M.1044': [400, 'The list file has to be a .txt file.'],
  'TRF.0016': [400, 'The format of the URL list file is wrong.'],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type RefusalCode = keyof typeof refusals

/**
 * Thrown by a handler to answer with a documented error. `detail` names the parameter, as the real `error_detail` does.
 * A few codes have several statuses.
 */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly status: number
  readonly detail: string | undefined

  constructor(code: RefusalCode, detail?: string, status?: number) {
    const [usualStatus, message] = refusals[code]
    super(message)
    this.code = code
    this.status = status ?? usualStatus
    this.detail = detail
  }
}

/** A missing item. The reference documents 404 for some reads and names no code; this one is a guess. */
export function notFound(): Refusal {
  return new Refusal('OMS.1009', undefined, 404)
}

export function invalidParameter(name: string): Refusal {
  return new Refusal('OMS.0064', `request parameter [${name}] invalid.`)
}

/**
 * The error body. The gateway adds its finding to the message, and `request_id`. OMS adds `error_detail`, which its
 * reference does not mention.
 */
export function refusalBody(refusal: Refusal, requestId: string): Record<string, string> {
  const { code, message, detail } = refusal
  if (code.startsWith('APIGW.')) {
    return { error_msg: detail ? `${message}: ${detail}` : message, error_code: code, request_id: requestId }
  }
  return { error_code: code, error_msg: message, ...(detail && { error_detail: detail }) }
}
