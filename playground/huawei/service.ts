import type { Cloud, Incoming } from '../cloud/endpoint.ts'
import type { Answer } from '../cloud/http.ts'
import { randomText } from '../cloud/random.ts'
import { findRoute } from '../cloud/routes.ts'
import { answerObs } from './obs/objects.ts'
import { Refusal, refusalBody } from './refusals.ts'
import { routes } from './routes.ts'
import type { World } from './world.ts'

/** The gateway's HTTP side: request ids, routes and refusals. */
export function serviceOf(world: World): Cloud {
  return {
    clock: world.clock,
    gatewayClock: world.gatewayClock,
    newRequestId: () => randomText(world.random, 32),
    headersFor: (requestId) => ({ 'x-request-id': requestId }),
    answer(request, requestId) {
      try {
        return answerObs(world, request, requestId) ?? route(world, request)
      } catch (error) {
        if (error instanceof Refusal) return refuse(error, requestId)
        throw error
      }
    },
    errors: {
      throttled: (requestId) => refusalBody(new Refusal('APIGW.0308'), requestId),
      quota: (requestId) => refuse(new Refusal('OMS.0077'), requestId),
      unexpected: (code = 'OMS.1001') => ({ error_code: code, error_msg: 'Something went wrong.' }),
    },
    errorCodeOf,
  }
}

function route(world: World, { body, ...request }: Incoming): Answer {
  const [path = '/'] = request.target.split('?')
  const found = findRoute(routes, request.method, path)
  if (!found) throw new Refusal('APIGW.0101')
  if (!body) throw new Refusal('APIGW.0201')
  const query = new URLSearchParams(request.target.slice(path.length))
  return found.route.handle({
    world,
    operation: found.route.operation,
    params: found.params,
    query,
    request: { ...request, body },
    now: world.clock.now(),
  })
}

function refuse(refusal: Refusal, requestId: string): Answer {
  return { status: refusal.status, body: refusalBody(refusal, requestId) }
}

function errorCodeOf(body: unknown): string | undefined {
  const isError = typeof body === 'object' && body !== null && 'error_code' in body
  return isError ? String(body.error_code) : undefined
}
