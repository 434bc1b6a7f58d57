import {
  type ConsistencyCheck,
  type Copying,
  consistencyChecks,
  type Overwrite,
  overwrites,
} from '../../../migrations/copying.ts'
import { reported } from '../../reported.ts'
import type { WireTask } from '../wire/tasks.ts'

/* How things are copied, in OMS's words: in requests and in answers alike. */

export const overwriteModes = {
  never: 'NO_OVERWRITE',
  'if size or time differ': 'SIZE_LAST_MODIFIED_COMPARISON_OVERWRITE',
  'if checksum differs': 'CRC64_COMPARISON_OVERWRITE',
  always: 'FULL_OVERWRITE',
} as const satisfies Record<Overwrite, string>

/** "transmission" is only for synchronization tasks, "no_check" only for the others. */
export const checkMethods = {
  'size and time': 'size_last_modified',
  checksum: 'crc64',
  transmission: 'transmission',
  none: 'no_check',
} as const satisfies Record<ConsistencyCheck, string>

/** What tasks, groups and synchronization tasks are sent with alike; two of it not with the last. */
export type WireCopying = Pick<
  WireTask,
  | 'object_overwrite_mode'
  | 'dst_storage_policy'
  | 'consistency_check'
  | 'enable_kms'
  | 'enable_metadata_migration'
  | 'enable_restore'
> &
  Partial<Pick<WireTask, 'enable_requester_pays' | 'enable_failed_object_recording'>>

/** Undefined where OMS tells nothing of it. A way that Ferry does not know is left out. */
export function copyingIn(wire: WireCopying): Copying | undefined {
  const copying = reported({
    overwrite: overwrites.find((word) => overwriteModes[word] === wire.object_overwrite_mode?.toUpperCase()),
    storageClass: wire.dst_storage_policy,
    check: consistencyChecks.find((word) => checkMethods[word] === wire.consistency_check?.toLowerCase()),
    copiesMetadata: wire.enable_metadata_migration,
    restoresArchived: wire.enable_restore,
    encrypts: wire.enable_kms,
    requesterPays: wire.enable_requester_pays,
    recordsFailures: wire.enable_failed_object_recording,
  })
  return Object.keys(copying).length === 0 ? undefined : copying
}
