import type { Clock } from '../../async/clock.ts'

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** Slack's time. Its messages bear times by its clock, whatever this machine's clock says. */
export type SlackTime = {
  /** In epoch milliseconds, to the second. Undefined until Slack has answered. */
  now(): number | undefined
  /** A fetch that reads the time from each answer. */
  heardBy(fetchFrom: Fetch): Fetch
}

/** Slack's time from the Date of its last answer, and what has passed since by a clock that nobody can set. */
export function createSlackTime(steady: Pick<Clock, 'now'>): SlackTime {
  let heard: { at: number; steadyAt: number } | undefined
  return {
    now: () => (heard === undefined ? undefined : heard.at + steady.now() - heard.steadyAt),
    heardBy: (fetchFrom) => async (input, init) => {
      const answer = await fetchFrom(input, init)
      const at = Date.parse(answer.headers.get('date') ?? '')
      if (!Number.isNaN(at)) heard = { at, steadyAt: steady.now() }
      return answer
    },
  }
}
