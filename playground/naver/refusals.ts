/**
 * All errors of the API gateway: HTTP status and message. The codes are not HTTP statuses, although they look similar.
 */
const refusals = {
  '100': [400, 'Bad Request Exception'],
  '200': [401, 'Authentication Failed'],
  '210': [401, 'Permission Denied'],
  '230': [403, 'Forbidden'],
  '300': [404, 'Not Found Exception'],
  '400': [429, 'Quota Exceeded'],
  '410': [429, 'Throttle Limited'],
  '420': [429, 'Rate Limited'],
  '430': [413, 'Request Entity Too Large'],
  '500': [503, 'Endpoint Error'],
  '510': [504, 'Endpoint Timeout'],
  '900': [500, 'Unexpected Error'],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type RefusalCode = keyof typeof refusals

/** Thrown by a handler to answer in the gateway's format. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly status: number
  readonly details: string | undefined

  constructor(code: RefusalCode, details?: string) {
    const [status, message] = refusals[code]
    super(message)
    this.code = code
    this.status = status
    this.details = details
  }
}

/** Thrown by a handler to answer as the service behind the gateway might: with a body that has no code of the gateway. */
export class BackendError extends Error {
  readonly body: { status: number; [field: string]: unknown }

  constructor(body: BackendError['body']) {
    super(`HTTP status ${body.status}`)
    this.body = body
  }
}

export type ErrorForm = {
  as: 'json' | 'xml'
  /** The type of error codes. The table says integer, its own example is a string, and both occur. */
  errorCodeAs: 'string' | 'integer'
  /** Whether errors have `details`. Real responses have them, but no table does. */
  hasDetails: boolean
}

/** The body of an error. The XML format is not documented, so it mirrors the JSON. */
export function refusalBody({ code, message, details }: Refusal, form: ErrorForm): unknown {
  const shown = form.hasDetails && details !== undefined ? details : undefined
  if (form.as === 'xml') {
    const parts = [element('errorCode', code), element('message', message), shown && element('details', shown)]
    return `<?xml version="1.0" encoding="UTF-8"?>${element('error', parts.filter(Boolean).join(''), { isEscaped: true })}`
  }
  return {
    error: {
      errorCode: form.errorCodeAs === 'integer' ? Number(code) : code,
      message,
      ...(shown && { details: shown }),
    },
  }
}

function element(name: string, content: string, { isEscaped = false } = {}): string {
  const text = isEscaped ? content : content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<${name}>${text}</${name}>`
}
