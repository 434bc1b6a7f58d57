import { defined } from '../../../defined.ts'
import type { StorageSecret } from '../../../migrations/storage-secret.ts'
import type { BucketAccess, CallOptions, CreateOrder } from '../../provider.ts'
import type { HuaweiBrowser } from '../browser.ts'
import type { Session } from '../session.ts'

/** What is looked at, through which account, and how. */
export type Looking = {
  session: Session
  browser: HuaweiBrowser
  order: CreateOrder
  /** Of the endpoint. */
  region: string
  options: CallOptions
}

export function sourceAccess({ order: { spec, keys } }: Looking): BucketAccess {
  const { cloud, region, bucket = '', appId } = spec.source
  return defined({ cloud, region, bucket, appId: appId || undefined, secret: keys.source })
}

/** A bucket that the key of the destination opens, and that has to be where the endpoint is. */
export function ownAccess({ order: { keys }, region }: Looking, bucket: string): BucketAccess {
  return defined({ cloud: 'HuaweiCloud', region, bucket, secret: keys.target })
}

/** OMS tells a region to lasting keys only; with a temporary one it looks for a prefix, in a region that it is told. */
export async function readRegion({ browser, options }: Looking, access: BucketAccess) {
  const { region = '', ...anywhere } = access
  if (!isTemporary(access.secret)) return browser.bucketRegion(anywhere, options)
  await browser.hasPrefix({ ...access, prefix: '' }, options)
  return { id: region }
}

function isTemporary(secret: StorageSecret | undefined): boolean {
  return Boolean(secret?.sessionToken)
}

/** Some clouds are called with and without the beginning of `oss-cn-hangzhou`. */
export function isSameRegion(a: string | undefined, b: string | undefined): boolean {
  const [first, second] = [a, b].map((region) => region?.toLowerCase().replace(/^oss-/, ''))
  return first === second
}
