import { defined } from '../../../defined.ts'
import type { StorageSecret } from '../../../migrations/spec/storage-secret.ts'
import type { BucketAccess, CallOptions, CreateOrder } from '../../provider.ts'
import type { HuaweiBrowser } from '../browser.ts'
import type { Session } from '../client/session.ts'

/** The order to check, the account to check it with, and how to call. */
export type Looking = {
  session: Session
  browser: HuaweiBrowser
  order: CreateOrder
  /** Region of the endpoint. */
  region: string
  options: CallOptions
}

export function sourceAccess({ order: { spec, keys } }: Looking): BucketAccess {
  const { cloud, region, bucket = '', appId } = spec.source
  return defined({ cloud, region, bucket, appId: appId || undefined, secret: keys.source })
}

/** Access to a bucket in the region of the endpoint that the destination's key opens. */
export function ownAccess({ order: { keys }, region }: Looking, bucket: string): BucketAccess {
  return defined({ cloud: 'HuaweiCloud', region, bucket, secret: keys.target })
}

/**
 * Shows the region of a bucket. OMS does this for lasting keys only. With a temporary key it looks for a prefix
 * instead, in the region that it is given.
 */
export async function readRegion({ browser, options }: Looking, access: BucketAccess) {
  const { region = '', ...anywhere } = access
  if (!isTemporary(access.secret)) return browser.bucketRegion(anywhere, options)
  await browser.hasPrefix({ ...access, prefix: '' }, options)
  return { id: region }
}

function isTemporary(secret: StorageSecret | undefined): boolean {
  return Boolean(secret?.sessionToken)
}

/** Whether two names mean the same region. Some clouds write `oss-cn-hangzhou` with or without its beginning. */
export function isSameRegion(a: string | undefined, b: string | undefined): boolean {
  const [first, second] = [a, b].map((region) => region?.toLowerCase().replace(/^oss-/, ''))
  return first === second
}
