import type { z } from 'zod'
import { defined } from '../../defined.ts'
import type { JsonRequest } from '../exchange.ts'
import { checked } from '../order.ts'

/** One operation of OMS: how it is addressed, what it takes and what it answers. */
export type Endpoint<Order, Answer> = Row<Answer> & {
  /** The parts of the request that an order makes. Throws AppError form_invalid for an order that OMS would refuse. */
  partsOf(order: Order): RequestParts
}
export type RequestParts = { path: string; query?: Query; body?: object; secrets: string[] }
type Query = Readonly<Record<string, string | number | undefined>>

type Row<Answer> = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path below the project, `/tasks/{id}`, or below the host for facts about OMS itself. */
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

/** An operation that concerns no single migration. */
export function endpoint<Answer, QueryOrder = unknown, BodyOrder = unknown>(
  row: Row<Answer> & Takes<QueryOrder, BodyOrder>,
): Endpoint<OrderOf<QueryOrder, BodyOrder>, Answer> {
  return { ...row, partsOf: (order) => ({ path: row.path, ...contentOf(row, order) }) }
}

/** An operation on one thing, whose id is a part of the path and of the order. */
export function endpointOfOne<Answer, QueryOrder = unknown, BodyOrder = unknown>(
  row: Row<Answer> & Takes<QueryOrder, BodyOrder> & { id: z.ZodType<string> },
): Endpoint<QueryOrder & BodyOrder & { id: string }, Answer> {
  return {
    ...row,
    partsOf({ id, ...order }) {
      return { path: row.path.replace('{id}', checked(row.id, id)), ...contentOf(row, order) }
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

const isSecret = /(^|_)(ak|sk|security_token|json_auth_file|connection_string|authentication_key)$/
