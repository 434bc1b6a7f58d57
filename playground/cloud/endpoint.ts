import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import { createGates, type Gates } from '../gates.ts'
import { type ActiveFault, answerInstead, createFaults, damage, type ErrorBodies, type Faults } from './faults.ts'
import { type Answer, listenLocally, readBytes, sendAnswer } from './http.ts'
import { createJournal, type LoggedCall } from './journal.ts'

/** A request as it came over the wire; `target` is path and query, still encoded; no body: it was too large. */
export type Incoming = { method: string; target: string; headers: IncomingHttpHeaders; body: Buffer | undefined }

/** What the HTTP side of a simulated cloud needs to know of it. */
export type Cloud = {
  clock: Clock
  /** Dates every answer, faults too: from there a client learns how far its own clock is off. */
  gatewayClock: Clock
  /** Names a request in its answer. */
  newRequestId(): string
  /** On every answer, beside its date. */
  headersFor(requestId: string): Readonly<Record<string, string>>
  /** Carries the request out. Refusals are answers; whatever it throws is a mistake of the simulator. */
  answer(request: Incoming, requestId: string): Answer
  errors: ErrorBodies
  errorCodeOf(body: unknown): string | undefined
}

export type Endpoint = {
  listen(options?: { port?: number }): Promise<{ url: string; stop(): Promise<void> }>
  /** A node:http listener, to be mounted elsewhere. */
  handle(request: IncomingMessage, response: ServerResponse): void
  faults: Faults
  gates: Gates
  /** The last calls, oldest first. */
  calls(): readonly LoggedCall[]
  /** Called after each call from now on. */
  onCall(watcher: () => void): void
}

/** Where a simulated cloud is reached: its faults, its log of calls, and the way of every request through both. */
export function createEndpoint(cloud: Cloud): Endpoint & { clear(): void } {
  const faults = createFaults()
  const gates = createGates()
  const journal = createJournal()
  const answer = answererOf(cloud)
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    serve({ cloud, answer, takeFault: faults.take, gates, log: journal.add }, request, response).catch(() =>
      response.destroy(),
    )
  }
  return {
    listen: ({ port } = {}) => listenLocally(handle, port),
    handle,
    faults,
    gates,
    calls: journal.calls,
    onCall: journal.onCall,
    clear() {
      faults.clear()
      gates.clear()
      journal.clear()
    },
  }
}

type Service = {
  cloud: Cloud
  answer: Answerer
  takeFault(method: string, path: string): ActiveFault | undefined
  gates: Gates
  log(call: LoggedCall): void
}

/** One request from the wire to the wire: fault, answer, log. */
async function serve({ cloud, ...service }: Service, request: IncomingMessage, response: ServerResponse) {
  const { method = 'GET', url: target = '/', headers } = request
  const body = await readBytes(request)
  const fault = service.takeFault(method, target)
  if (fault?.kind === 'slow') await delay(fault.ms, undefined, { ref: false })
  if (fault?.kind === 'held') await service.gates.pass(fault.gate)
  const requestId = cloud.newRequestId()
  const answer = service.answer(fault, { method, target, headers, body }, requestId)
  const isLost = fault?.kind === 'cut-after-effect'
  const errorCode = cloud.errorCodeOf(answer?.body)
  service.log({
    ...{ at: cloud.clock.now(), method, path: target, status: answer && !isLost ? answer.status : 0 },
    ...(errorCode && { errorCode }),
  })
  if (fault?.kind === 'hang') return
  if (!answer || isLost) return void request.socket.destroy()
  const text = damage(textOf(answer.body), fault)
  sendAnswer(response, {
    status: answer.status,
    headers: { date: dateOf(cloud.gatewayClock), ...cloud.headersFor(requestId), ...answer.headers },
    text,
  })
}

function dateOf(clock: Clock): string {
  return new Date(clock.now()).toUTCString()
}

/** Undefined: the caller gets no answer and nothing happens. */
type Answerer = (fault: ActiveFault | undefined, incoming: Incoming, requestId: string) => Answer | undefined

function answererOf(cloud: Cloud): Answerer {
  const repeated = new WeakMap<ActiveFault, Answer>()
  return (fault, incoming, requestId) => {
    if (fault?.kind === 'hang' || fault?.kind === 'cut-before-effect') return undefined
    const earlier = fault && repeated.get(fault)
    if (earlier) return earlier
    const answer = answerOf(cloud, fault, { incoming, requestId })
    if (fault?.kind === 'repeated-page') repeated.set(fault, answer)
    return answer
  }
}

function answerOf(
  cloud: Cloud,
  fault: ActiveFault | undefined,
  { incoming, requestId }: { incoming: Incoming; requestId: string },
): Answer {
  try {
    return answerInstead(fault, cloud.errors, requestId) ?? cloud.answer(incoming, requestId)
  } catch (error) {
    return { status: 500, body: { error_code: 'SIMULATOR', error_msg: `The simulator itself failed: ${error}` } }
  }
}

function textOf(body: unknown): string {
  if (body === undefined) return ''
  return typeof body === 'string' ? body : JSON.stringify(body)
}
