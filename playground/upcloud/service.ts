import type { Cloud, Incoming } from '../cloud/endpoint.ts'
import type { Answer } from '../cloud/http.ts'
import { findRoute } from '../cloud/routes.ts'
import { authenticate } from './access.ts'
import { newUlid } from './identifiers.ts'
import { type ErrorFormat, errorCodeOf, legacyBody, Refusal, refusalAnswer } from './refusals.ts'
import { routes } from './routes.ts'
import type { World } from './world.ts'

/** UpCloud's HTTP side: credentials, routes and refusals in either format. */
export function serviceOf(world: World): Cloud {
  return {
    clock: world.clock,
    // No request is signed with a time, so there is one clock.
    gatewayClock: world.clock,
    newRequestId: () => newUlid(world.clock.now(), world.random),
    headersFor: () => ({ 'strict-transport-security': 'max-age=63072000' }),
    answer(request, correlationId) {
      try {
        return asJson(route(world, request))
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return refusalAnswer(error, formatFor(world, request.target), correlationId)
      }
    },
    errors: {
      // UpCloud documents no rate limit. This is a typical response of a proxy.
      throttled: () => legacyBody('TOO_MANY_REQUESTS', 'Too many requests.'),
      quota: (correlationId) => refusalAnswer(new Refusal('INSUFFICIENT_CREDITS'), 'problem', correlationId),
      unexpected: (code = 'GENERAL_FAILURE') => legacyBody(code, 'Something went wrong.'),
    },
    errorCodeOf,
  }
}

/** Checks credentials first, then whether the path exists. */
function route(world: World, { method, target, headers, body }: Incoming): Answer {
  const tenant = authenticate(world, headers)
  const [path = '/'] = target.split('?')
  const found = findRoute(routes, method, path)
  if (!found) throw new Refusal('NOT_FOUND')
  if (!body) throw new Refusal('INVALID_REQUEST')
  const query = new URLSearchParams(target.slice(path.length))
  return found.route.handle({ world, tenant, params: found.params, query, body, now: world.clock.now() })
}

function asJson(answer: Answer): Answer {
  if (answer.body === undefined) return answer
  return { ...answer, headers: { 'content-type': 'application/json', ...answer.headers } }
}

/** The format of errors at a path. The account uses the legacy format. */
function formatFor({ behaviour }: World, target: string): ErrorFormat {
  return target.startsWith('/1.3/object-storage-2') ? behaviour.errorFormat : 'legacy'
}
