import { z } from 'zod'
import { CLOUD_TYPES } from '../create-request.ts'
import { invalidParameter, Refusal, type RefusalCode } from '../refusals.ts'
import { cloudOf, findBucket, opens } from '../storage-access.ts'
import type { Bucket, HuaweiAccount } from '../world.ts'

const key = z.string().max(100).optional()

/** The fields of every bucket lookup. */
export const cloudAccessSchema = z.object({
  cloud_type: z.enum([...CLOUD_TYPES, 'HEC']).default('Aliyun'),
  ak: key,
  sk: key,
  json_auth_file: z.string().max(65_535).optional(),
  connection_string: z.string().max(2_048).optional(),
  app_id: z.string().max(255).optional(),
})

/** Temporary keys, which only the prefix lookup accepts. */
export type CloudAccess = z.output<typeof cloudAccessSchema> & { security_token?: string | undefined }

export const bucketName = z.string().min(1).max(100)

/** Refuses keys that do not open the cloud. A file can open Google, and a connection string Azure. */
export function requireKeys(account: HuaweiAccount, access: CloudAccess, code: RefusalCode): void {
  if (access.cloud_type === 'Tencent' && !access.app_id) throw invalidParameter('app_id')
  if (access.cloud_type === 'Google' && access.json_auth_file) return
  if (access.cloud_type === 'Azure' && access.connection_string) return
  if (!access.ak) throw invalidParameter('ak')
  if (!access.sk) throw invalidParameter('sk')
  if (!opens(account, { ...access, token: access.security_token })) throw new Refusal(code, 'the AK or SK is invalid')
}

/** The bucket that the keys open. Undefined if the account lists no buckets, so that every name exists. */
export function openBucket(
  account: HuaweiAccount,
  { name, code, ...access }: CloudAccess & { name: string; code: RefusalCode },
): Bucket | undefined {
  requireKeys(account, access, code)
  const bucket = findBucket(account, cloudNameOf(access), name)
  if (account.buckets && !bucket) throw new Refusal(code, 'the bucket does not exist')
  return bucket
}

export function requireRegion(bucket: Bucket | undefined, region: string): void {
  if (bucket && bucket.region !== region) throw new Refusal('OMS.0182')
}

export function bucketsOf({ buckets = [] }: HuaweiAccount, access: CloudAccess): readonly Bucket[] {
  return buckets.filter((bucket) => cloudOf(bucket) === cloudNameOf(access))
}

/** The account's name for a cloud. HEC is another name of Huawei Cloud, used for destinations. */
export function cloudNameOf({ cloud_type: name }: Pick<CloudAccess, 'cloud_type'>): string {
  return name === 'HEC' ? 'HuaweiCloud' : name
}
