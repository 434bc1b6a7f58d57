import type { ActResult, State } from '../slack/protocol.ts'
import { isPayload, type Payload, readPayloads, readString } from './payload.ts'

/** Acts of a person. Each is `POST /control/…` with the person's id added. */
export type Act = 'command' | 'click' | 'submit' | 'close' | 'mention' | 'message' | 'home' | 'pane' | 'shortcut'

export type Api = {
  /**
   * Reads everything that the user sees. An empty id means the first person. Throws if the local Slack does not answer.
   */
  readState(user: string): Promise<State>
  /** Calls back at each change, and when the connection starts or ends. Returns a function that stops this. */
  watch(listeners: { onChange: () => void; onConnection: (isLive: boolean) => void }): () => void
  act(what: Act, body: Payload): Promise<ActResult>
  /** Options of an external select, as Slack's option objects. */
  suggest(body: Payload): Promise<{ options: Payload[]; groups: Payload[] }>
  press(path: string): Promise<ActResult>
}

/** Connects to the local Slack that served this page. */
export function createApi(): Api {
  return {
    readState,
    watch,
    act: (what, body) => send(`/control/${what}`, body),
    suggest,
    press: (path) => send(path, {}),
  }
}

/** Reads the state. A person remembered from another run may no longer exist; the local Slack then chooses a person. */
async function readState(user: string): Promise<State> {
  const known = user === '' ? undefined : await fetch(`/control/state?${new URLSearchParams({ user })}`)
  const response = known?.ok === true ? known : await fetch('/control/state')
  if (!response.ok) throw new Error(`The local Slack answered ${response.status} to a request for its state`)
  return response.json()
}

function watch({ onChange, onConnection }: Parameters<Api['watch']>[0]): () => void {
  const source = new EventSource('/control/events')
  source.addEventListener('open', () => {
    onConnection(true)
    // The state contains everything that happened while nobody listened.
    onChange()
  })
  source.addEventListener('error', () => onConnection(false))
  source.addEventListener('message', onChange)
  return () => source.close()
}

async function suggest(body: Payload): Promise<{ options: Payload[]; groups: Payload[] }> {
  const answer: unknown = await post('/control/suggest', body).then((response) => response.json())
  if (!isPayload(answer)) return { options: [], groups: [] }
  return { options: readPayloads(answer.options), groups: readPayloads(answer.option_groups) }
}

async function send(path: string, body: Payload): Promise<ActResult> {
  try {
    const response = await post(path, body)
    const answer: unknown = await response.json().catch(() => undefined)
    return readResult(answer, response.ok)
  } catch {
    return { ok: false, acknowledged: false, error: 'The local Slack is not running' }
  }
}

function post(path: string, body: Payload): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
}

function readResult(answer: unknown, isOk: boolean): ActResult {
  if (!isPayload(answer)) return { ok: isOk, acknowledged: isOk }
  const result: ActResult = { ok: answer.ok !== false && isOk, acknowledged: answer.acknowledged !== false }
  if (typeof answer.status === 'number') result.status = answer.status
  if (typeof answer.error === 'string') result.error = answer.error
  if (isPayload(answer.errors)) {
    result.errors = Object.fromEntries(Object.entries(answer.errors).map(([block, text]) => [block, readString(text)]))
  }
  return result
}
