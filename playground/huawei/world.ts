import type { Clock } from '../clock.ts'
import type { Random } from '../cloud/random.ts'
import type { Contract, UnknownFields } from './contracts.ts'
import type { Group } from './groups/group.ts'
import type { Quirks } from './quirks.ts'
import type { Sync } from './syncs/sync.ts'
import type { Task } from './task.ts'

/** An AK/SK pair that opens buckets; temporary pairs have a security token. */
export type StorageKey = {
  accessKey: string
  secretKey: string
  securityToken?: string
  /** Buckets whose objects it may read at OBS; without the list all. OMS asks nothing of the kind. */
  obsBuckets?: readonly string[]
}

export type Bucket = {
  name: string
  region: string
  /** Default HuaweiCloud. */
  cloudType?: string
  bytes?: number
  objects?: number
  /** What is in it; without the list something is found under every prefix. */
  contents?: readonly StoredObject[]
  /** What OMS has written into it. */
  written?: readonly StoredObject[]
}

/** `text` is only of interest in list files. */
export type StoredObject = { key: string; bytes?: number; text?: string }

/** A project in a region with the credentials that open it. The same keys may appear in accounts of several regions. */
export type HuaweiAccount = StorageKey & {
  projectId: string
  region: string
  iamUsers?: readonly { domain: string; user: string; password: string; readOnly?: boolean }[]
  /** Whether the access key is of a read-only user. */
  readOnly?: boolean
  /** Pairs that open buckets, besides the account's own. */
  storageKeys?: readonly StorageKey[]
  /** Buckets that exist on either side; without the list every name exists. */
  buckets?: readonly Bucket[]
  /** Default true. Otherwise tasks and groups are refused until the agreement is signed. */
  privacyAccepted?: boolean
}

/**
 * How OMS behaves where its documents give no figure, or leave it open. All times are simulated milliseconds.
 */
export type Behaviour = {
  /** Tasks of a project that migrate at the same time (documented: 5 per region, 10 in two of them). */
  runningLimit: number
  /** Documented quotas: 1,500 tasks in 24 h and 1,500 waiting; other editions name more. */
  createdPerDayLimit: number
  waitingLimit: number
  /** Task groups that create or migrate at the same time (documented: 5 per region, 10 in two of them). */
  runningGroupsLimit: number
  /** Documented: 100 in 24 h. */
  groupsPerDayLimit: number
  /** Documented: 5. */
  syncsLimit: number
  /** From accepted to migrating. */
  queueMs: number
  /** From stop accepted (7) to paused (3). */
  pausingMs: number
  /** How long after the pause a delete is still answered OMS.0063 (seen by Terraform's authors, no figure). */
  deleteGuardMs: number
  /** From migrating to failed when the storage keys or buckets are wrong. */
  keyCheckMs: number
  /** How long a task stays in state 6. */
  retryMs: number
  /** The reference writes "Status code 200 Created". */
  createdStatus: 200 | 201
  /** The zone of `hh:mm` in traffic rules is stated nowhere; China's is our guess. */
  bandwidthZoneOffsetMs: number
  /** The reference does not mark `object_key` mandatory, yet says nothing of what its absence would mean. */
  objectKeyRequired: boolean
  /** Which of its documents OMS follows, and what becomes of fields that those do not have. */
  contract: Contract
  unknownFields: UnknownFields
  /** The reference says ten objects in words and 100 in the array's length. */
  namesPerEvent: 10 | 100
  /** From one task that a group creates by itself to the next. */
  taskCreationMs: number
  /** How long a group waits for its deletion (8), and again how long that takes (9). */
  groupDeletionMs: number
  /** In which states a group takes which action: the documents contradict each other and what Terraform's authors met. */
  groupStates: Readonly<Record<'stop' | 'start' | 'retry' | 'delete', readonly number[]>>
  /** How many tasks of a group did what: null in every example of the reference. */
  groupCounters: 'null' | 'counted'
  /** The reason of a failed group: that of its tasks if all have the same, or none, as in the reference's examples. */
  groupFailureReason: 'shared' | 'none'
  /** Whether the lists of a group and of a synchronization task lie in a folder for each task: so says the user guide. */
  failedListFolders: boolean
  failedListForm: ListForm
  /** Where synchronization tasks can be paused, started, sent events and asked for statistics. */
  syncRegions: readonly string[] | 'all'
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
}

/** How a list is written. Huawei's user guide names its columns, and neither what stands between them nor a heading. */
export type ListForm = {
  separator: string
  heading: boolean
  lineBreak: string
  /** How a blank in a URL-encoded name is written. */
  blank: '%20' | '+'
}

export type Project = {
  account: HuaweiAccount
  /** By id, oldest first. */
  tasks: Map<string, Task>
  /** When tasks were created through the API, deleted ones included: the daily quota counts them. */
  createdAt: number[]
  /** By id, oldest first. */
  groups: Map<string, Group>
  groupsCreatedAt: number[]
  /** By id, oldest first. */
  syncs: Map<string, Sync>
  deletedSyncs: Set<string>
  /** Keys of what somebody deleted in the buckets. */
  deletedObjects: Set<string>
  privacyAccepted: boolean
  /** Everything due until here has happened. */
  advancedTo: number
}

export type Token = { domain: string; user: string; projectId?: string; readOnly: boolean; expiresAt: number }

export type World = {
  clock: Clock
  /** The clock of gateway and IAM: signatures, tokens, locks. */
  gatewayClock: Clock
  random: Random
  behaviour: Behaviour
  quirks: Quirks
  projects: Map<string, Project>
  tokens: Map<string, Token>
  /** By access key: wrong signatures in a row, and until when the key is locked. */
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
