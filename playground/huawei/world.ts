import type { Clock } from '../clock.ts'
import type { ListOrder } from '../cloud/list-order.ts'
import type { Random } from '../cloud/random.ts'
import type { Contract, UnknownFields } from './contracts.ts'
import type { Group } from './groups/group.ts'
import type { Quirks } from './quirks.ts'
import type { Sync } from './syncs/sync.ts'
import type { Task } from './task.ts'

/** An AK/SK pair that opens buckets. A temporary pair has a security token. */
export type StorageKey = {
  accessKey: string
  secretKey: string
  securityToken?: string
  /** Buckets whose objects it may read at OBS. If absent, all. OMS does not check this. */
  obsBuckets?: readonly string[]
}

export type Bucket = {
  name: string
  region: string
  /** The bucket's cloud, by default HuaweiCloud. */
  cloudType?: string
  bytes?: number
  objects?: number
  /** The contents. If absent, something is found under every prefix. */
  contents?: readonly StoredObject[]
  /** Objects that OMS has written. */
  written?: readonly StoredObject[]
}

/** An object. Only list files have a `text`. */
export type StoredObject = { key: string; bytes?: number; text?: string }

/** A project in a region with the credentials that open it. Accounts of several regions can have the same keys. */
export type HuaweiAccount = StorageKey & {
  projectId: string
  region: string
  iamUsers?: readonly { domain: string; user: string; password: string; readOnly?: boolean }[]
  /** Whether the access key belongs to a read-only user. */
  readOnly?: boolean
  /** Key pairs that open buckets, besides the account's own. */
  storageKeys?: readonly StorageKey[]
  /** Buckets that exist on either side. If absent, every name exists. */
  buckets?: readonly Bucket[]
  /** Whether the privacy agreement is accepted, by default true. If not, tasks and groups are refused. */
  privacyAccepted?: boolean
}

/** How OMS behaves where its documents give no figure, or leave it open. All times are in simulated milliseconds. */
export type Behaviour = {
  /** Tasks of a project that migrate at the same time (documented: 5 per region, 10 in two of them). */
  runningLimit: number
  /** Documented quotas: 1,500 tasks in 24 h and 1,500 waiting. Other editions name more. */
  createdPerDayLimit: number
  waitingLimit: number
  /** Task groups that create or migrate at the same time (documented: 5 per region, 10 in two of them). */
  runningGroupsLimit: number
  /** Groups created in 24 h (documented: 100). */
  groupsPerDayLimit: number
  /** Synchronization tasks of a project (documented: 5). */
  syncsLimit: number
  /** Time from accepted to migrating. */
  queueMs: number
  /** Time from an accepted stop (7) to paused (3). */
  pausingMs: number
  /**
   * How long after a pause a deletion is still refused with OMS.0063 (observed by Terraform's authors, without a
   * figure).
   */
  deleteGuardMs: number
  /** Time from migrating to failed if the storage keys or buckets are wrong. */
  keyCheckMs: number
  /** How long a task stays in state 6. */
  retryMs: number
  /** The status of a creation. The reference says "Status code 200 Created". */
  createdStatus: 200 | 201
  /** Offset of the time zone of `hh:mm` in bandwidth rules. It is not documented; China's is a guess. */
  bandwidthZoneOffsetMs: number
  /**
   * Whether `object_key` is required. The reference does not make it mandatory, but does not say what its absence
   * means.
   */
  objectKeyRequired: boolean
  /** Which of its documents OMS follows, and what happens to fields that those do not have. */
  contract: Contract
  unknownFields: UnknownFields
  /** Most objects in an event. The reference says ten in words and 100 in the array's length. */
  namesPerEvent: 10 | 100
  /** Time between two tasks that a group creates. */
  taskCreationMs: number
  /** How long a group waits for its deletion (8), and how long the deletion takes (9). */
  groupDeletionMs: number
  /**
   * The states in which a group allows each action. The documents contradict each other and the observations of
   * Terraform's authors.
   */
  groupStates: Readonly<Record<'stop' | 'start' | 'retry' | 'delete', readonly number[]>>
  /** Whether a group has counters of its tasks. They are null in every example of the reference. */
  groupCounters: 'null' | 'counted'
  /** The reason of a failed group: that of its tasks if all share one, or none, as in the reference's examples. */
  groupFailureReason: 'shared' | 'none'
  /**
   * Whether the lists of a group and of a synchronization task are in a folder for each task, as the user guide says.
   */
  failedListFolders: boolean
  failedListForm: ListForm
  /** Regions where synchronization tasks can be paused and started, and have events and statistics. */
  syncRegions: readonly string[] | 'all'
  /** Calls of synchronization tasks in other regions: all other calls (by the reference), or none (by the manual). */
  syncsElsewhere: 'other calls' | 'none'
  /** The order of lists. The reference names none. */
  listOrder: ListOrder
}

export const defaultBehaviour: Behaviour = {
  runningLimit: 5,
  createdPerDayLimit: 1_500,
  waitingLimit: 1_500,
  runningGroupsLimit: 5,
  groupsPerDayLimit: 100,
  syncsLimit: 5,
  queueMs: 2_000,
  pausingMs: 4_000,
  deleteGuardMs: 5_000,
  keyCheckMs: 3_000,
  retryMs: 15_000,
  createdStatus: 200,
  bandwidthZoneOffsetMs: 8 * 3_600_000,
  objectKeyRequired: true,
  contract: 'both',
  unknownFields: 'ignored',
  namesPerEvent: 10,
  taskCreationMs: 3_000,
  groupDeletionMs: 3_000,
  groupStates: { stop: [1, 2], start: [3], retry: [4, 5], delete: [0, 3, 4, 5, 6] },
  groupCounters: 'null',
  groupFailureReason: 'shared',
  failedListFolders: true,
  failedListForm: { separator: '\t', heading: false, lineBreak: '\n', blank: '%20' },
  syncRegions: ['cn-north-4', 'cn-east-3'],
  syncsElsewhere: 'other calls',
  listOrder: 'newest first',
}

/** The format of a list. Huawei's user guide names its columns, but neither the separator nor a heading. */
export type ListForm = {
  separator: string
  heading: boolean
  lineBreak: string
  /** How a space is written in a URL-encoded name. */
  blank: '%20' | '+'
}

export type Project = {
  account: HuaweiAccount
  /** Tasks by id, oldest first. */
  tasks: Map<string, Task>
  /** When tasks were created through the API, including deleted ones, which the daily quota counts. */
  createdAt: number[]
  /** Groups by id, oldest first. */
  groups: Map<string, Group>
  groupsCreatedAt: number[]
  /** Synchronization tasks by id, oldest first. */
  syncs: Map<string, Sync>
  deletedSyncs: Set<string>
  /** Keys of objects that somebody deleted from the buckets. */
  deletedObjects: Set<string>
  privacyAccepted: boolean
  /** Everything due until this time has happened. */
  advancedTo: number
}

export type Token = { domain: string; user: string; projectId?: string; readOnly: boolean; expiresAt: number }

export type World = {
  clock: Clock
  /** The clock of the gateway and IAM, for signatures, tokens and locks. */
  gatewayClock: Clock
  random: Random
  behaviour: Behaviour
  quirks: Quirks
  projects: Map<string, Project>
  tokens: Map<string, Token>
  /** By access key: the number of wrong signatures in a row, and until when the key is locked. */
  locks: Map<string, { failures: number; lockedUntil: number }>
}

export function createProjects(accounts: readonly HuaweiAccount[]): Map<string, Project> {
  return new Map(accounts.map((account) => [account.projectId, createProject(account)]))
}

function createProject(account: HuaweiAccount): Project {
  return {
    account,
    ...{ tasks: new Map(), createdAt: [] },
    ...{ groups: new Map(), groupsCreatedAt: [] },
    ...{ syncs: new Map(), deletedSyncs: new Set(), deletedObjects: new Set() },
    privacyAccepted: account.privacyAccepted ?? true,
    advancedTo: 0,
  }
}
