/** A JSON object of Slack with unknown fields. */
export type Payload = Record<string, unknown>

export function isPayload(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object, or an empty one, so that a view never breaks because of a missing field. */
export function readPayload(value: unknown): Payload {
  return isPayload(value) ? value : {}
}

export function readPayloads(value: unknown): Payload[] {
  return Array.isArray(value) ? value.filter(isPayload) : []
}

export function readString(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function readStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

export function readNumber(value: unknown, otherwise = 0): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise
}

/** The characters of a text object (`plain_text` or `mrkdwn`), or of a string. */
export function readTextOf(value: unknown): string {
  return typeof value === 'string' ? value : readString(readPayload(value).text)
}
