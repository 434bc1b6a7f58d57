import { AppError } from '../errors/errors.ts'
import { type MigrationRequest, shortHash } from './request.ts'
import type { Refusal } from './transitions.ts'

/** Error for a decision about a request, or a change of it, that does not count. `refusal` says why. */
export class RequestRefused extends AppError {
  /** Id of the request. */
  readonly request: string
  readonly refusal: Refusal
  /** Short hash of the request's content. */
  readonly hash: string

  constructor(request: Pick<MigrationRequest, 'id' | 'specHash'>, refusal: Refusal) {
    const { id } = request
    super('request_refused', { id, why: refusal.type })
    this.hash = shortHash(request)
    this.request = id
    this.refusal = refusal
  }
}
