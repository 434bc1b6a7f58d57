import { z } from 'zod'
import type { Answer } from '../cloud/http.ts'
import type { Job } from './job.ts'
import { Refusal } from './refusals.ts'
import type { StorageService } from './storage-service.ts'
import type { Tenant, World } from './world.ts'

/** A request with its route, by somebody with valid credentials. */
export type Call = {
  world: World
  tenant: Tenant
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  body: Buffer
  now: number
}

/** A call about a service of the caller. */
export type ServiceCall = Call & { service: StorageService }

/** A call about one of its jobs. */
export type JobCall = ServiceCall & { job: Job }

export type Handler = (call: Call) => Answer

/** Reads the JSON body with a schema. The refusal names every field that does not fit. */
export function readBody<Schema extends z.ZodType>({ body }: Call, schema: Schema): z.output<Schema> {
  return parseOrRefuse(schema, parseJson(body))
}

const wholeNumber = z.string().regex(/^\d+$/, 'Value must be an integer.').transform(Number)

/**
 * A page of a list. Lists have no total: a page with fewer rows than `limit` is the last. The default of 10 hides the
 * rest.
 */
export const pageSchema = z.object({
  limit: wholeNumber.pipe(z.number().max(100)).default(10),
  offset: wholeNumber.default(0),
})

export function readQuery<Schema extends z.ZodType>({ query }: Call, schema: Schema): z.output<Schema> {
  return parseOrRefuse(schema, Object.fromEntries(query))
}

export function pageOf<Row>(rows: readonly Row[], { limit, offset }: z.output<typeof pageSchema>): readonly Row[] {
  return rows.slice(offset, offset + limit)
}

function parseOrRefuse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const invalidParams = parsed.error.issues.map(({ path, message }) => ({ name: path.join('.'), reason: message }))
  throw new Refusal('INVALID_REQUEST', { invalidParams })
}

/** The parsed JSON. Undefined for any other body. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
