import { z } from 'zod'

/** What Object Migration may be asked to do, checked before it is sent. Fields by their names in the document. */
export type PolicyOrder = z.input<typeof policyOrder>
export type PolicyFilter = z.input<typeof policyFilter>

export const titleBytes = 100

/** A title that can stand in a path, whatever it was made of: a URL would swallow the two that are only dots. */
export const policyTitle = upTo(titleBytes)
  .min(1, 'Give it a title.')
  .refine(isMoreThanDots, 'A title is more than dots.')

/** A title that NAVER would give a policy; which letters it means is not documented. */
export const newTitle = policyTitle.regex(
  /^[\p{L}\p{N}._-]*$/u,
  'Use letters, digits, dots, hyphens and underscores only.',
)

/** `order` is the field to sort by and `sortBy` the direction, as NAVER names them. */
export const policyFilter = z.strictObject({
  order: z.enum(['createTime', 'updateTime', 'title', 'sourceBucketName', 'targetBucketName']).optional(),
  sortBy: z.enum(['asc', 'desc']).optional(),
  /** 100 is the default; a largest one is not documented. */
  limit: z.int().min(1).max(100).optional(),
  /** From 0. */
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
  /** Azure: the name of the storage account. */
  accessKey: key,
  /** Azure: the access key of the storage account. */
  secretKey: key,
})

/** The bucket must be there already. */
const target = z.strictObject({ bucketName: name, prefix: prefix.optional() })

export const policyOrder = z.strictObject({ title: newTitle, source, target })

/** A text of at most so many bytes. */
function upTo(maxBytes: number) {
  return z.string().refine((text) => Buffer.byteLength(text) <= maxBytes, `Use at most ${maxBytes} bytes.`)
}

function isMoreThanDots(title: string): boolean {
  return title !== '.' && title !== '..'
}
