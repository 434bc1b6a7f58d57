import type { ActResult } from '../../playground/slack/protocol.ts'

/** What people do in a local Slack, by its remote control. */
export function actsIn({ url }: { url: string }) {
  return async (what: string, request: object): Promise<ActResult> => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${url}/control/${what}`, { method: 'POST', body: JSON.stringify(request), headers })
    const answer: ActResult = await response.json()
    return answer
  }
}
