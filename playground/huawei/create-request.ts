import { z } from 'zod'
import { bandwidthPolicySchema, checkBandwidthPolicy } from './bandwidth.ts'
import { keyEncryption } from './key-encryption.ts'
import { invalidParameter, Refusal } from './refusals.ts'

export const CLOUD_TYPES = [
  'AWS',
  'Azure',
  'Aliyun',
  'Tencent',
  'HuaweiCloud',
  'QingCloud',
  'KingsoftCloud',
  'Baidu',
  'Google',
  'Qiniu',
  'URLSource',
  'UCloud',
] as const
const CDN_AUTHENTICATION = [
  'NONE',
  'QINIU_PRIVATE_AUTHENTICATION',
  'ALIYUN_OSS_A',
  'ALIYUN_OSS_B',
  'ALIYUN_OSS_C',
  'AZURE_SAS_TOKEN',
  'KSYUN_PRIVATE_AUTHENTICATION',
  'TENCENT_COS_A',
  'TENCENT_COS_B',
  'TENCENT_COS_C',
  'TENCENT_COS_D',
] as const

const key = z.string().max(100)
const token = z.string().max(16_384)
const name = z.string().max(1_024)

const sourceSchema = z.object({
  cloud_type: z.enum(CLOUD_TYPES).default('Aliyun'),
  region: z.string().max(100).optional(),
  ak: key.optional(),
  sk: key.optional(),
  security_token: token.optional(),
  json_auth_file: z.string().max(65_535).optional(),
  /** A connection string for Azure. Huawei's SDK has it, the reference does not. */
  connection_string: z.string().optional(),
  app_id: z.string().max(255).optional(),
  bucket: name.optional(),
  ...keyEncryption,
  object_key: z.array(name).max(500).optional(),
  list_file: z
    .object({ list_file_key: name.min(1), obs_bucket: name, list_file_num: z.string().optional() })
    .optional(),
})

export const cdnSchema = z.object({
  domain: name,
  protocol: z.enum(['http', 'https']),
  authentication_type: z.enum(CDN_AUTHENTICATION).default('NONE'),
  authentication_key: z.string().max(255).optional(),
  ...keyEncryption,
})

export const createRequestSchema = z.object({
  task_type: z.enum(['object', 'prefix', 'list', 'url_list']).default('object'),
  src_node: sourceSchema,
  dst_node: z.object({
    ak: key.min(1),
    sk: key.min(1),
    security_token: token.optional(),
    bucket: name.min(1),
    region: z.string().min(1).max(100),
    save_prefix: name.optional(),
    ...keyEncryption,
  }),
  enable_kms: z.boolean().default(false),
  description: z
    .string()
    .max(255)
    .regex(/^[^^<>&"']*$/)
    .default(''),
  /** A time in seconds since 1970. */
  migrate_since: z.number().int().nonnegative().default(0),
  bandwidth_policy: bandwidthPolicySchema.default([]),
  source_cdn: cdnSchema.optional(),
  smn_config: z
    .object({
      language: z.enum(['zh-cn', 'en-us']).default('en-us'),
      topic_urn: name,
      trigger_conditions: z
        .array(z.enum(['SUCCESS', 'FAILURE']))
        .min(1)
        .max(2),
      message_template_name: z.string().optional(),
    })
    .optional(),
  enable_metadata_migration: z.boolean().default(false),
  enable_restore: z.boolean().default(false),
  enable_failed_object_recording: z.boolean().default(true),
  object_overwrite_mode: z
    .enum(['NO_OVERWRITE', 'SIZE_LAST_MODIFIED_COMPARISON_OVERWRITE', 'CRC64_COMPARISON_OVERWRITE', 'FULL_OVERWRITE'])
    .default('SIZE_LAST_MODIFIED_COMPARISON_OVERWRITE'),
  dst_storage_policy: z.enum(['STANDARD', 'IA', 'ARCHIVE', 'DEEP_ARCHIVE', 'SRC_STORAGE_MAPPING']).default('STANDARD'),
  consistency_check: z.enum(['size_last_modified', 'crc64', 'no_check']).default('size_last_modified'),
  enable_requester_pays: z.boolean().default(false),
  task_priority: z.enum(['HIGH', 'MEDIUM', 'LOW']).default('MEDIUM'),
})

export type CreateRequest = z.infer<typeof createRequestSchema>

/**
 * Checks what the schema of one field cannot: which fields belong together, and what the endpoint's region accepts. A
 * task reads one list file, a group all files of a folder.
 */
export function checkCreateRequest(
  request: CreateRequest,
  endpoint: { region: string; objectKeyRequired: boolean; listsAre: 'files' | 'folders' },
): void {
  const wrong = wrongCombinations(request, endpoint.objectKeyRequired).find(([, isWrong]) => isWrong)
  if (wrong) throw invalidParameter(wrong[0])
  checkBandwidthPolicy(request.bandwidth_policy)
  if (request.source_cdn) requireCdnKey(request.source_cdn)
  const listFile = request.src_node.list_file?.list_file_key ?? '.txt'
  if (endpoint.listsAre === 'files' && !listFile.endsWith('.txt')) throw new Refusal('S3M.1044')
  if (request.dst_node.region !== endpoint.region) throw new Refusal('OMS.0183')
}

/** Requires a key for a CDN, except for public ones and those of Qiniu and Kingsoft. */
export function requireCdnKey({
  authentication_type: type,
  authentication_key: key,
}: z.output<typeof cdnSchema>): void {
  if (/^(ALIYUN|TENCENT|AZURE)_/.test(type) && !key) throw new Refusal('OMS.1032')
}

/** Whether the cloud's objects have CRC64 checksums. */
export function isCrc64Cloud(cloudType: string): boolean {
  return ['HuaweiCloud', 'Aliyun', 'Tencent'].includes(cloudType)
}

function wrongCombinations(request: CreateRequest, objectKeyRequired: boolean): readonly [string, boolean][] {
  const { task_type: type, src_node: source } = request
  const fromUrls = type === 'url_list'
  const fromListFile = fromUrls || type === 'list'
  const withoutCrc64 = !isCrc64Cloud(source.cloud_type)
  return [
    ['src_node.cloud_type', fromUrls !== (source.cloud_type === 'URLSource')],
    ['src_node.region', !fromUrls && !source.region],
    ['src_node.bucket', !fromUrls && !source.bucket],
    ['src_node.ak', !fromUrls && !opensSource(source)],
    ['src_node.app_id', source.cloud_type === 'Tencent' && !source.app_id],
    ['src_node.list_file', fromListFile && !source.list_file],
    ['src_node.object_key', !fromListFile && objectKeyRequired && !source.object_key?.length],
    ['consistency_check', request.consistency_check === 'crc64' && withoutCrc64],
    ['consistency_check', request.consistency_check === 'no_check' && !fromUrls],
    ['object_overwrite_mode', request.object_overwrite_mode === 'CRC64_COMPARISON_OVERWRITE' && withoutCrc64],
  ]
}

/**
 * Whether the keys of a source are complete. A JSON file can replace the key pair for Google, and a connection string
 * for Azure.
 */
function opensSource(source: CreateRequest['src_node']): boolean {
  if (source.cloud_type === 'Google' && source.json_auth_file) return true
  if (source.cloud_type === 'Azure' && source.connection_string) return true
  return Boolean(source.ak && source.sk)
}
