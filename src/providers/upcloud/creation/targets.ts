import { AppError } from '../../../errors/errors.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { EndpointOptions } from '../../http/endpoint.ts'
import type { CallOptions, Target } from '../../provider.ts'
import type { Session } from '../session.ts'
import { jobId } from './requests.ts'

/** Whether a job could have this id. */
export function canExist(target: Target): boolean {
  return target.kind === 'job' && jobId.safeParse(target.id).success
}

/** The address of a job. Throws AppError migration_not_found for an id that cannot exist. */
export function jobOf(session: Session, target: Target): { service: string; id: string } {
  if (!canExist(target)) throw new AppError('migration_not_found', { ref: `${session.account}/${target.id}` })
  return { service: session.serviceId, id: target.id }
}

export function about(session: Session, target: Target, options: CallOptions): EndpointOptions {
  return { ...options, ref: refOf({ account: session.account, id: target.id }) }
}
