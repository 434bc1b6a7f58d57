import { z } from 'zod'
import type { ActResult } from '../playground/slack/protocol.ts'

/**
 * Makes people act in a local Slack through its remote control. Throws `ImpossibleAct` for an act that Slack would not
 * allow.
 */
export function actsIn({ url }: { url: string }) {
  return async (what: string, request: object): Promise<ActResult> => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${url}/control/${what}`, { method: 'POST', body: JSON.stringify(request), headers })
    const answer = actResult.parse(await response.json())
    if (!response.ok) throw new ImpossibleAct(answer.error ?? `status ${response.status}`, { what, request })
    return answer
  }
}

/** An act that Slack would not have offered, so that a test with it would prove nothing. */
export class ImpossibleAct extends Error {
  readonly reason: string

  constructor(reason: string, act: { what: string; request: object }) {
    super(`Slack does not let anybody ${act.what} ${JSON.stringify(act.request)}: ${reason}`)
    this.reason = reason
  }
}

const actResult = z.looseObject({
  ok: z.boolean(),
  acknowledged: z.boolean(),
  status: z.number().exactOptional(),
  errors: z.record(z.string(), z.string()).exactOptional(),
  error: z.string().exactOptional(),
})
