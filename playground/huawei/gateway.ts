import type { IncomingHttpHeaders } from 'node:http'
import type { z } from 'zod'
import type { Answer } from '../cloud/http.ts'
import { readKnown } from './contracts.ts'
import { invalidParameter, Refusal } from './refusals.ts'
import type { SignedRequest } from './signature.ts'
import type { Project, World } from './world.ts'

/** A request with its route. */
export type Call = {
  world: World
  /** The operation's name in Huawei's documents. */
  operation: string
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  request: SignedRequest
  now: number
}

/** A call by somebody who may use the project. */
export type ProjectCall = Call & { project: Project }

export type Handler = (call: Call) => Answer

/** Reads the JSON body with a schema. The refusal names the first field that does not fit. */
export function readBody<Schema extends z.ZodType>(call: Call, schema: Schema): z.output<Schema> {
  const json = parseJson(call.request.body)
  if (json === undefined) throw new Refusal('S3M.0067')
  const parsed = schema.safeParse(readKnown(json, schema, readerOf(call)))
  if (parsed.success) return parsed.data
  throw invalidParameter(parsed.error.issues[0]?.path.join('.') || 'body')
}

/** How the service of this call treats unknown fields. */
export function readerOf({ world: { behaviour }, operation }: Call) {
  const { contract, unknownFields } = behaviour
  return { contract, unknownFields, operation }
}

/** The parsed JSON. Undefined for any other body. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  return [headers[name] ?? []].flat()[0]
}
