import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import type { StartOrder } from '../../provider.ts'

/**
 * The keys of a start, by OMS's names for them. Throws AppError form_invalid without a key pair for the destination.
 */
export function startKeys({ source, destination }: StartOrder) {
  if (!destination?.accessKey || !destination.secretKey) {
    throw new AppError('form_invalid', { problem: 'a start needs the key pair of the destination bucket' })
  }
  return defined({
    src_ak: source?.accessKey,
    src_sk: source?.secretKey,
    src_security_token: source?.sessionToken,
    json_auth_file: source?.jsonKeyFile,
    connection_string: source?.connectionString,
    source_cdn_authentication_key: source?.cdnKey,
    dst_ak: destination.accessKey,
    dst_sk: destination.secretKey,
    dst_security_token: destination.sessionToken,
  })
}

/**
 * Throws AppError form_invalid for keys that OMS has no field for. Left out in silence, they would make the start fail
 * later for a reason that nobody could see.
 */
export function refuseKeys(noun: string, keys: Readonly<Record<string, string | undefined>>): void {
  const given = Object.keys(keys).filter((name) => keys[name] !== undefined)
  if (given.length === 0) return
  throw new AppError('form_invalid', { problem: `${noun} cannot be started with a ${given.join(' or a ')}` })
}
