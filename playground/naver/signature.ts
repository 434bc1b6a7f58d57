import { createHmac } from 'node:crypto'

/** What is signed. `target` is path and query as sent, still encoded; neither the body nor any other header is covered. */
export type Signed = { method: string; target: string; timestamp: string; accessKey: string }

/** The gateway's signature v2, from its description: Base64 of an HMAC-SHA256 over three lines. */
export function signatureOf({ method, target, timestamp, accessKey }: Signed, secretKey: string): string {
  return createHmac('sha256', secretKey).update(`${method} ${target}\n${timestamp}\n${accessKey}`).digest('base64')
}
