import { isSlacksTrouble } from './refusals.ts'
import { scopesByMethod } from './surface.ts'

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>
/**
 * A call of the Web API. `method` is one that Ferry knows, or `other`; `outcome` is `ok`, Slack’s error, `http_503`,
 * `nonsense` or `unreachable`. `isAnswered` tells whether Slack answered, even if it refused.
 */
export type SlackCall = { method: string; outcome: string; isAnswered: boolean }

/** Wraps a fetch so that it reports the outcome of each call of the Web API. */
export function meteredFetch(fetchFrom: Fetch, onCall: (call: SlackCall) => void): Fetch {
  return async (input, init) => {
    const method = methodIn(input)
    let answer: Response
    try {
      answer = await fetchFrom(input, init)
    } catch (error) {
      onCall({ method, outcome: 'unreachable', isAnswered: false })
      throw error
    }
    if (!answer.ok) {
      onCall({ method, ...refusedWith(answer.status, method) })
      return answer
    }
    // A response_url and an upload are answered in plain text, a method only in JSON.
    if (method === 'other' && !answer.headers.get('content-type')?.startsWith('application/json')) {
      onCall({ method, outcome: 'ok', isAnswered: true })
      return answer
    }
    const text = await answer.text()
    const outcome = outcomeIn(text)
    onCall({ method, outcome, isAnswered: outcome !== nonsense && !isSlacksTrouble(outcome) })
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
 * The outcome of an answer with an error status. Slack refuses a call of a method with 200 or 429: any other status is
 * its own trouble or a proxy's. It refuses a response_url or an upload with 4xx.
 */
function refusedWith(status: number, method: string): Pick<SlackCall, 'outcome' | 'isAnswered'> {
  if (status === 429) return { outcome: 'rate_limited', isAnswered: true }
  return { outcome: `http_${status}`, isAnswered: method === 'other' && status < 500 }
}

const nonsense = 'nonsense'

/**
 * The outcome in the body of Slack's answer. Slack puts `ok` first and names an error in one word; anything longer is
 * not Slack's.
 */
function outcomeIn(text: string): string {
  if (/^\s*\{\s*"ok"\s*:\s*true\b/.test(text)) return 'ok'
  return /"error"\s*:\s*"([a-z][a-z0-9_]{1,60})"/.exec(text)?.[1] ?? nonsense
}
