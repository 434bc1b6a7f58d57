import { AppError } from '../errors.ts'
import { specFields } from '../migrations/spec.ts'
import { checked } from './order.ts'
import type { CreateOrder, Creation } from './provider.ts'
import { token } from './token.ts'

/** Throws AppError form_invalid for an order that the cloud's documents forbid. Makes no call. */
export function checkOrder(order: CreateOrder, creation: Creation): void {
  checked(token, order.token)
  const problems = creation.problemsIn(order.spec, order.keys)
  const said = specFields.flatMap((field) => (problems[field] === undefined ? [] : [`${field}: ${problems[field]}`]))
  if (said.length > 0) throw new AppError('form_invalid', { problem: said.join(' ') })
}

/** The error for an order of a kind that the account cannot create: its caller did not look at the capabilities. */
export function noKind({ spec: { account, kind } }: CreateOrder): AppError {
  return new AppError('form_invalid', { problem: `account ${account} makes no migration of the kind ${kind}` })
}
