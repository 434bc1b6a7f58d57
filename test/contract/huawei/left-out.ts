import type { Field, Operation } from '../contract.ts'

/** Fields that Ferry leaves out on purpose. */
export type LeftOut = {
  /** The last part of each path. */
  fields: readonly string[]
  /** The operations to which this applies. If absent, all. */
  operations?: readonly string[]
  why: string
}

/** Fields that Ferry never sends. */
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
  {
    fields: ['task_name'],
    operations: ['ListTasks'],
    why: 'Ferry finds tasks by name in what it knows of the whole list.',
  },
]

/** Fields of responses that Ferry does not read. */
export const neverRead: readonly LeftOut[] = [
  { fields: ['list_file_num'], why: 'The number of list files tells nobody what to do.' },
  { fields: ['links', 'href', 'rel'], why: 'Ferry takes the address from the account.' },
  { fields: ['task_name'], operations: ['CreateTask'], why: 'Later readings of the task contain its name.' },
  { fields: ['sync_task_id'], operations: ['ListSyncTaskStatistic'], why: 'It repeats the id in the request.' },
  {
    fields: ['cloud_type'],
    operations: ['ShowRegionInfo'],
    why: 'It repeats the cloud that the response names above the regions.',
  },
]

export function reasonFor(list: readonly LeftOut[], operation: Operation, field: Field): string | undefined {
  const last = field.path.split('.').at(-1) ?? ''
  return list.find(
    ({ fields, operations }) =>
      fields.includes(last) && (operations === undefined || operations.includes(operation.name)),
  )?.why
}
