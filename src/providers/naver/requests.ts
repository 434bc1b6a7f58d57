import { z } from 'zod'

/** What Object Migration may be asked to do, checked before it is sent. Fields by their names in the document. */
export type PolicyOrder = z.input<typeof policyOrder>
export type PolicyFilter = z.input<typeof policyFilter>

const titleBytes = 100

/** A title that can stand in a path, whatever it was made of: a URL would swallow the two that are only dots. */
export const policyTitle = z
  .string()
  .min(1)
  .refine((title) => Buffer.byteLength(title) <= titleBytes, `A title has at most ${titleBytes} bytes`)
  .refine((title) => title !== '.' && title !== '..', 'A title is more than dots')

/** A title that NAVER would give a policy; which letters it means is not documented. */
export const newTitle = policyTitle.regex(
  /^[\p{L}\p{N}._-]*$/u,
  'A title has letters, digits, dots, hyphens and underscores only',
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

const name = z.string().min(1).max(255)
const prefix = z.string().max(1024)
const key = z.string().min(1).max(1024)

const source = z.strictObject({
  sourceCspType: z.enum(['AWS', 'Azure']),
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
