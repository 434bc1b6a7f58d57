import type { IncomingMessage, ServerResponse } from 'node:http'
import { type BufferedIncomingMessage, HTTPModuleFunctions, type HTTPReceiver, isValidSlackRequest } from '@slack/bolt'
import type { BodyReader } from './request-body.ts'
import { type Accepted, declaredBytes, judgeHead, pathOf, type Refusal } from './request-head.ts'

export type Receiving = Omit<Accepted, 'now'> & {
  signingSecret: string
  /** Takes the requests that Slack signs, whole and with their signature proven. */
  events: HTTPReceiver
  /** Serves the installation pages. */
  pages: HTTPReceiver
  bodies: BodyReader
  clock: { now(): number }
  /** Called once the request's signature is proven. Returns whether its connection may be kept. */
  prove(): boolean
}

/**
 * Hands a request to Bolt if it may go on. Otherwise resolves to the refusal. The connection stays open only for a
 * client that signs with the signing secret; for all others, it ends with the answer.
 */
export async function receive(
  parts: Receiving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Refusal | undefined> {
  const refusal = judgeHead(request, { ...parts, now: parts.clock.now() })
  if (refusal?.reason === 'timestamp') return blameClock(refusal, parts, { request, response })
  if (refusal !== undefined) return refusal
  if (pathOf(request) !== parts.signedPath) {
    parts.pages.requestListener(request, response)
    return undefined
  }
  const body = await parts.bodies.read(request, response)
  if (!Buffer.isBuffer(body)) return body
  const whole = Object.assign(request, { rawBody: body })
  // Once is enough: Bolt's receiver does not check it again.
  const isOurs = isSigned(body, request, parts)
  if (!isOurs && !(await isProven(whole, parts))) return { status: 401, reason: 'signature' }
  // A body that says `null` makes Bolt 5.1.0 fail outside every handler, which would end the process.
  if (!saysSomething(whole)) return { status: 400, reason: 'malformed' }
  const mayStay = isOurs && parts.prove()
  response.shouldKeepAlive = mayStay && wantsToStay(request)
  parts.events.requestListener(whole, response)
  return undefined
}

type Exchange = { request: IncomingMessage; response: ServerResponse }

/** Largest body, in bytes, that is read only to learn whether Slack signed it. Commands and clicks are smaller. */
const mostBytesToCheck = 32 * 1024

/** The refusal of a request at another time than Ferry's: `clock` if its signature is right for its own time. */
async function blameClock(refusal: Refusal, parts: Receiving, { request, response }: Exchange): Promise<Refusal> {
  const signedAt = Number(request.headers['x-slack-request-timestamp'])
  if (!(declaredBytes(request) <= mostBytesToCheck) || !Number.isSafeInteger(signedAt)) return refusal
  const body = await parts.bodies.read(request, response)
  if (!Buffer.isBuffer(body) || !isSigned(body, request, parts)) return refusal
  const aheadSeconds = Math.floor(parts.clock.now() / 1000) - signedAt
  return { status: 401, reason: 'clock', aheadSeconds }
}

function wantsToStay({ httpVersion, headers }: IncomingMessage): boolean {
  return httpVersion === '1.1' && !/\bclose\b/i.test(headers.connection ?? '')
}

/**
 * Whether a request is signed, whenever that was: its time is checked before. Bolt accepts an unsigned certificate check,
 * which anybody can send.
 */
function isSigned(body: Buffer, { headers }: IncomingMessage, { signingSecret }: Receiving): boolean {
  const signedAt = Number(headers['x-slack-request-timestamp'])
  return isValidSlackRequest({
    signingSecret,
    nowMilliseconds: signedAt * 1000,
    body: body.toString(),
    headers: {
      'x-slack-signature': String(headers['x-slack-signature']),
      'x-slack-request-timestamp': signedAt,
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
