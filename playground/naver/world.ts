import type { Clock } from '../clock.ts'
import type { ListOrder } from '../cloud/list-order.ts'
import type { Random } from '../cloud/random.ts'
import type { KeyPair, Sources } from '../cloud/sources.ts'
import type { Job, JobState } from './job.ts'
import type { Quirks } from './quirks.ts'
import type { RefusalCode } from './refusals.ts'

/** An account and its first access key. The console can issue more, and delete any. */
export type NaverAccount = KeyPair & {
  name: string
  /** Whether the key belongs to a read-only sub-account. */
  readOnly?: boolean
  /** Whether Object Storage is subscribed, by default true. */
  hasObjectStorage?: boolean
  /** Values of `x-ncp-region_code` that it may use. By default KR, the only documented one. */
  regionCodes?: readonly string[]
  sources?: Sources
  /** Names of buckets. If absent, every name exists. */
  targetBuckets?: readonly string[]
}

/**
 * How Object Migration behaves where its documents leave it open. Everything here is assumed, so that a client can be
 * tested with each possibility.
 */
export type Behaviour = {
  /** Time from STARTED to ERROR if keys or buckets are wrong, in simulated milliseconds. */
  keyCheckMs: number
  /** The states that allow each change. */
  allowedFrom: Readonly<Record<'start' | 'pause' | 'update' | 'delete', readonly JobState[]>>
  /** The error for an unknown title: the gateway's, or the plain body of a Spring service behind it. */
  unknownTitle: RefusalCode | 'spring'
  duplicateTitle: RefusalCode
  wrongState: RefusalCode
  /** The meaning of `num` in the list. */
  numCounts: 'total' | 'page'
  /** Whether a list comes in the order that was asked for. */
  listOrder: 'as asked' | ListOrder
  /** Whether deleted jobs can still be seen. */
  deletedJobs: 'gone' | 'listed'
  /** The state after an update. INITIALIZED loses the progress. */
  updatedState: 'INITIALIZED' | 'kept'
  /** The creation time after an update, which overwrites the policy. */
  updatedCreateTime: 'kept' | 'new'
  /**
   * Consequence of a target bucket that does not exist: create and update are refused, or the job ends in ERROR
   * after its start.
   */
  missingTarget: 'refused' | 'fails'
}

export const defaultBehaviour: Behaviour = {
  keyCheckMs: 3_000,
  allowedFrom: {
    start: ['INITIALIZED', 'PAUSED', 'ERROR'],
    pause: ['STARTED'],
    update: ['INITIALIZED', 'PAUSED', 'DONE', 'ERROR'],
    delete: ['INITIALIZED', 'PAUSED', 'DONE', 'ERROR'],
  },
  unknownTitle: '300',
  duplicateTitle: '100',
  wrongState: '100',
  numCounts: 'total',
  listOrder: 'as asked',
  deletedJobs: 'gone',
  updatedState: 'INITIALIZED',
  updatedCreateTime: 'kept',
  missingTarget: 'fails',
}

/**
 * An account with its access keys, its jobs by title, oldest first, and the target buckets that nobody can write to. No
 * call finds a job that is hidden.
 */
export type Tenant = {
  account: NaverAccount
  keys: KeyPair[]
  jobs: Map<string, Job>
  hidden: Map<string, Job>
  lockedBuckets: Set<string>
}

export type World = {
  clock: Clock
  /** The clock for signatures and dates in responses. */
  gatewayClock: Clock
  random: Random
  behaviour: Behaviour
  quirks: Quirks
  /** Accounts by name. */
  tenants: Map<string, Tenant>
}

export function createTenants(accounts: readonly NaverAccount[]): Map<string, Tenant> {
  return new Map(accounts.map((account) => [account.name, newTenant(account)]))
}

function newTenant(account: NaverAccount): Tenant {
  const { accessKey, secretKey } = account
  return { account, keys: [{ accessKey, secretKey }], jobs: new Map(), hidden: new Map(), lockedBuckets: new Set() }
}
