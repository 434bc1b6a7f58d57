import type { IncomingHttpHeaders } from 'node:http'
import type { z } from 'zod'
import type { Answer } from '../cloud/http.ts'
import type { Job } from './job.ts'
import { Refusal } from './refusals.ts'
import type { Tenant, World } from './world.ts'

/** A request with its route. `target` is the path and query as sent. */
export type Call = {
  world: World
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  request: { method: string; target: string; headers: IncomingHttpHeaders; body: Buffer }
  now: number
}

/** A call with a valid signature. */
export type TenantCall = Call & { tenant: Tenant; regionCode: string }

/** A call about an existing job. */
export type JobCall = TenantCall & { job: Job }

export type Handler = (call: Call) => Answer

/** Reads the JSON body with a schema. The refusal names the first field that does not fit. */
export function readBody<Schema extends z.ZodType>({ request }: Call, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(request.body))
  if (parsed.success) return parsed.data
  throw invalidParameter(parsed.error.issues[0]?.path.join('.') || 'body')
}

/** The refusal of a wrong parameter. 400/100 is assumed, because the service documents no errors of its own. */
export function invalidParameter(name: string): Refusal {
  return new Refusal('100', `Invalid parameter: ${name}`)
}

export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  return [headers[name] ?? []].flat()[0]
}

/** The parsed JSON. Undefined for any other body. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
