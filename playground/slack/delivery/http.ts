import { Agent, type IncomingMessage, request } from 'node:http'
import { readBody } from '../http/exchange.ts'
import { isRecord, type Json, parseJson } from '../json.ts'
import type { Ack, Envelope } from './envelope.ts'
import { signatureHeaders } from './sign.ts'

export type HttpSender = {
  deliver(requestUrl: string, envelope: Envelope): Promise<Ack>
  stop(): void
}

export type HttpSenderOptions = {
  signingSecret: string
  ackDeadlineMs: number
  /** Real time, because Bolt compares the time of the signature with the machine's clock. */
  signedAt: () => number
  signal: AbortSignal
}

/** Sends signed requests as Slack's servers do. */
export function createHttpSender(options: HttpSenderOptions): HttpSender {
  const agent = new Agent({ keepAlive: true })
  return {
    async deliver(requestUrl, envelope) {
      const { body, contentType } = encode(envelope)
      const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.ackDeadlineMs)])
      const headers = {
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        accept: 'application/json,*/*',
        'content-type': contentType,
        'content-length': String(Buffer.byteLength(body)),
        ...retryHeaders(envelope),
        ...signatureHeaders(options.signingSecret, body, Math.floor(options.signedAt() / 1000)),
      }
      try {
        return await post(requestUrl, { agent, headers, signal, body })
      } catch {
        return { acknowledged: false, failure: signal.aborted ? 'operation_timeout' : 'dispatch_failed' }
      }
    },
    stop: () => agent.destroy(),
  }
}

type Post = { agent: Agent; headers: Record<string, string>; signal: AbortSignal; body: string }

async function post(requestUrl: string, { body, ...options }: Post): Promise<Ack> {
  const response = await send(requestUrl, { body, ...options })
  const status = response.statusCode ?? 0
  const answer = answerOf((await readBody(response)).toString())
  if (status < 200 || status > 299) return { acknowledged: false, status, failure: 'dispatch_failed' }
  return answer === undefined ? { acknowledged: true, status } : { acknowledged: true, status, body: answer }
}

/**
 * Sends a request, and repeats it once if the app closes an idle connection at the moment of its use. The app has not
 * read the request then.
 */
function send(requestUrl: string, { body, ...options }: Post): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(requestUrl, { method: 'POST', ...options }, resolve)
    outgoing.on('error', (error) => {
      const isStale = outgoing.reusedSocket && 'code' in error && error.code === 'ECONNRESET'
      if (isStale) send(requestUrl, { ...options, body }).then(resolve, reject)
      else reject(error)
    })
    outgoing.end(body)
  })
}

/** The encoded payload, with the exact content type that Slack sends. With a charset, Bolt does not read the form. */
function encode(envelope: Envelope): { body: string; contentType: string } {
  if (envelope.type === 'events_api') return { body: JSON.stringify(envelope.payload), contentType: 'application/json' }
  const fields =
    envelope.type === 'interactive' ? { payload: JSON.stringify(envelope.payload) } : texts(envelope.payload)
  return { body: new URLSearchParams(fields).toString(), contentType: 'application/x-www-form-urlencoded' }
}

function texts(payload: Json): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]))
}

function retryHeaders({ retry }: Envelope): Record<string, string> {
  return retry === undefined ? {} : { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason }
}

/** The parsed acknowledgement. Plain text means a message with that text. */
function answerOf(text: string): Json | undefined {
  if (text.trim() === '') return undefined
  const parsed = parseJson(text)
  return isRecord(parsed) ? parsed : { text }
}
