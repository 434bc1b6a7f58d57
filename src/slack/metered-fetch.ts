import { scopesByMethod } from './surface.ts'

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>
/**
 * A call of the Web API. `method` is one that Ferry knows, or `other`; `outcome` is `ok`, Slack’s error, `http_503` or
 * `unreachable`.
 */
export type SlackCall = { method: string; outcome: string }

/** Wraps a fetch so that it reports the outcome of each call of the Web API. */
export function meteredFetch(fetchFrom: Fetch, onCall: (call: SlackCall) => void): Fetch {
  return async (input, init) => {
    const method = methodIn(input)
    let answer: Response
    try {
      answer = await fetchFrom(input, init)
    } catch (error) {
      onCall({ method, outcome: 'unreachable' })
      throw error
    }
    if (!answer.ok) {
      onCall({ method, outcome: answer.status === 429 ? 'rate_limited' : `http_${answer.status}` })
      return answer
    }
    if (!answer.headers.get('content-type')?.startsWith('application/json')) {
      onCall({ method, outcome: 'ok' })
      return answer
    }
    const text = await answer.text()
    onCall({ method, outcome: outcomeIn(text) })
    return new Response(text, answer)
  }
}

const known = new Set([...Object.keys(scopesByMethod), 'apps.connections.open', 'oauth.v2.access'])

function methodIn(input: string | URL | Request): string {
  const { pathname } = new URL(input instanceof Request ? input.url : input)
  const method = pathname.slice(pathname.lastIndexOf('/') + 1)
  return known.has(method) ? method : 'other'
}

/**
 * The outcome in the body of Slack's answer. Slack puts `ok` first and names an error in one word; anything longer is
 * not Slack's.
 */
function outcomeIn(text: string): string {
  if (/^\s*\{\s*"ok"\s*:\s*true\b/.test(text)) return 'ok'
  return /"error"\s*:\s*"([a-z][a-z0-9_]{1,60})"/.exec(text)?.[1] ?? 'nonsense'
}
