import { isAppError } from '../errors.ts'

/**
 * Whether a 404 came with a JSON body that has no code of the cloud's gateway, as a service behind it may send. By itself
 * it proves nothing: a proxy can send one too. Together with a list that lacks the migration it does.
 */
export function isUncodedNotFound(error: unknown): boolean {
  return isAppError(error, 'provider_refused') && error.details.code === 'HTTP.404' && error.details.isJson === true
}
