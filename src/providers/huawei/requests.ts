import { z } from 'zod'
import { bandwidthPolicy } from './bandwidth.ts'

/** What OMS may be asked to do with tasks (5.2), checked before it is sent. Fields by their names in the document. */
export type TaskCreation = z.input<typeof taskCreation>
export type TaskStart = z.input<typeof taskStart>
export type BandwidthChange = z.input<typeof bandwidthChange>
export type BatchUpdate = z.input<typeof batchUpdate>
export type TaskFilter = z.input<typeof taskFilter>

export const taskId = z.string().regex(/^\d{1,19}$/, 'A task id has digits only')

const shortKey = z.string().min(1).max(100)
const token = z.string().max(16_384)
const place = z.string().min(1).max(1024)
const region = z.string().min(1).max(100)
const priority = z.enum(['HIGH', 'MEDIUM', 'LOW'])
const groupId = z.string().regex(/^[\w-]{1,36}$/, 'A group id has up to 36 letters, digits and hyphens')

export const taskFilter = z.strictObject({
  group_id: groupId.optional(),
  limit: z.int().min(1).max(100).optional(),
  offset: z.int().min(0).max(2_147_483_647).optional(),
  status: z.int().min(1).max(7).optional(),
})

export const taskStart = z.strictObject({
  src_ak: shortKey.optional(),
  src_sk: shortKey.optional(),
  src_security_token: token.optional(),
  /** Google. */
  json_auth_file: z.string().max(65_535).optional(),
  /** Azure; in Huawei's SDKs, not in the document. */
  connection_string: z.string().max(65_535).optional(),
  dst_ak: shortKey,
  dst_sk: shortKey,
  dst_security_token: token.optional(),
  source_cdn_authentication_key: z.string().max(255).optional(),
  migrate_failed_object: z.boolean().optional(),
})

export const bandwidthChange = z.strictObject({ bandwidth_policy: bandwidthPolicy })

export const batchUpdate = z
  .strictObject({
    group_id: groupId.optional(),
    ids: z.array(taskId).min(1).max(20).optional(),
    bandwidth_policy: bandwidthPolicy,
    /** Only for tasks that are waiting, paused or failed. */
    task_priority: priority.optional(),
  })
  .refine(({ group_id, ids }) => (group_id === undefined) !== (ids === undefined), 'Either group_id or ids')

const listFile = z.strictObject({
  list_file_key: place,
  obs_bucket: place,
  list_file_num: z.string().max(65_535).optional(),
})

const sourceNode = z.strictObject({
  cloud_type: z.enum([
    'AWS',
    'Azure',
    'Aliyun',
    'Tencent',
    'HuaweiCloud',
    'QingCloud',
    'KingsoftCloud',
    'Baidu',
    'Qiniu',
    'Google',
    'URLSource',
    'UCloud',
  ]),
  region: region.optional(),
  ak: shortKey.optional(),
  sk: shortKey.optional(),
  json_auth_file: z.string().max(65_535).optional(),
  connection_string: z.string().max(65_535).optional(),
  security_token: token.optional(),
  app_id: z.string().max(255).optional(),
  bucket: place.optional(),
  /** [""] is the whole bucket. */
  object_key: z.array(z.string().max(1024)).max(500).optional(),
  list_file: listFile.optional(),
})

const targetNode = z.strictObject({
  ak: shortKey,
  sk: shortKey,
  security_token: token.optional(),
  bucket: place,
  /** The one of the endpoint. */
  region,
  save_prefix: z.string().max(1024).optional(),
})

const sourceCdn = z.strictObject({
  domain: place,
  protocol: z.enum(['http', 'https']),
  authentication_type: z.enum([
    'NONE',
    'QINIU_PRIVATE_AUTHENTICATION',
    'ALIYUN_OSS_A',
    'ALIYUN_OSS_B',
    'ALIYUN_OSS_C',
    'KSYUN_PRIVATE_AUTHENTICATION',
    'AZURE_SAS_TOKEN',
    'TENCENT_COS_A',
    'TENCENT_COS_B',
    'TENCENT_COS_C',
    'TENCENT_COS_D',
  ]),
  authentication_key: z.string().max(255).optional(),
})

const smnConfig = z.strictObject({
  topic_urn: place,
  trigger_conditions: z
    .array(z.enum(['SUCCESS', 'FAILURE']))
    .min(1)
    .max(2),
  language: z.enum(['zh-cn', 'en-us']).optional(),
  message_template_name: z.string().min(1).optional(),
})

export const taskCreation = z
  .strictObject({
    task_type: z.enum(['object', 'prefix', 'list', 'url_list']),
    src_node: sourceNode,
    dst_node: targetNode,
    /** The documents disagree on the forbidden characters; this is all of them. */
    description: z
      .string()
      .max(255)
      .regex(/^[^<>()^&"']*$/, `No ^ < > ( ) & " ' here`)
      .optional(),
    /** Epoch seconds. */
    migrate_since: z.int().min(0).optional(),
    bandwidth_policy: bandwidthPolicy.optional(),
    source_cdn: sourceCdn.optional(),
    smn_config: smnConfig.optional(),
    enable_kms: z.boolean().optional(),
    enable_metadata_migration: z.boolean().optional(),
    enable_restore: z.boolean().optional(),
    enable_failed_object_recording: z.boolean().optional(),
    enable_requester_pays: z.boolean().optional(),
    object_overwrite_mode: z
      .enum(['NO_OVERWRITE', 'SIZE_LAST_MODIFIED_COMPARISON_OVERWRITE', 'CRC64_COMPARISON_OVERWRITE', 'FULL_OVERWRITE'])
      .optional(),
    dst_storage_policy: z.enum(['STANDARD', 'IA', 'ARCHIVE', 'DEEP_ARCHIVE', 'SRC_STORAGE_MAPPING']).optional(),
    consistency_check: z.enum(['size_last_modified', 'crc64', 'no_check']).optional(),
    task_priority: priority.optional(),
  })
  .superRefine((task, context) => {
    for (const [path, problem] of sourceProblems(task.task_type, task.src_node)) {
      context.addIssue({ code: 'custom', path: ['src_node', path], message: problem })
    }
  })

/** What the document asks of the source depends on the kind of task. */
function sourceProblems(type: string, source: z.infer<typeof sourceNode>): [string, string][] {
  const isUrlList = type === 'url_list'
  const problems: [string, string][] = []
  if (isUrlList !== (source.cloud_type === 'URLSource'))
    problems.push(['cloud_type', 'URLSource goes with url_list only'])
  if (source.cloud_type === 'Tencent' && !source.app_id) problems.push(['app_id', 'Tencent needs it'])
  if (type.endsWith('list') && !source.list_file) problems.push(['list_file', `A task of type ${type} needs it`])
  if (!type.endsWith('list') && !source.object_key?.length) problems.push(['object_key', '[""] is the whole bucket'])
  if (isUrlList) return problems
  if (!source.region) problems.push(['region', 'Needed'])
  if (!source.bucket) problems.push(['bucket', 'Needed'])
  if (!hasKeys(source)) problems.push(['ak', 'A key pair, a JSON file or a connection string is needed'])
  return problems
}

function hasKeys(source: z.infer<typeof sourceNode>): boolean {
  return Boolean((source.ak && source.sk) || source.json_auth_file || source.connection_string)
}
