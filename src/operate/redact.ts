import { AppError } from '../errors/errors.ts'

/** A copy that is safe to print. Secrets are replaced by field name, and errors are reduced to known fields. */
export function redact(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return redactFields(fields, 0)
}

/** Masks secrets inside text: Slack's tokens and authorization headers. */
export function maskTokens(text: string): string {
  return text
    .replaceAll(/\b(xox[a-z](?:\.xox[a-z])?|xapp|xwfp)-[\w-]+/g, '$1-…')
    .replaceAll(/\b(Bearer|Basic) [\w.~+/=-]+/g, '$1 …')
}

const censored = '[redacted]'
const depthAtMost = 6
const causesAtMost = 5

const secretNames = new RegExp(
  [
    'authorization|credential|passw|secret|signature|cookie',
    'token|connection_?string|json_?key_?file|encryption_?keys?|cdn_?key',
    '(access|api|private)_?key(_?id)?$|^(ak|sk)$|(src|dst|source|target)_?(ak|sk)$',
  ].join('|'),
  'i',
)

function redactFields(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      isHarmless(value) || !secretNames.test(name) ? redactValue(value, depth + 1) : censored,
    ]),
  )
}

/** Whether a value in a secret's field is safe to show, because it only tells whether the secret exists. */
function isHarmless(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'boolean'
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Error) return describeError(value, causesAtMost)
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (depth > depthAtMost) return '[…]'
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1))
  // Dates, URLs and Ferry's configuration define how they are shown.
  if ('toJSON' in value && typeof value.toJSON === 'function') return redactValue(value.toJSON(), depth + 1)
  return redactFields(value, depth)
}

/** Describes an error by known fields only, because errors of libraries carry whole requests with their headers. */
function describeError(error: Error, causesLeft: number): Record<string, unknown> {
  const own =
    error instanceof AppError
      ? { code: error.code, owner: error.owner, details: redactFields(error.details, 1) }
      : 'code' in error
        ? { code: error.code }
        : {}
  return {
    type: error.name,
    message: error.message,
    ...own,
    stack: error.stack,
    ...(error.cause !== undefined && causesLeft > 0 && { cause: describeCause(error.cause, causesLeft - 1) }),
  }
}

function describeCause(cause: unknown, causesLeft: number): unknown {
  return cause instanceof Error ? describeError(cause, causesLeft) : redactValue(cause, 1)
}
