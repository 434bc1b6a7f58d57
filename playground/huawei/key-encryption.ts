import { z } from 'zod'

const cryptoType = z.enum(['DEFAULT', 'KMS']).optional()
const kmsKeyId = z.string().optional()

/**
 * How OMS encrypts the keys that it keeps, sent beside the keys. Only the newest SDK has it, and the simulator ignores
 * it.
 */
export const keyEncryption = { crypto_type: cryptoType, kms_key_id: kmsKeyId }
export const sourceKeyEncryption = { src_crypto_type: cryptoType, src_kms_key_id: kmsKeyId }
export const destinationKeyEncryption = { dst_crypto_type: cryptoType, dst_kms_key_id: kmsKeyId }
export const cdnKeyEncryption = { source_cdn_crypto_type: cryptoType, source_cdn_kms_key_id: kmsKeyId }

/** A request without the fields of key encryption, which responses do not contain. */
export function withoutKeyEncryption<Fields extends { crypto_type?: unknown; kms_key_id?: unknown }>(
  fields: Fields,
): Omit<Fields, 'crypto_type' | 'kms_key_id'> {
  const { crypto_type: _type, kms_key_id: _id, ...rest } = fields
  return rest
}
