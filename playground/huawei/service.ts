import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { type ActiveFault, answerInstead, damage } from './faults.ts'
import type { Answer } from './gateway.ts'
import { readBytes, sendAnswer } from './http.ts'
import { randomText } from './random.ts'
import { Refusal, refusalBody } from './refusals.ts'
import { findRoute } from './routes.ts'
import type { SignedRequest } from './signature.ts'
import type { World } from './world.ts'

/** What was asked and answered; no bodies, no headers, so no secrets. Status 0: nothing was answered. */
export type LoggedCall = { at: number; method: string; path: string; status: number; errorCode?: string }

type Service = {
  world: World
  takeFault(method: string, path: string): ActiveFault | undefined
  log(call: LoggedCall): void
}

/** One request from the wire to the wire: fault, route, refusal, log. */
export async function serve(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url: target = '/' } = request
  const body = await readBytes(request)
  const fault = service.takeFault(method, target)
  if (fault?.kind === 'slow') await delay(fault.ms, undefined, { ref: false })
  const requestId = randomText(service.world.random, 32)
  const answer = answerFor(service.world, { method, target, headers: request.headers, body, fault, requestId })
  const isLost = fault?.kind === 'cut-after-effect'
  const errorCode = errorCodeOf(answer?.body)
  service.log({
    ...{ at: service.world.clock.now(), method, path: target, status: answer && !isLost ? answer.status : 0 },
    ...(errorCode && { errorCode }),
  })
  if (fault?.kind === 'hang') return
  if (!answer || isLost) return void request.socket.destroy()
  const text = damage(textOf(answer.body), fault)
  sendAnswer(response, { status: answer.status, headers: { 'x-request-id': requestId, ...answer.headers }, text })
}

type Incoming = Omit<SignedRequest, 'body'> & {
  body: Buffer | undefined
  fault: ActiveFault | undefined
  requestId: string
}

/** Undefined: the caller gets no answer and nothing happens. */
function answerFor(world: World, { fault, requestId, body, ...request }: Incoming): Answer | undefined {
  if (fault?.kind === 'hang' || fault?.kind === 'cut-before-effect') return undefined
  try {
    return answerInstead(fault, requestId) ?? route(world, request, body)
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: refusalBody(error, requestId) }
    return { status: 500, body: { error_code: 'SIMULATOR', error_msg: `The simulator itself failed: ${error}` } }
  }
}

function route(world: World, request: Omit<SignedRequest, 'body'>, body: Buffer | undefined): Answer {
  const [path = '/'] = request.target.split('?')
  const found = findRoute(request.method, path)
  if (!found) throw new Refusal('APIGW.0101')
  if (!body) throw new Refusal('APIGW.0201')
  const query = new URLSearchParams(request.target.slice(path.length))
  return found.route.handle({
    world,
    params: found.params,
    query,
    request: { ...request, body },
    now: world.clock.now(),
  })
}

function textOf(body: unknown): string {
  if (body === undefined) return ''
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function errorCodeOf(body: unknown): string | undefined {
  const isError = typeof body === 'object' && body !== null && 'error_code' in body
  return isError ? String(body.error_code) : undefined
}
