import { z } from 'zod'
import type { Answer } from '../../cloud/http.ts'
import { cdnSchema, requireCdnKey } from '../create-request.ts'
import { type ProjectCall, readBody } from '../gateway.ts'
import { bucketName, cloudAccessSchema, openBucket, requireRegion } from './access.ts'
import { entriesBelow, hasPrefix } from './contents.ts'

type Cdn = z.output<typeof cdnSchema>

/** The ways in which each vendor's CDNs sign requests, by the beginning of the name. */
const VENDORS = {
  QINIU: 'Qiniu',
  ALIYUN: 'Aliyun',
  KSYUN: 'KingsoftCloud',
  AZURE: 'Azure',
  TENCENT: 'Tencent',
} as const

/** A CDN lookup. It is not possible for Google, and always needs a key pair, which the reference makes mandatory. */
const cdnInfoSchema = cloudAccessSchema.extend({
  cloud_type: cloudAccessSchema.shape.cloud_type.refine((cloud) => cloud !== 'Google'),
  ak: z.string().min(1).max(100),
  sk: z.string().min(1).max(100),
  region: z.string().min(1).max(100),
  bucket: bucketName,
  prefix: z.object({ keys: z.array(z.string().max(2_048)).max(100) }).optional(),
  source_cdn: cdnSchema,
})

/**
 * Checks a CDN, which works if it is of the source's vendor. OMS does not document how it finds that out; the simulator
 * uses the way of signing.
 */
export function showCdnInfo(call: ProjectCall): Answer {
  const { bucket: name, region, prefix, source_cdn: cdn, ...access } = readBody(call, cdnInfoSchema)
  requireCdnKey(cdn)
  const bucket = openBucket(call.project.account, { ...access, name, code: 'OMS.0153' })
  requireRegion(bucket, region)
  const vendor = vendorOf(cdn)
  const isSameCloud = vendor === undefined || vendor === access.cloud_type
  const keys = prefix?.keys ?? samplesOf(entriesBelow(bucket, ''))
  return {
    status: 200,
    body: {
      is_same_cloud_type: isSameCloud,
      is_download_available: isSameCloud,
      checked_keys: keys.map((key) => {
        const isFound = isSameCloud && hasPrefix(bucket, key)
        return { key, is_etag_matching: isFound, is_object_existing: isFound }
      }),
    },
  }
}

function vendorOf({ authentication_type: type }: Cdn): string | undefined {
  return Object.entries(VENDORS).find(([beginning]) => type.startsWith(beginning))?.[1]
}

function samplesOf(entries: ReturnType<typeof entriesBelow>): string[] {
  return entries
    .filter(({ bytes }) => bytes !== undefined)
    .map(({ name }) => name)
    .slice(0, 5)
}
