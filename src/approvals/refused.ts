import { AppError } from '../errors/errors.ts'
import type { Refusal } from './transitions.ts'

/** Error for a decision about a request, or a change of it, that does not count. `refusal` says why. */
export class RequestRefused extends AppError {
  /** Id of the request. */
  readonly request: string
  readonly refusal: Refusal

  constructor({ id }: { id: string }, refusal: Refusal) {
    super('request_refused', { id, why: refusal.type })
    this.request = id
    this.refusal = refusal
  }
}
