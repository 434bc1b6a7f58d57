import { z } from 'zod'
import { subjectSchema, subjectsSchema } from './roles.ts'

/**
 * A thing that people answer for: an account, buckets whose names fit a pattern, in one account or in all, or a storage key. In a
 * pattern, `*` stands for any characters.
 */
const ownedSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('account'), account: z.string() }),
  z.object({ type: z.literal('bucket'), pattern: z.string(), account: z.string().exactOptional() }),
  z.object({ type: z.literal('key'), key: z.string() }),
])
export type Owned = z.infer<typeof ownedSchema>

/** The people and user groups who are called when something is wrong with what they answer for. */
export const ownerSchema = z.object({
  of: ownedSchema,
  subjects: subjectsSchema,
  /** Slack user id. */
  setBy: z.string(),
  /** In epoch milliseconds. */
  setAt: z.number(),
})
export type Owner = z.infer<typeof ownerSchema>

/** Key of an owner's record. Naming other people for the same thing replaces the first. */
export function ownerKey(of: Owned): string {
  switch (of.type) {
    case 'account':
      return `account ${of.account}`
    case 'bucket':
      return of.account === undefined ? `bucket ${of.pattern}` : `bucket ${of.pattern} in ${of.account}`
    case 'key':
      return `key ${of.key}`
    default:
      return of satisfies never
  }
}

/** The reasons why it is somebody's turn: they own a thing, or they did something with the migration or its account. */
export const parts = [
  'source key',
  'destination key',
  'source bucket',
  'destination bucket',
  'account',
  'requester',
  'watcher',
  'connector',
] as const
export type Part = (typeof parts)[number]

/** Ways of calling somebody: a mention in the channel, a private message, both or neither. */
export const ways = ['mention', 'private', 'both', 'none'] as const
export type Way = (typeof ways)[number]

/** Somebody whose turn it is, and whether and how they are called. `at` is in epoch milliseconds. */
export const responderSchema = z.object({
  ...subjectSchema.shape,
  part: z.enum(parts),
  called: z.object({ way: z.enum(ways), at: z.number() }).exactOptional(),
})
export type Responder = z.infer<typeof responderSchema>

/** The owners of an account. */
export function ownersOfAccount(owners: readonly Owner[], account: string): Owner | undefined {
  return owners.find(({ of }) => of.type === 'account' && of.account === account)
}

/**
 * The owners of a bucket: those named by the pattern that says most about it. Of two that say as much, the one for this
 * account alone counts. Pure.
 */
export function ownersOfBucket(
  owners: readonly Owner[],
  { bucket, account }: { bucket: string; account: string },
): Owner | undefined {
  const fitting = owners.flatMap((owner) => {
    const { of } = owner
    if (of.type !== 'bucket' || !fitsPattern(bucket, of.pattern)) return []
    return of.account === undefined || of.account === account ? [{ owner, of }] : []
  })
  const [best] = fitting.toSorted(
    (a, b) =>
      said(b.of.pattern) - said(a.of.pattern) ||
      Number(b.of.account !== undefined) - Number(a.of.account !== undefined),
  )
  return best?.owner
}

/** The owners of a storage key. */
export function ownersOfKey(owners: readonly Owner[], key: string): Owner | undefined {
  return owners.find(({ of }) => of.type === 'key' && of.key === key)
}

/** Whether a bucket's name fits a pattern, whatever the case of its letters. */
function fitsPattern(bucket: string, pattern: string): boolean {
  const parts = pattern
    .toLowerCase()
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(bucket.toLowerCase())
}

/** How many characters of a name a pattern tells. A whole name tells most. */
function said(pattern: string): number {
  return pattern.includes('*') ? pattern.replaceAll('*', '').length : Number.POSITIVE_INFINITY
}
