/** What the gateway and OMS say no with: HTTP status and message (worded by us; the codes and states are Huawei's). */
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
  'OMS.0183': [400, 'The region of the destination bucket differs from the region given.'],
  'OMS.0205': [403, 'Insufficient permission: this user is read-only.'],
  'OMS.1009': [400, 'No such resource.'],
  'S3M.0067': [403, 'The parameters are not JSON.'],
  'S3M.0301': [400, 'Failed objects cannot be retransmitted.'],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type RefusalCode = keyof typeof refusals

/** Thrown by a handler to answer with a documented error; `detail` names the parameter, as the real `error_detail` does. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly status: number
  readonly detail: string | undefined

  constructor(code: RefusalCode, detail?: string) {
    const [status, message] = refusals[code]
    super(message)
    this.code = code
    this.status = status
    this.detail = detail
  }
}

export function invalidParameter(name: string): Refusal {
  return new Refusal('OMS.0064', `request parameter [${name}] invalid.`)
}

/**
 * The error body. The gateway puts what it found into the message and adds `request_id`;
 * OMS answers `error_detail`, which its reference does not mention.
 */
export function refusalBody(refusal: Refusal, requestId: string): Record<string, string> {
  const { code, message, detail } = refusal
  if (code.startsWith('APIGW.')) {
    return { error_msg: detail ? `${message}: ${detail}` : message, error_code: code, request_id: requestId }
  }
  return { error_code: code, error_msg: message, ...(detail && { error_detail: detail }) }
}
