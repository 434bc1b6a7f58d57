import { z } from 'zod'
import type { Answer } from '../../cloud/http.ts'
import { failedListsIn } from '../failed-lists.ts'
import { type ProjectCall, readBody } from '../gateway.ts'
import { withoutOmitted } from '../quirks.ts'
import type { Bucket } from '../world.ts'
import {
  bucketName,
  bucketsOf,
  cloudAccessSchema,
  cloudNameOf,
  openBucket,
  requireKeys,
  requireRegion,
} from './access.ts'
import { entriesBelow, hasPrefix, sizeText } from './contents.ts'
import { dataCenters } from './data-centers.ts'

/** The names of buckets, in a plain array. */
export function showBucketList(call: ProjectCall): Answer {
  const access = readBody(call, cloudAccessSchema)
  requireKeys(call.project.account, access, 'OMS.0153')
  return { status: 200, body: bucketsOf(call.project.account, access).map(({ name }) => name) }
}

const objectsSchema = cloudAccessSchema.extend({
  bucket_name: bucketName,
  data_center: z.string().min(1).max(100),
  /** The folder: empty, or with a slash at the end. */
  file_path: z
    .string()
    .max(1_023)
    .regex(/^$|\/$/),
  page_size: z.number().int().min(0).max(100),
  /** The last name of the page before. */
  behind_filename: z.string().max(1_024),
})

export function showBucketObjects(call: ProjectCall): Answer {
  const { bucket_name: name, data_center: region, ...body } = readBody(call, objectsSchema)
  const bucket = openBucket(call.project.account, { ...body, name, code: 'OMS.0153' })
  requireRegion(bucket, region)
  const entries = entriesBelow(withLists(call, { name, bucket }), body.file_path)
  const rest = entries.filter((entry) => entry.name > body.behind_filename)
  const page = rest.slice(0, body.page_size)
  const hasMore = rest.length > page.length
  return {
    status: 200,
    body: {
      next_page: hasMore,
      next_marker: hasMore ? (page.at(-1)?.name ?? null) : null,
      records: page.map((entry) => ({ name: entry.name, size: sizeText(entry.bytes) })),
    },
  }
}

/** The bucket, with what OMS itself has written below `oms/`. */
function withLists(
  { project, now, world: { behaviour } }: ProjectCall,
  { name, bucket }: { name: string; bucket: Bucket | undefined },
): Bucket | undefined {
  const lists = failedListsIn(project, { bucket: name, now, behaviour })
  const usual = { name, region: project.account.region }
  return lists.length === 0 ? bucket : { ...(bucket ?? usual), written: lists }
}

const regionSchema = cloudAccessSchema.extend({ bucket_name: bucketName })

/** The region of a bucket. An unlisted bucket is in the project's region, or in the first region of its cloud. */
export function showBucketRegion(call: ProjectCall): Answer {
  const { account } = call.project
  const { bucket_name: name, ...access } = readBody(call, regionSchema)
  const bucket = openBucket(account, { ...access, name, code: 'OMS.0155' })
  const regions = dataCenters[cloudNameOf(access)] ?? {}
  const usual = account.region in regions ? account.region : (Object.keys(regions)[0] ?? account.region)
  const id = bucket?.region ?? usual
  return {
    status: 200,
    body: withoutOmitted({ id, name: regions[id] ?? id, support: id in regions }, call.world.quirks),
  }
}

const prefixSchema = cloudAccessSchema.extend({
  bucket_name: bucketName,
  data_center: z.string().min(1).max(100),
  file_name: z.string().max(1_024),
  security_token: z.string().max(16_384).optional(),
})

export function checkPrefix(call: ProjectCall): Answer {
  const { bucket_name: name, data_center: region, file_name: prefix, ...access } = readBody(call, prefixSchema)
  const bucket = openBucket(call.project.account, { ...access, name, code: 'OMS.0153' })
  requireRegion(bucket, region)
  return { status: 200, body: { exist: hasPrefix(bucket, prefix) } }
}
