import { AppError } from '../../errors/errors.ts'
import type { Kind } from '../../migrations/migration.ts'
import { specFields } from '../../migrations/spec/spec.ts'
import type { Bound, WithSession } from '../define.ts'
import type { CreateOrder, Creation, Creator } from '../provider.ts'
import { checked } from '../wire/order.ts'
import { token } from './token.ts'

/**
 * How migrations of a kind are created. Whatever the checks find, `preflight` and `create` refuse with AppError
 * form_invalid before the cloud is asked.
 */
export function creatable<Session>(
  kind: Kind,
  creation: Creation,
  { preflight, create, findCreated }: WithSession<Session, Creator>,
): Bound<Session, 'creation'> {
  return {
    ...creation,
    bind: (session) => ({
      async preflight(order, options) {
        check(order, kind, creation)
        return preflight(session, order, options)
      },
      async create(order, options) {
        check(order, kind, creation)
        return create(session, order, options)
      },
      findCreated: (order, options) => findCreated(session, order, options),
    }),
  }
}

function check({ spec, keys, token: given }: CreateOrder, kind: Kind, creation: Creation): void {
  const other = `this creates migrations of the kind ${kind}, not ${spec.kind}`
  if (spec.kind !== kind) throw new AppError('form_invalid', { problem: other })
  checked(token, given)
  const problems = creation.problemsIn(spec, keys)
  const said = specFields.flatMap((field) => (problems[field] === undefined ? [] : [`${field}: ${problems[field]}`]))
  if (said.length > 0) throw new AppError('form_invalid', { problem: said.join(' ') })
}
