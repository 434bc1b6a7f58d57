import { createHmac } from 'node:crypto'

/** Slack's v0 request signature of the exact body. */
export function signatureHeaders(
  signingSecret: string,
  body: string,
  timestampSeconds: number,
): Record<string, string> {
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestampSeconds}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': String(timestampSeconds), 'x-slack-signature': `v0=${digest}` }
}
