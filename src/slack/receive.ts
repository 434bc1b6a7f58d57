import type { IncomingMessage, ServerResponse } from 'node:http'
import { type BufferedIncomingMessage, HTTPModuleFunctions, type HTTPReceiver, isValidSlackRequest } from '@slack/bolt'
import type { BodyReader } from './request-body.ts'
import { type Accepted, judgeHead, pathOf, type Refusal } from './request-head.ts'

export type Receiving = Omit<Accepted, 'now'> & {
  signingSecret: string
  /** Takes what Slack signs, whole and proven. */
  events: HTTPReceiver
  /** The pages that people open. */
  pages: HTTPReceiver
  bodies: BodyReader
  clock: { now(): number }
}

/**
 * Hands a request to Bolt once nothing speaks against it; otherwise says what does. Only who holds the signing secret gets
 * to keep the connection: for all others it ends with the answer.
 */
export async function receive(
  parts: Receiving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Refusal | undefined> {
  const refusal = judgeHead(request, { ...parts, now: parts.clock.now() })
  if (refusal !== undefined) return refusal
  if (pathOf(request) !== parts.signedPath) {
    parts.pages.requestListener(request, response)
    return undefined
  }
  const body = await parts.bodies.read(request, response)
  if (!Buffer.isBuffer(body)) return body
  const whole = Object.assign(request, { rawBody: body })
  if (!(await isProven(whole, parts))) return { status: 401, reason: 'signature' }
  // Bolt 5.1.0 fails over a body that says `null` outside every handler, which would end the process.
  if (!saysSomething(whole)) return { status: 400, reason: 'malformed' }
  response.shouldKeepAlive = wantsToStay(request) && isSigned(body, request, parts)
  parts.events.requestListener(whole, response)
  return undefined
}

function wantsToStay({ httpVersion, headers }: IncomingMessage): boolean {
  return httpVersion === '1.1' && !/\bclose\b/i.test(headers.connection ?? '')
}

/** Bolt lets Slack's check of the certificate in without a signature: anybody can send one. */
function isSigned(body: Buffer, { headers }: IncomingMessage, { signingSecret }: Receiving): boolean {
  return isValidSlackRequest({
    signingSecret,
    body: body.toString(),
    headers: {
      'x-slack-signature': String(headers['x-slack-signature']),
      'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
    },
  })
}

function isProven(whole: BufferedIncomingMessage, { signingSecret }: Receiving): Promise<boolean> {
  return HTTPModuleFunctions.parseAndVerifyHTTPRequest({ enabled: true, signingSecret }, whole).then(
    () => true,
    () => false,
  )
}

function saysSomething(whole: BufferedIncomingMessage): boolean {
  try {
    return HTTPModuleFunctions.parseHTTPRequestBody(whole) !== null
  } catch {
    return false
  }
}
