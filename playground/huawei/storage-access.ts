import type { CreateRequest } from './create-request.ts'
import { Refusal } from './refusals.ts'
import type { TaskRequest } from './task.ts'
import type { Bucket, HuaweiAccount } from './world.ts'

/** Key pairs as create and start send them. Both parts can be empty or absent. */
export type GivenKey = { ak?: string | undefined; sk?: string | undefined; token?: string | undefined }

/**
 * The code with which a run fails soon after it began, because OMS accepts a task first and tries its keys and buckets
 * later. A source without a key pair opens with a file or a connection string, and counts as open.
 */
export function findDoom(
  account: HuaweiAccount,
  request: TaskRequest,
  keys: { source: GivenKey | undefined; destination: GivenKey },
): string | undefined {
  const { src_node: source, dst_node: destination } = request
  if (!opens(account, keys.destination)) return 'TRF.0057'
  if (!exists(account, 'HuaweiCloud', destination.bucket)) return 'TRF.0058'
  if (request.task_type === 'url_list') return undefined
  if (keys.source && !opens(account, keys.source)) return 'TRF.0151'
  if (!exists(account, source.cloud_type, source.bucket)) return 'TRF.0155'
  return undefined
}

export function keysOf({ src_node: source, dst_node: destination }: CreateRequest) {
  return {
    source: source.ak ? { ak: source.ak, sk: source.sk, token: source.security_token } : undefined,
    destination: { ak: destination.ak, sk: destination.sk, token: destination.security_token },
  }
}

/** Refuses a destination outside the endpoint's region. */
export function checkBucketRegion(account: HuaweiAccount, name: string): void {
  const bucket = findBucket(account, 'HuaweiCloud', name)
  if (bucket && bucket.region !== account.region) throw new Refusal('OMS.0183')
}

export function findBucket({ buckets = [] }: HuaweiAccount, cloudType: string, name?: string): Bucket | undefined {
  return buckets.find((bucket) => bucket.name === name && cloudOf(bucket) === cloudType)
}

export function cloudOf({ cloudType = 'HuaweiCloud' }: Bucket): string {
  return cloudType
}

export function opens(account: HuaweiAccount, given: GivenKey): boolean {
  return [account, ...(account.storageKeys ?? [])].some(
    ({ accessKey, secretKey, securityToken }) =>
      accessKey === given.ak && secretKey === given.sk && (securityToken ?? '') === (given.token ?? ''),
  )
}

function exists(account: HuaweiAccount, cloudType: string, name?: string): boolean {
  return !account.buckets || findBucket(account, cloudType, name) !== undefined
}
