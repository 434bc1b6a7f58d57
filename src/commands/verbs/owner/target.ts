import type { Owned } from '../../../access/owners.ts'
import { AppError } from '../../../errors/errors.ts'
import { accountNotFound } from '../../find/accounts.ts'
import type { Tools } from '../../machine/command.ts'

/** The thing that gets owners, and the words after it. */
export type Target = { of: Owned; rest: readonly string[] }

const bucketName = /^[a-z0-9*][a-z0-9*._-]{0,99}$/i

/**
 * Reads what somebody names owners for. A bare word is an account, or else a bucket if it is a pattern or Ferry knows a
 * bucket of that name. Throws account_not_found, storage_key_not_found or usage.
 */
export async function readTarget([first = '', ...rest]: readonly string[], tools: Tools): Promise<Target> {
  const { items, unreadable } = await tools.store.accounts.list()
  const account = first.toLowerCase()
  if (items.some(({ name }) => name === account) || unreadable.includes(account)) {
    return { of: { type: 'account', account }, rest }
  }
  const [named = '', ...others] = rest
  if (/^key$/i.test(first)) return { of: await keyNamed(named, tools), rest: others }
  if (/^buckets?$/i.test(first)) return { of: bucketNamed(named), rest: others }
  if (first.includes('*') || (await isKnownBucket(first, tools))) return { of: bucketNamed(first), rest }
  throw accountNotFound(first, items)
}

async function keyNamed(name: string, { store }: Pick<Tools, 'store'>): Promise<Owned> {
  if (isMissing(name)) {
    const problem = 'Type the name of the storage key. `/migrate keys` shows them.'
    throw new AppError('usage', { problem, usage: 'owner key photos-read @person' })
  }
  const wanted = name.toLowerCase()
  const { items, unreadable } = await store.storageKeys.list()
  const isThere = items.some((key) => key.name === wanted) || unreadable.includes(wanted)
  if (!isThere) throw new AppError('storage_key_not_found', { key: name.slice(0, 40) })
  return { type: 'key', key: wanted }
}

/** Whether a person stands where a name belongs, or nothing. No key or bucket begins so. */
function isMissing(name: string): boolean {
  return name === '' || /^<?[@!]/.test(name)
}

function bucketNamed(pattern: string): Owned {
  if (isMissing(pattern)) {
    const problem = 'Type the bucket or a pattern of buckets, and who is called about them.'
    throw new AppError('usage', { problem, usage: 'owner bucket archive-* @person' })
  }
  if (bucketName.test(pattern)) return { type: 'bucket', pattern: pattern.toLowerCase() }
  throw new AppError('usage', { problem: patternProblem, usage: 'owner bucket <pattern> @person' })
}

/** Problem of a pattern that no bucket's name can fit. */
export const patternProblem =
  'A bucket pattern has up to 100 letters, digits, dots and dashes, and `*` for any characters: `archive-*`.'

async function isKnownBucket(bucket: string, { fleet }: Pick<Tools, 'fleet'>): Promise<boolean> {
  if (bucket === '') return false
  const { sighted } = await fleet.ask({ type: 'find', ref: { text: bucket, isPrefix: false } })
  const wanted = bucket.toLowerCase()
  return sighted.some(({ migration: { source, target } }) =>
    [source.bucket, target.bucket].some((name) => name?.toLowerCase() === wanted),
  )
}
