import { z } from 'zod'
import { maxTokenLength } from '../../../migrations/spec/spec.ts'
import type { StorageSecret } from '../../../migrations/spec/storage-secret.ts'
import type { CreateOrder } from '../../provider.ts'
import { wireFields } from '../../wire/fields.ts'

export const titleBytes = 100

/**
 * A title that can stand in a path, whatever it is made of. Titles of one or two dots cannot: a URL would swallow them.
 */
export const policyTitle = upTo(titleBytes)
  .min(1, 'Give it a title.')
  .refine(isMoreThanDots, 'A title needs more than dots.')

/** A title as a part of a path. */
export const titleInPath = policyTitle.transform(encodeURIComponent)

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

const cloud = z.string().pipe(z.enum(sourceClouds, `Choose ${sourceClouds.join(' or ')}.`))
const name = upTo(255).min(1, 'Fill this in.')
const prefix = upTo(1024)
const key = upTo(1024).min(1, 'NAVER needs an access key and its secret key.')

const { field, part, order } = wireFields<CreateOrder>()

const source = {
  sourceCspType: field('source.cloud', cloud, ({ spec }) => spec.source.cloud ?? ''),
  regionName: field('source.region', name, ({ spec }) => spec.source.region ?? ''),
  bucketName: field('source.bucket', name, ({ spec }) => spec.source.bucket ?? ''),
  prefix: field('source.names', prefix.optional(), ({ spec }) => spec.source.names?.[0] ?? ''),
  /** For Azure, the name of the storage account and its access key. */
  accessKey: field('source.key', key, (policy) => sourceKeysIn(policy).accessKey),
  secretKey: field('source.key', key, (policy) => sourceKeysIn(policy).secretKey),
}

/** The destination of a policy. The bucket must exist. */
const target = {
  bucketName: field('target.bucket', name, ({ spec }) => spec.target.bucket),
  prefix: field('target.prefix', prefix.optional(), ({ spec }) => spec.target.prefix ?? ''),
}

const policy = {
  title: field('name', newTitle, titleOf),
  source: part('source.key', source),
  target: part('target.bucket', target),
}

/** The order that creates a policy (CreateMigrationJob). Fields have their names in the document. */
export const newPolicy = order(policy)

/** The order that changes a policy (UpdateMigrationJob). The title is the one that people gave it. */
export const changedPolicy = order({ ...policy, title: field('name', newTitle, ({ spec }) => spec.name ?? '') })

/** The title of a policy, which is its id. The token at its end makes it unique, and Ferry finds the policy by it. */
export function titleOf({ spec, token }: Pick<CreateOrder, 'spec' | 'token'>): string {
  return `${spec.name}${tokenMark}${token}`
}

const tokenMark = '-ferry-'
/** The most that a title adds to a name, in bytes as in characters. */
export const tokenPartLength = tokenMark.length + maxTokenLength

function sourceKeysIn({ spec, keys }: CreateOrder) {
  return sourceKeysOf(spec.source.cloud, keys.source ?? {})
}

/**
 * The two keys of a source. For Azure, NAVER wants the account's name and key, which a connection string holds. A
 * missing key is empty.
 */
export function sourceKeysOf(cloud: string | undefined, secret: StorageSecret) {
  const { accessKey = '', secretKey = '', connectionString } = secret
  if (cloud !== 'Azure' || connectionString === undefined) return { accessKey, secretKey }
  return keysIn(connectionString)
}

function keysIn(connectionString: string): { accessKey: string; secretKey: string } {
  const parts = connectionString.split(';').map((part) => /^\s*(\w+)=(.*)$/.exec(part))
  const values = new Map(parts.map((match) => [match?.[1]?.toLowerCase(), match?.[2]?.trim()]))
  return { accessKey: values.get('accountname') ?? '', secretKey: values.get('accountkey') ?? '' }
}

/** Schema of a text with at most this many bytes. */
function upTo(maxBytes: number) {
  return z.string().refine((text) => Buffer.byteLength(text) <= maxBytes, `Use at most ${maxBytes} bytes.`)
}

function isMoreThanDots(title: string): boolean {
  return title !== '.' && title !== '..'
}
