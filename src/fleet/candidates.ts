import { type Owner, ownersOfAccount, ownersOfBucket, ownersOfKey, type Part } from '../access/owners.ts'
import type { Subject } from '../access/roles.ts'
import type { Turn } from '../catalogue/entry.ts'
import type { Migration } from '../migrations/migration.ts'

/** The circumstances that decide whose turn it is. */
export type Circumstances = {
  migration: Pick<Migration, 'account' | 'source' | 'target'>
  owners: readonly Owner[]
  /** Names of the storage keys that last opened the two buckets. */
  keys?: { source?: string | undefined; target?: string | undefined }
  /** Slack user ids of who requested the migration, who follows it in the channel, and who connected the account. */
  requester?: string | undefined
  watcher?: string | undefined
  connector?: string | undefined
}

/** People who could act, and why it is their turn. */
export type Candidates = { part: Part; subjects: readonly Subject[] }

/**
 * Who could act about a migration, those first whose turn it is. Where nobody is named, or nobody named can be reached,
 * it is the turn of the next. Nobody, if it just takes time. Pure.
 */
export function candidatesFor(turn: Turn | undefined, circumstances: Circumstances): Candidates[] {
  if (turn === 'wait') return []
  const { owners, migration, requester, watcher, connector } = circumstances
  const people: Candidates[] = [
    one('requester', requester),
    one('watcher', watcher),
    one('connector', connector),
  ].filter(({ subjects }) => subjects.length > 0)
  const named = turn === undefined ? [] : namedFor(turn, circumstances)
  const account = owned('account', ownersOfAccount(owners, migration.account))
  return turn === 'request' && requester !== undefined ? [...people, ...account] : [...named, ...account, ...people]
}

function one(part: Part, user: string | undefined): Candidates {
  return { part, subjects: user === undefined || user === '' ? [] : [{ type: 'user', id: user }] }
}

function owned(part: Part, owner: Owner | undefined): Candidates[] {
  return owner === undefined ? [] : [{ part, subjects: owner.subjects }]
}

/** The owners of the key or bucket whose turn it is: of the bucket, if nobody is named for the key that opens it. */
function namedFor(turn: Turn, { migration, owners, keys }: Circumstances): Candidates[] {
  const { account, source, target } = migration
  const ofBucket = (part: Part, bucket: string | undefined) =>
    bucket === undefined ? [] : owned(part, ownersOfBucket(owners, { bucket, account }))
  const ofKey = (part: Part, key: string | undefined) =>
    key === undefined ? [] : owned(part, ownersOfKey(owners, key))
  switch (turn) {
    case 'source keys':
      return [...ofKey('source key', keys?.source), ...ofBucket('source bucket', source.bucket)]
    case 'target keys':
      return [...ofKey('destination key', keys?.target), ...ofBucket('destination bucket', target.bucket)]
    case 'source':
      return ofBucket('source bucket', source.bucket)
    case 'target':
      return ofBucket('destination bucket', target.bucket)
    default:
      return []
  }
}
