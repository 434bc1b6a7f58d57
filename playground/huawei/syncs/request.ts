import { z } from 'zod'
import { createRequestSchema, isCrc64Cloud, requireCdnKey } from '../create-request.ts'
import { destinationKeyEncryption, sourceKeyEncryption } from '../key-encryption.ts'
import { invalidParameter, Refusal } from '../refusals.ts'
import { type TaskRequest, withoutCdnKey } from '../task.ts'

const key = z.string().min(1).max(100)
const region = z.string().min(1).max(100)
const bucket = z.string().min(1).max(1_024)
const { shape } = createRequestSchema

export const syncRequestSchema = z.object({
  src_cloud_type: z
    .enum([
      'AWS',
      'Azure',
      'Aliyun',
      'Tencent',
      'HuaweiCloud',
      'QingCloud',
      'KingsoftCloud',
      'Baidu',
      'Qiniu',
      'UCloud',
    ])
    .default('Aliyun'),
  ...{ src_region: region, src_bucket: bucket, src_ak: key, src_sk: key },
  ...{ dst_region: region, dst_bucket: bucket, dst_ak: key, dst_sk: key },
  ...{ ...sourceKeyEncryption, ...destinationKeyEncryption },
  /** The description. It forbids other characters than that of a task. */
  description: z
    .string()
    .max(255)
    .regex(/^[^<>()"'&]*$/)
    .default(''),
  enable_metadata_migration: shape.enable_metadata_migration,
  enable_kms: shape.enable_kms,
  enable_restore: shape.enable_restore,
  dst_storage_policy: shape.dst_storage_policy.unwrap().optional(),
  app_id: z.string().max(255).optional(),
  source_cdn: shape.source_cdn,
  /** The word in responses. Requests have `transmission` for what responses call `no_check`. */
  consistency_check: z.enum(['size_last_modified', 'crc64', 'transmission']).default('size_last_modified'),
})

export type SyncCreation = z.output<typeof syncRequestSchema>

type SyncKeys = 'src_ak' | 'src_sk' | 'dst_ak' | 'dst_sk'
type SyncKeyEncryption = keyof typeof sourceKeyEncryption | keyof typeof destinationKeyEncryption
export type SyncRequest = Omit<SyncCreation, SyncKeys | SyncKeyEncryption | 'source_cdn'> & {
  source_cdn?: TaskRequest['source_cdn']
}

/** Checks what the schema of one field cannot. */
export function checkSyncRequest(request: SyncCreation, endpointRegion: string): void {
  if (request.src_cloud_type === 'Tencent' && !request.app_id) throw invalidParameter('app_id')
  if (request.consistency_check === 'crc64' && !isCrc64Cloud(request.src_cloud_type)) {
    throw invalidParameter('consistency_check')
  }
  if (request.source_cdn) requireCdnKey(request.source_cdn)
  if (request.dst_region !== endpointRegion) throw new Refusal('OMS.0183')
}

/** The request without its keys, which OMS does not keep. */
export function withoutKeys(creation: SyncCreation): SyncRequest {
  const { src_ak: _ak, src_sk: _sk, dst_ak: _dstAk, dst_sk: _dstSk, source_cdn: cdn, ...rest } = creation
  const { src_crypto_type: _type, src_kms_key_id: _id, ...without } = rest
  const { dst_crypto_type: _dstType, dst_kms_key_id: _dstId, ...request } = without
  return cdn ? { ...request, source_cdn: withoutCdnKey(cdn) } : request
}
