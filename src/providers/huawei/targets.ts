import { AppError } from '../../errors/errors.ts'
import type { Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import type { Endpoint, EndpointOptions } from '../http/endpoint.ts'
import type { CallOptions, Target } from '../provider.ts'
import type { Session } from './client/session.ts'
import { isNotFound } from './problems.ts'
import type { KindReader } from './reading/reader.ts'

type Id = Pick<Target, 'id'>
export type Calling = { session: Session; options: CallOptions }

/**
 * Options for a call about one migration of a kind. Throws AppError migration_not_found for an id that no migration of
 * the kind can have.
 */
export function aboutOne(kind: KindReader, { session, options }: Calling, target: Id): EndpointOptions {
  const ref = ownRef(session, target)
  if (!kind.isId(target.id)) throw new AppError('migration_not_found', { ref })
  return { ...options, ref }
}

export function ownRef({ account }: Session, { id }: Id): string {
  return refOf({ account, id })
}

/** An operation on one migration of a kind. */
export function onOne<Order extends Target, Answer>(
  kind: KindReader,
  act: (session: Session, order: Order, options: EndpointOptions) => Promise<Answer>,
): (session: Session) => (order: Order, options: CallOptions) => Promise<Answer> {
  return (session) => async (order, options) => act(session, order, aboutOne(kind, { session, options }, order))
}

/** An operation that sends the id of a migration and nothing else. */
export function sendingId(
  endpoint: Endpoint<{ id: string }, void>,
  kind: KindReader,
): (session: Session) => (target: Target, options: CallOptions) => Promise<void> {
  return onOne(kind, ({ call }, { id }, options) => call(endpoint, { id }, options))
}

/** Reads one migration of a kind. Undefined if there is none. */
export async function readOne(kind: KindReader, calling: Calling, { id }: Id): Promise<Migration | undefined> {
  try {
    return await kind.read(calling.session, id, aboutOne(kind, calling, { id }))
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
