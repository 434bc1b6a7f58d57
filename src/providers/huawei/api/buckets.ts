import { checked } from '../../order.ts'
import type { Rows } from '../../rows.ts'
import type { OmsCall, OmsOptions } from '../client.ts'
import { readBucketProblem } from '../problems.ts'
import {
  type BucketListing,
  bucketListing,
  type CdnQuery,
  cdnQuery,
  type ObjectListing,
  objectListing,
  type PrefixCheck,
  prefixCheck,
  type RegionQuery,
  regionQuery,
  type UrlListCheck,
  urlListCheck,
} from '../requests/buckets.ts'
import {
  type WireBucketRegion,
  type WireCdnCheck,
  type WireObjectPage,
  wireBucketRegion,
  wireCdnCheck,
  wireObjectPage,
  wirePrefix,
} from '../wire/buckets.ts'
import { wireNothing } from '../wire/parts.ts'
import { wireNames } from '../wire/service.ts'
import { keysIn } from './keys-in.ts'

/*
 * One function per operation on buckets of any cloud (5.5). Each checks its question first and throws AppError
 * form_invalid. They change nothing: they are POSTs because keys have no place in a URL. Keys that open nothing give
 * provider_refused.
 */

/** Lists what lies directly in a folder: objects, and further folders (5.5.1). */
export async function listObjects(
  call: OmsCall,
  listing: ObjectListing,
  options: OmsOptions = {},
): Promise<WireObjectPage> {
  const body = checked(objectListing, listing)
  return call({ ...question('/objects', body), schema: wireObjectPage, ...options })
}

/** Tries to read objects through a content delivery network (5.5.2). */
export async function checkCdn(call: OmsCall, query: CdnQuery, options: OmsOptions = {}): Promise<WireCdnCheck> {
  const body = checked(cdnQuery, query)
  return call({ ...question('/cdn-info', body, body.source_cdn), schema: wireCdnCheck, ...options })
}

/** Lists the names of buckets (5.5.3). */
export async function listBuckets(
  call: OmsCall,
  listing: BucketListing,
  options: OmsOptions = {},
): Promise<Rows<string>> {
  const body = checked(bucketListing, listing)
  return call({ ...question('', body), schema: wireNames, ...options })
}

/** Shows the region of a bucket (5.5.4). */
export async function showBucketRegion(
  call: OmsCall,
  query: RegionQuery,
  options: OmsOptions = {},
): Promise<WireBucketRegion> {
  const body = checked(regionQuery, query)
  return call({ ...question('/regions', body), schema: wireBucketRegion, ...options })
}

/** Whether any object's name begins with a prefix (5.5.5). */
export async function hasPrefix(call: OmsCall, check: PrefixCheck, options: OmsOptions = {}): Promise<boolean> {
  const body = checked(prefixCheck, check)
  return call({ ...question('/prefix', body), schema: wirePrefix, ...options })
}

/** Checks a list of URLs. Refused if one of the files is not such a list. Only Huawei's SDKs have this operation. */
export async function checkUrlList(call: OmsCall, check: UrlListCheck, options: OmsOptions = {}): Promise<void> {
  const body = checked(urlListCheck, check)
  await call({ ...question('/url-source-list-file', body), schema: wireNothing, ...options })
}

function question(about: string, body: object, ...parts: readonly object[]) {
  return {
    method: 'POST',
    path: `/objectstorage/buckets${about}`,
    body,
    secrets: keysIn(body, ...parts),
    isSafeToRepeat: true,
    readError: readBucketProblem,
  } as const
}
