import { z } from 'zod'
import { row } from '../wire/reader.ts'
import { readRows } from '../wire/rows.ts'
import { figure, flag, instant, number, text } from '../wire/scalars.ts'

/** A policy as Object Migration sends it. Only the title, which is its id, is required. */
export type WirePolicy = z.infer<typeof wirePolicy>

/** A prefix. "" is the whole bucket. */
const prefix = z.string().optional().catch(undefined)

/** Fields of a policy that Ferry reads. */
export const policyFields = {
  title: z.string().min(1),
  sourceBucketName: text,
  sourceRegionName: text,
  sourceCspType: text,
  sourceEndpoint: text,
  sourcePrefix: prefix,
  targetBucketName: text,
  /** The target bucket, as older documents spell the field. */
  targetBuketName: text,
  targetRegionName: text,
  targetEndpoint: text,
  targetPrefix: prefix,
  jobState: text,
  createTime: instant,
  updateTime: instant,
  estimatedDone: flag,
  estimatedSize: figure,
  migratedSize: figure,
  skippedSize: figure,
  estimatedObjectNum: figure,
  migratedObjectNum: figure,
  skippedObjectNum: figure,
}

export const wirePolicy = row(policyFields).transform(({ targetBuketName, ...policy }) => ({
  ...policy,
  targetBucketName: policy.targetBucketName ?? targetBuketName,
}))

/**
 * One page of policies. A policy that cannot be read does not spoil the page: it is left out and described in
 * `unreadable`.
 */
export const wirePage = z
  .object({
    /** Whether the account has subscribed to Object Storage. */
    objStrContracted: flag,
    /** Number of policies. Whether of all or of this page is not documented. */
    num: number,
    jobList: z.array(z.unknown()).nullable(),
  })
  .transform(({ objStrContracted, num, jobList }) => {
    const { rows: policies, unreadable } = readRows(wirePolicy, jobList ?? [])
    return { policies, unreadable, count: num, hasObjectStorage: objStrContracted }
  })

/** The answer to an action: the policy. Nothing depends on it. */
export const wireOutcome = wirePolicy.optional().catch(undefined)
