import { z } from 'zod'
import { defined } from '../../defined.ts'
import type { Copying } from '../../migrations/copying.ts'
import type { FieldName } from '../../migrations/fields/index.ts'
import {
  type ConsistencyCheck,
  consistencyChecks,
  type Overwrite,
  overwrites,
} from '../../migrations/fields/option-fields.ts'
import { flag, text } from '../scalars.ts'

/* How objects are copied, in OMS's words (5.2.1, 5.2.3, 5.3.2, 5.3.3, 5.4.1, 5.4.2). */

export const storageClasses: readonly { value: string; label: string }[] = [
  { value: 'STANDARD', label: 'Standard' },
  { value: 'IA', label: 'Infrequent access' },
  { value: 'ARCHIVE', label: 'Archive' },
  { value: 'DEEP_ARCHIVE', label: 'Deep archive' },
  { value: 'SRC_STORAGE_MAPPING', label: 'Like at the source' },
]

const overwriteModes: Readonly<Record<Overwrite, string>> = {
  never: 'NO_OVERWRITE',
  'if size or time differ': 'SIZE_LAST_MODIFIED_COMPARISON_OVERWRITE',
  'if checksum differs': 'CRC64_COMPARISON_OVERWRITE',
  always: 'FULL_OVERWRITE',
}

const checkMethods: Readonly<Record<ConsistencyCheck, string>> = {
  'size and time': 'size_last_modified',
  checksum: 'crc64',
  transmission: 'transmission',
  none: 'no_check',
}

/** Schema of one of several words. Choices arrive as text that somebody chose. */
function oneOf(words: readonly string[]) {
  return z.string().pipe(z.enum(words)).optional()
}

/** Copying fields of the request that creates a synchronization task. */
export const syncCopyingRequest = {
  consistency_check: oneOf([checkMethods['size and time'], checkMethods.checksum, checkMethods.transmission]),
  dst_storage_policy: oneOf(storageClasses.map(({ value }) => value)),
  enable_kms: z.boolean().optional(),
  enable_metadata_migration: z.boolean().optional(),
  enable_restore: z.boolean().optional(),
}

/** Copying fields of the requests that create tasks and groups. */
export const copyingRequest = {
  ...syncCopyingRequest,
  consistency_check: oneOf([checkMethods['size and time'], checkMethods.checksum, checkMethods.none]),
  object_overwrite_mode: oneOf(Object.values(overwriteModes)),
  enable_failed_object_recording: z.boolean().optional(),
  enable_requester_pays: z.boolean().optional(),
}

/** Copying fields of the answer about a synchronization task. */
export const syncCopyingAnswer = {
  object_overwrite_mode: text,
  consistency_check: text,
  dst_storage_policy: text,
  enable_kms: flag,
  enable_metadata_migration: flag,
  enable_restore: flag,
}

/** Copying fields of the answers about tasks and groups. */
export const copyingAnswer = {
  ...syncCopyingAnswer,
  enable_failed_object_recording: flag,
  enable_requester_pays: flag,
}

/** The form's field from which each copying field of a request comes. */
export const copyingFieldAt: Readonly<Record<keyof typeof copyingRequest, FieldName>> = {
  consistency_check: 'options.check',
  dst_storage_policy: 'options.storageClass',
  object_overwrite_mode: 'options.overwrite',
  enable_kms: 'options.encrypts',
  enable_metadata_migration: 'options.copiesMetadata',
  enable_restore: 'options.restoresArchived',
  enable_requester_pays: 'options.requesterPays',
  enable_failed_object_recording: 'options.recordsFailures',
}

type Request = z.input<z.ZodObject<typeof copyingRequest>>
type Answer = Partial<z.output<z.ZodObject<typeof copyingAnswer>>>

/** The copying fields of a request. An option that is left open is left out. */
export function copyingOrder(copying: Copying): Request {
  const { overwrite, check } = copying
  const parts: Readonly<Record<keyof Copying, Request>> = {
    overwrite: { object_overwrite_mode: overwrite && overwriteModes[overwrite] },
    check: { consistency_check: check && checkMethods[check] },
    storageClass: { dst_storage_policy: copying.storageClass },
    copiesMetadata: { enable_metadata_migration: copying.copiesMetadata },
    restoresArchived: { enable_restore: copying.restoresArchived },
    // Sent only if encryption is wanted: Huawei's SDKs no longer have this field.
    encrypts: { enable_kms: copying.encrypts || undefined },
    requesterPays: { enable_requester_pays: copying.requesterPays },
    recordsFailures: { enable_failed_object_recording: copying.recordsFailures },
  }
  return defined(Object.assign({}, ...Object.values(parts)))
}

/**
 * How objects are copied, as an answer of OMS says. Undefined if it says nothing of it. A mode or method that Ferry
 * does not know counts as not reported.
 */
export function copyingIn(answer: Answer): Copying | undefined {
  const [mode, method] = [answer.object_overwrite_mode?.toUpperCase(), answer.consistency_check?.toLowerCase()]
  const told: { readonly [Name in keyof Copying]-?: Copying[Name] | undefined } = {
    overwrite: overwrites.find((word) => overwriteModes[word] === mode),
    check: consistencyChecks.find((word) => checkMethods[word] === method),
    storageClass: answer.dst_storage_policy,
    copiesMetadata: answer.enable_metadata_migration,
    restoresArchived: answer.enable_restore,
    encrypts: answer.enable_kms,
    requesterPays: answer.enable_requester_pays,
    recordsFailures: answer.enable_failed_object_recording,
  }
  const copying = defined(told)
  return Object.keys(copying).length === 0 ? undefined : copying
}
