import { z } from 'zod'
import { needsCdnKey } from '../cdn.ts'
import { appId, bucketClouds, longKey, place, region, shortKey, sourceCdn, token } from './rules.ts'

/* Questions to OMS about buckets of any cloud (5.5), checked before they are sent. */

/**
 * Clouds whose buckets OMS can look at. The document also names URLSource, which has no buckets. HEC is another name of
 * Huawei Cloud.
 */
const cloud = z.string().pipe(z.enum([...bucketClouds, 'Google', 'HEC']))
const bucket = z.string().min(1).max(100)
const pairKey = z.string().min(1, 'A CDN is tried with a key pair').max(100)
const connectionString = z.string().max(2048)

const access = {
  cloud_type: cloud,
  ak: shortKey.optional(),
  sk: shortKey.optional(),
  /** JSON key file of Google. */
  json_auth_file: longKey.optional(),
  /** Connection string of Azure. The document has it for listing objects only, Huawei's SDKs have it everywhere. */
  connection_string: connectionString.optional(),
  app_id: appId.optional(),
}

export const bucketListing = z.strictObject(access).superRefine(refuseAccess)

export const regionQuery = z.strictObject({ ...access, bucket_name: bucket }).superRefine(refuseAccess)

export const maxObjects = 100
export const objectListing = z
  .strictObject({
    ...access,
    bucket_name: bucket,
    data_center: region,
    /** A folder. "" is the whole bucket. */
    file_path: z
      .string()
      .max(1023)
      .regex(/^$|\/$/, 'A folder ends in a slash'),
    page_size: z.int().min(1).max(maxObjects),
    /** The marker that came with the page before. "" for the first page. */
    behind_filename: z.string().max(1024),
  })
  .superRefine(refuseAccess)

export const prefixCheck = z
  .strictObject({
    ...access,
    bucket_name: bucket,
    data_center: region,
    file_name: z.string().max(1024),
    /** Session token of temporary keys. No other question takes one. */
    security_token: token.optional(),
  })
  .superRefine(refuseAccess)

const { json_auth_file: _, ...accessWithoutFile } = access

export const cdnQuery = z
  .strictObject({
    ...accessWithoutFile,
    /** Every cloud except Google. Azure needs a key pair as well. */
    cloud_type: z.string().pipe(z.enum([...bucketClouds, 'HEC'])),
    ak: pairKey,
    sk: pairKey,
    region,
    bucket,
    /** The objects to try. OMS chooses some if none are named. */
    prefix: z.strictObject({ keys: z.array(z.string().max(2048)).max(100) }).optional(),
    source_cdn: sourceCdn,
  })
  .superRefine(refuseAccess)
  .refine(({ source_cdn: cdn }) => cdn.authentication_key || !needsCdnKey(cdn.authentication_type), {
    path: ['source_cdn', 'authentication_key'],
    message: 'This kind of authentication needs a CDN key',
  })

/**
 * A file in a bucket of the endpoint's region or, for a group, a folder of files. Only Huawei's SDKs have this
 * operation.
 */
export const urlListCheck = z.strictObject({
  obs_bucket: place,
  list_file_key: place,
  ak: shortKey,
  sk: shortKey,
  region,
})

function refuseAccess(order: AccessOrder, context: z.RefinementCtx): void {
  for (const [field, message] of accessProblems(order)) context.addIssue({ code: 'custom', path: [field], message })
}

/** The fields that open buckets of a cloud, as far as they depend on which cloud it is. */
type AccessOrder = {
  cloud_type: string
  ak?: string | undefined
  sk?: string | undefined
  json_auth_file?: string | undefined
  connection_string?: string | undefined
  app_id?: string | undefined
}

/** Problems of the keys in a question about buckets, by field. Buckets of Huawei Cloud need a key pair as well. */
function accessProblems(access: AccessOrder): [field: string, problem: string][] {
  const { cloud_type: cloud, json_auth_file: file, connection_string: connection } = access
  const problems: [string, string][] = []
  if (file && cloud !== 'Google') problems.push(['json_auth_file', 'A JSON key file works only for Google'])
  if (connection && cloud !== 'Azure') problems.push(['connection_string', 'A connection string works only for Azure'])
  if (cloud === 'Tencent' && !access.app_id) problems.push(['app_id', 'Tencent needs it'])
  if (!(access.ak && access.sk) && !file && !connection) problems.push(['ak', needOf(cloud)])
  return problems
}

function needOf(cloud: string): string {
  if (cloud === 'Google') return 'Google needs a JSON key file'
  return cloud === 'Azure' ? 'Azure needs a connection string or a key pair' : `${cloud} needs a key pair`
}
