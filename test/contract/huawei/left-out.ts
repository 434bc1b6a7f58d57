import type { Field, Operation } from '../contract.ts'

/** Fields that Ferry leaves out on purpose. */
export type LeftOut = {
  /** The last part of their paths. */
  fields: readonly string[]
  /** Only of these operations; otherwise of all. */
  operations?: readonly string[]
  why: string
}

/** What Ferry never sends. */
export const neverSent: readonly LeftOut[] = [
  {
    fields: [
      ...['crypto_type', 'kms_key_id', 'src_crypto_type', 'src_kms_key_id', 'dst_crypto_type', 'dst_kms_key_id'],
      ...['source_cdn_crypto_type', 'source_cdn_kms_key_id'],
    ],
    why: 'They choose the KMS key with which OMS keeps the access keys that it is given. OMS has a default for that.',
  },
  { fields: ['list_file_num'], why: 'OMS counts the list files of a folder itself.' },
  {
    fields: ['connection_string'],
    operations: ['ShowCdnInfo'],
    why: 'OMS tries a CDN with a key pair only, and a key pair opens Azure too.',
  },
]

export function reasonFor(list: readonly LeftOut[], operation: Operation, field: Field): string | undefined {
  const last = field.path.split('.').at(-1) ?? ''
  return list.find(
    ({ fields, operations }) =>
      fields.includes(last) && (operations === undefined || operations.includes(operation.name)),
  )?.why
}
