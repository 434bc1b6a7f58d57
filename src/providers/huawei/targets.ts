import { AppError } from '../../errors.ts'
import { refOf } from '../../migrations/ref.ts'
import type { CallOptions, Target } from '../provider.ts'
import type { OmsOptions } from './client.ts'
import { omsKinds } from './kinds/index.ts'
import type { OmsKind } from './kinds/kind.ts'
import type { Session } from './session.ts'

/** The kind of a target. Undefined if no migration of this kind could have this id, so that no call is needed. */
export function knownKindOf({ kind, id }: Target): OmsKind | undefined {
  const known = omsKinds[kind]
  return known?.isId(id) ? known : undefined
}

/** The kind of a target. Throws AppError migration_not_found for an id that cannot exist. */
export function kindOf(session: Session, target: Target): OmsKind {
  const known = knownKindOf(target)
  if (known === undefined) throw new AppError('migration_not_found', { ref: ownRef(session, target) })
  return known
}

export function about(session: Session, target: Target, options: CallOptions): OmsOptions {
  return { ...options, ref: ownRef(session, target) }
}

export function ownRef({ account }: Session, { id }: Target): string {
  return refOf({ account, id })
}

/** The error for an action that a kind never offers: its caller did not look at the capabilities. */
export function neverOffered(session: Session, target: Target, action: string): AppError {
  const why = ': OMS offers that for none of its kind'
  return new AppError('action_impossible', { ref: ownRef(session, target), action, why, possible: '' })
}
