import { AppError } from '../../../errors/errors.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { EndpointOptions } from '../../http/endpoint.ts'
import type { CallOptions, Target } from '../../provider.ts'
import type { Session } from '../session.ts'
import { policyTitle } from './requests.ts'

/** Whether a policy could have this id, which is its title. */
export function canExist(target: Target): boolean {
  return target.kind === 'policy' && policyTitle.safeParse(target.id).success
}

/** The title of a policy. Throws AppError migration_not_found for one that cannot exist. */
export function titleOf(session: Session, target: Target): string {
  if (!canExist(target)) throw new AppError('migration_not_found', { ref: `${session.account}/${target.id}` })
  return target.id
}

export function about(session: Session, target: Target, options: CallOptions): EndpointOptions {
  return { ...options, ref: refOf({ account: session.account, id: target.id }) }
}
