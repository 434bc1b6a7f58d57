import { z } from 'zod'

/** Orders to Object Migration, checked before they are sent. Fields have their names in the document. */
export type PolicyOrder = z.input<typeof policyOrder>
export type PolicyFilter = z.input<typeof policyFilter>

export const titleBytes = 100

/**
 * A title that can stand in a path, whatever it is made of. Titles of one or two dots cannot: a URL would swallow them.
 */
export const policyTitle = upTo(titleBytes)
  .min(1, 'Give it a title.')
  .refine(isMoreThanDots, 'A title needs more than dots.')

/** A title that NAVER accepts for a new policy. Which letters it means is not documented. */
export const newTitle = policyTitle.regex(
  /^[\p{L}\p{N}._-]*$/u,
  'Use letters, digits, dots, hyphens and underscores only.',
)

/** Which policies to list. `order` is the field to sort by and `sortBy` the direction, as NAVER names them. */
export const policyFilter = z.strictObject({
  order: z.enum(['createTime', 'updateTime', 'title', 'sourceBucketName', 'targetBucketName']).optional(),
  sortBy: z.enum(['asc', 'desc']).optional(),
  /** Policies per page. 100 is the default; the maximum is not documented. */
  limit: z.int().min(1).max(100).optional(),
  /** Number of the page, from 0. */
  page: z.int().min(0).optional(),
})

export const sourceClouds = ['AWS', 'Azure'] as const

const name = upTo(255).min(1, 'Fill this in.')
const prefix = upTo(1024)
const key = upTo(1024).min(1, 'NAVER needs an access key and its secret key.')

const source = z.strictObject({
  sourceCspType: z.string().pipe(z.enum(sourceClouds, `Choose ${sourceClouds.join(' or ')}.`)),
  regionName: name,
  bucketName: name,
  prefix: prefix.optional(),
  /** Access key. For Azure, the name of the storage account. */
  accessKey: key,
  /** Secret key. For Azure, the access key of the storage account. */
  secretKey: key,
})

/** The destination of a policy. The bucket must exist. */
const target = z.strictObject({ bucketName: name, prefix: prefix.optional() })

export const policyOrder = z.strictObject({ title: newTitle, source, target })

/** Schema of a text with at most this many bytes. */
function upTo(maxBytes: number) {
  return z.string().refine((text) => Buffer.byteLength(text) <= maxBytes, `Use at most ${maxBytes} bytes.`)
}

function isMoreThanDots(title: string): boolean {
  return title !== '.' && title !== '..'
}
