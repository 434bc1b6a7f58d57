import type { z } from 'zod'
import { defined } from '../../defined.ts'
import type { CallOptions } from '../provider.ts'
import { checked } from '../wire/order.ts'
import type { JsonRequest } from './exchange.ts'

/** One operation of a cloud: how it is addressed, what it takes and what it answers. */
export type Endpoint<Order, Answer> = Row<Answer> & {
  /** The parts of the request that an order makes. Throws AppError form_invalid for an order that would be refused. */
  partsOf(order: Order): RequestParts
}
type RequestParts = { path: string; query?: Query; body?: object; secrets: string[] }
type Query = Readonly<Record<string, string | number | undefined>>

type Row<Answer> = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path below the account's root, `/tasks/{id}`, or below the host for facts about the service itself. */
  path: string
  below?: 'host'
  answer: z.ZodType<Answer>
  query?: z.ZodType
  body?: z.ZodType
  /** Set for a POST that has the same effect when it is repeated. */
  isSafeToRepeat?: boolean
  /** Replaces the usual reading of errors if a code has another meaning here. */
  readError?: JsonRequest<Answer>['readError']
}
/** The order of an operation that takes nothing. */
type Nothing = Record<string, never>
type OrderOf<QueryOrder, BodyOrder> = unknown extends QueryOrder & BodyOrder ? Nothing : QueryOrder & BodyOrder
type Takes<QueryOrder, BodyOrder> = { query?: z.ZodType<Query, QueryOrder>; body?: z.ZodType<object, BodyOrder> }

/** An operation whose path is always the same. */
export function endpoint<Answer, QueryOrder = unknown, BodyOrder = unknown>(
  row: Row<Answer> & Takes<QueryOrder, BodyOrder>,
): Endpoint<OrderOf<QueryOrder, BodyOrder>, Answer> {
  return { ...row, partsOf: (order) => ({ path: row.path, ...contentOf(row, order) }) }
}

/** An operation on one thing, whose id is a part of the path and of the order. */
export function endpointOfOne<Answer, QueryOrder = unknown, BodyOrder = unknown>({
  id,
  ...row
}: Row<Answer> & Takes<QueryOrder, BodyOrder> & { id: z.ZodType<string> }) {
  return endpointWithin<Answer, 'id', QueryOrder, BodyOrder>({ ...row, inPath: { id } })
}

/** An operation whose path has parts that are in the order, each under its name: `/services/{service}/jobs/{id}`. */
export function endpointWithin<Answer, Name extends string, QueryOrder = unknown, BodyOrder = unknown>(
  row: Row<Answer> & Takes<QueryOrder, BodyOrder> & { inPath: Readonly<Record<Name, z.ZodType<string>>> },
): Endpoint<QueryOrder & BodyOrder & Readonly<Record<Name, string>>, Answer> {
  return {
    ...row,
    partsOf(order) {
      const content = new Map<string, unknown>(Object.entries(order))
      let path = row.path
      for (const [name, schema] of Object.entries<z.ZodType<string>>(row.inPath)) {
        const text = checked(schema, content.get(name))
        path = path.replace(`{${name}}`, () => text)
        content.delete(name)
      }
      return { path, ...contentOf(row, Object.fromEntries(content)) }
    },
  }
}

function contentOf({ query, body }: Takes<unknown, unknown>, order: unknown): Omit<RequestParts, 'path'> {
  const content = { query: query && checked(query, order), body: body && checked(body, order) }
  return { ...defined(content), secrets: secretsIn(content.body) }
}

/** The secrets anywhere in a body, found by the names of their fields. They must not appear in errors. */
function secretsIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([name, value]) =>
    typeof value === 'string' && isSecret.test(name) ? [value] : secretsIn(value),
  )
}

const isSecret =
  /(^|_)(ak|sk|security_token|json_auth_file|connection_string|authentication_key|access_key(_id)?|(access|secret)Key)$/

/**
 * Carries out one operation of a cloud for one account. Throws AppError form_invalid, before the cloud is asked, for an
 * order that the cloud would refuse.
 */
export type Call = <Order, Answer>(
  endpoint: Endpoint<Order, Answer>,
  order: Order,
  options?: EndpointOptions,
) => Promise<Answer>

/** Options that any operation takes. `ref` is the migration that it is about, for errors. */
export type EndpointOptions = CallOptions & { ref?: string }

/** The part that all requests of an account share. */
type Caller = Pick<JsonRequest<unknown>, 'about' | 'headers' | 'readError' | 'requestIdHeader'> & {
  urlOf(path: string, below?: 'host'): URL
  secrets: readonly string[]
}

/** The request that carries out an operation, before it is signed. */
export function requestOf<Order, Answer>(
  [endpoint, order]: [Endpoint<Order, Answer>, Order],
  { about, headers, urlOf, secrets, readError, requestIdHeader }: Caller,
  { ref, signal, onRequestId }: EndpointOptions = {},
): JsonRequest<Answer> {
  const parts = endpoint.partsOf(order)
  const url = urlOf(parts.path, endpoint.below)
  for (const [key, value] of Object.entries(parts.query ?? {})) {
    if (value !== undefined) url.searchParams.set(key, String(value))
  }
  return defined({
    about: { ...about, ...defined({ ref }) },
    method: endpoint.method,
    url,
    headers,
    body: parts.body && JSON.stringify(parts.body),
    schema: endpoint.answer,
    readError: endpoint.readError ?? readError,
    secrets: [...secrets, ...parts.secrets],
    requestIdHeader,
    isSafeToRepeat: endpoint.isSafeToRepeat,
    signal,
    onRequestId,
  })
}
