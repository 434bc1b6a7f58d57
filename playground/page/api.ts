import type { ActResult, State } from '../slack/protocol.ts'
import { isPayload, type Payload, readPayloads, readString } from './payload.ts'

/** What a person can do; each is `POST /control/…` with the person's id added. */
export type Act = 'command' | 'click' | 'submit' | 'close' | 'mention' | 'message' | 'home' | 'shortcut'

export type Api = {
  /** Everything that the user sees; an empty id stands for whoever comes first. Throws when the local Slack is not there. */
  readState(user: string): Promise<State>
  /** Calls back at each change and when the connection comes or goes. Returns the stop. */
  watch(listeners: { onChange: () => void; onConnection: (isLive: boolean) => void }): () => void
  act(what: Act, body: Payload): Promise<ActResult>
  /** Options of an external select, as Slack's option objects. */
  suggest(body: Payload): Promise<{ options: Payload[]; groups: Payload[] }>
  press(path: string): Promise<ActResult>
}

/** Talks to the local Slack that served this page. */
export function createApi(): Api {
  return {
    readState,
    watch,
    act: (what, body) => send(`/control/${what}`, body),
    suggest,
    press: (path) => send(path, {}),
  }
}

/** A person remembered from another run may be gone; the local Slack then chooses who is looking. */
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
    // Whatever happened while nobody listened is in the state.
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
