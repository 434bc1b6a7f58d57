import { createHmac } from 'node:crypto'

/**
 * The signed parts of a request. `target` is the path and query as sent, still encoded. The body and other headers are
 * not signed.
 */
export type Signed = { method: string; target: string; timestamp: string; accessKey: string }

/** The gateway's signature v2 according to its description: Base64 of an HMAC-SHA256 over three lines. */
export function signatureOf({ method, target, timestamp, accessKey }: Signed, secretKey: string): string {
  return createHmac('sha256', secretKey).update(`${method} ${target}\n${timestamp}\n${accessKey}`).digest('base64')
}
