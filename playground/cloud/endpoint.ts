import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import { createGates, type Gates } from '../gates.ts'
import { type ActiveFault, answerInstead, createFaults, damage, type ErrorBodies, type Faults } from './faults.ts'
import { type Answer, listenLocally, readBytes, sendAnswer } from './http.ts'
import { createJournal, type LoggedCall } from './journal.ts'

/** A request as received. `target` is the path and query, still encoded. `body` is undefined if it was too large. */
export type Incoming = { method: string; target: string; headers: IncomingHttpHeaders; body: Buffer | undefined }

/** The parts of a simulated cloud that its HTTP side uses. */
export type Cloud = {
  clock: Clock
  /** The clock that dates every response, including faults. Clients learn from it how far their own clock is off. */
  gatewayClock: Clock
  /** Makes the id of a request, which its response contains. */
  newRequestId(): string
  /** Headers of every response, besides its date. */
  headersFor(requestId: string): Readonly<Record<string, string>>
  /** Carries the request out. Refusals are responses; anything thrown is a bug of the simulator. */
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
  /** Calls the listener after each later call. */
  onCall(watcher: () => void): void
}

/** The address of a simulated cloud: its faults, its log of calls, and the handling of every request. */
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

/** Handles one request: applies faults, answers and logs it. */
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

/** Answers a request. Undefined if the caller gets no response and nothing happens. */
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
