/** The API gateway's errors, all of them: HTTP status and message. Codes are no HTTP statuses, however much they look like them. */
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

/** Thrown by a handler to answer in the gateway's envelope. */
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

export type ErrorForm = {
  as: 'json' | 'xml'
  /** The table says integer, its own example is a string, and both are seen. */
  errorCodeAs: 'string' | 'integer'
  /** Seen in real answers, in no table. */
  hasDetails: boolean
}

/** The envelope. How the XML one looks is shown nowhere; ours mirrors the JSON. */
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
