import type { IncomingHttpHeaders } from 'node:http'
import type { z } from 'zod'
import type { Answer } from '../cloud/http.ts'
import type { Job } from './job.ts'
import { Refusal } from './refusals.ts'
import type { Tenant, World } from './world.ts'

/** A request that found its route. `target` is path and query as sent. */
export type Call = {
  world: World
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  request: { method: string; target: string; headers: IncomingHttpHeaders; body: Buffer }
  now: number
}

/** A call by somebody whose signature is right. */
export type TenantCall = Call & { tenant: Tenant; regionCode: string }

/** A call about a job that exists. */
export type JobCall = TenantCall & { job: Job }

export type Handler = (call: Call) => Answer

/** The JSON body in the shape of a schema; the first field that does not fit is named in the refusal. */
export function readBody<Schema extends z.ZodType>({ request }: Call, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(request.body))
  if (parsed.success) return parsed.data
  throw invalidParameter(parsed.error.issues[0]?.path.join('.') || 'body')
}

/** That a wrong parameter is 400/100 is assumed: the service documents no errors of its own. */
export function invalidParameter(name: string): Refusal {
  return new Refusal('100', `Invalid parameter: ${name}`)
}

export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  return [headers[name] ?? []].flat()[0]
}

/** Undefined for anything but JSON. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
