import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { servePage } from '../../../playground/page-files.ts'
import type { ActResult, State } from '../../../playground/slack/protocol.ts'
import { sampleModal, sampleState } from './sample-state.ts'

/** Requests that the page sent, oldest first. */
export type Sent = { path: string; body: Record<string, unknown> }

export type FakeSlack = {
  url: string
  readonly sent: Sent[]
  readonly state: State
  /** Tells open pages that the state changed. */
  changed(): void
  /** Sets the answer to the next act. */
  answerNext(result: ActResult): void
  /** Restores the state of the start. */
  reset(): void
  stop(): Promise<void>
}

/** Starts the page's server with a fake workspace. It records acts, and opens a modal on `create`. */
export async function startFakeSlack(): Promise<FakeSlack> {
  const page = servePage()
  const listeners = new Set<ServerResponse>()
  let sent: Sent[] = []
  let answers: ActResult[] = []
  let state = sampleState('U0ENGINEER', Date.now())
  const changed = () => {
    state.revision += 1
    for (const listener of listeners) listener.write(`data: ${state.revision}\n\n`)
  }
  const server = createServer((request, response) => {
    if (page(request, response)) return
    const { pathname } = new URL(request.url ?? '/', 'http://page')
    if (pathname === '/control/state') return sendJson(response, state)
    if (pathname === '/control/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`data: ${state.revision}\n\n`)
      listeners.add(response)
      request.on('close', () => listeners.delete(response))
      return
    }
    void act(request, pathname).then((answer) => sendJson(response, answer))
  })
  async function act(request: IncomingMessage, path: string): Promise<unknown> {
    const body: Sent['body'] = JSON.parse((await text(request)) || '{}')
    sent.push({ path, body })
    if (path === '/control/suggest') return { ok: true, acknowledged: true, options: suggested(String(body.value)) }
    const answer = answers.shift() ?? { ok: true, acknowledged: true }
    if (path === '/control/command' && String(body.text).endsWith('create')) state.modals.push(sampleModal())
    if (answer.ok && ['/control/submit', '/control/close'].includes(path)) state.modals.pop()
    changed()
    return answer
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${portOf(server.address())}/`,
    get sent() {
      return sent
    },
    get state() {
      return state
    },
    changed,
    answerNext: (result) => answers.push(result),
    reset() {
      sent = []
      answers = []
      state = sampleState('U0ENGINEER', Date.now())
    },
    async stop() {
      for (const listener of listeners) listener.end()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function suggested(typed: string): unknown[] {
  return ['media-archive', 'media-raw', 'logs-2025']
    .filter((name) => name.includes(typed))
    .map((name) => ({ text: { type: 'plain_text', text: name }, value: name }))
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The fake Slack listens on no port')
  return address.port
}
