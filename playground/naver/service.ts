import type { Cloud, Incoming } from '../cloud/endpoint.ts'
import type { Answer } from '../cloud/http.ts'
import { randomText } from '../cloud/random.ts'
import { findRoute } from '../cloud/routes.ts'
import { headerOf } from './gateway.ts'
import { BackendError, type ErrorForm, Refusal, refusalBody } from './refusals.ts'
import { routes } from './routes.ts'
import type { World } from './world.ts'

/** The gateway's HTTP side: trace ids, routes and refusals. */
export function serviceOf(world: World): Cloud {
  return {
    clock: world.clock,
    gatewayClock: world.gatewayClock,
    newRequestId: () => randomText(world.random, 32),
    headersFor: (traceId) => ({ 'x-ncp-trace-id': traceId }),
    answer(request) {
      try {
        return route(world, request)
      } catch (error) {
        if (error instanceof BackendError) return { status: error.body.status, body: error.body }
        if (error instanceof Refusal) return refuse(error, errorForm(world, request))
        throw error
      }
    },
    errors: {
      throttled: () => refusalBody(new Refusal('420'), { ...errorForm(world), as: 'json' }),
      quota: () => refuse(new Refusal('400'), errorForm(world)),
      unexpected: (code = '900') => ({ error: { errorCode: code, message: 'Something went wrong.' } }),
    },
    errorCodeOf,
  }
}

function route(world: World, { body, ...request }: Incoming): Answer {
  const [path = '/'] = request.target.split('?')
  const found = findRoute(routes, request.method, path)
  if (!found) throw new Refusal('300')
  if (!body) throw new Refusal('430')
  const query = new URLSearchParams(request.target.slice(path.length))
  return found.route.handle({
    world,
    params: found.params,
    query,
    request: { ...request, body },
    now: world.clock.now(),
  })
}

function refuse(refusal: Refusal, form: ErrorForm): Answer {
  const body = refusalBody(refusal, form)
  if (form.as === 'json') return { status: refusal.status, body }
  return { status: refusal.status, headers: { 'content-type': 'application/xml;charset=UTF-8' }, body }
}

function errorForm({ quirks }: World, request?: Incoming): ErrorForm {
  const isXmlSent = headerOf(request?.headers ?? {}, 'content-type')?.includes('xml') ?? false
  return {
    as: isXmlSent ? 'xml' : (quirks.errorsAs ?? 'json'),
    errorCodeAs: quirks.errorCodeAs ?? 'string',
    hasDetails: !quirks.withoutErrorDetails,
  }
}

function errorCodeOf(body: unknown): string | undefined {
  if (typeof body === 'string') return /<errorCode>(\d+)</.exec(body)?.[1]
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined
  const isCoded = typeof error === 'object' && error !== null && 'errorCode' in error
  return isCoded ? String(error.errorCode) : undefined
}
