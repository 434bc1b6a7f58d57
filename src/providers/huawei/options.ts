import { z } from 'zod'
import { createMemory } from '../../async/memory.ts'
import {
  type ConsistencyCheck,
  consistencyChecks,
  type Overwrite,
  overwrites,
  priorities,
} from '../../migrations/fields/option-fields.ts'
import { type Copying, copyingSchema } from '../../migrations/spec/copying.ts'
import { option, ownWord, wordOf, yesOrNo } from '../wire/options.ts'
import { reader } from '../wire/reader.ts'
import { readFigure } from '../wire/scalars.ts'
import { bandwidth } from './bandwidth.ts'

/* The options of a new migration, as OMS is sent them and as it tells them (5.2.1, 5.2.3, 5.3.2, 5.3.3, 5.4.1, 5.4.2). */

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
const taskCheck = wordOf(consistencyChecks, checkMethods, { neverSent: 'transmission' })
/** OMS answers `no_check` for what requests call `transmission`: the document describes both alike (5.3.2, 5.3.3). */
const syncCheck = wordOf(consistencyChecks, checkMethods, { neverSent: 'none', toldFor: { none: 'transmission' } })

/** Huawei's SDKs no longer have this field, so it is sent only for a yes. */
const encryption = { ...yesOrNo, write: (value: boolean) => value || undefined }

/** Options of copying that every kind has. */
const anyCopying = {
  dst_storage_policy: option('storageClass', ownWord(storageClasses.map(({ value }) => value))),
  enable_kms: option('encrypts', encryption),
  enable_metadata_migration: option('copiesMetadata', yesOrNo),
  enable_restore: option('restoresArchived', yesOrNo),
}

/** How tasks and groups copy objects. */
export const copying = {
  consistency_check: option('check', taskCheck),
  ...anyCopying,
  object_overwrite_mode: option('overwrite', wordOf(overwrites, overwriteModes)),
  enable_failed_object_recording: option('recordsFailures', yesOrNo),
  enable_requester_pays: option('requesterPays', yesOrNo),
}

/** How synchronization tasks copy objects. */
export const syncCopying = { consistency_check: option('check', syncCheck), ...anyCopying }

/** How objects are copied, as an answer of any kind tells it. Undefined if it tells nothing of it. */
export function copyingOf(answer: Readonly<Record<string, unknown>>): Copying | undefined {
  const told = copyingRows.map(([name]) => answer[name])
  // Only the storage class is free text, so no two ways have the same key.
  const key = told.join('\n')
  const known = waysOfCopying.get(key)
  if (known !== undefined) return known.copying
  const options = copyingRows.flatMap(([, row], index) =>
    told[index] === undefined ? [] : [[row.option, told[index]]],
  )
  const copying = options.length === 0 ? undefined : copyingSchema.parse(Object.fromEntries(options))
  waysOfCopying.set(key, { copying })
  return copying
}

/** Migrations are copied in a few ways, so those that are alike share one object. */
const waysOfCopying = createMemory<{ copying: Copying | undefined }>({ most: 100 })

const copyingRows = Object.entries(copying)

export const priorityLevel = wordOf(priorities, { high: 'HIGH', medium: 'MEDIUM', low: 'LOW' })
export const priority = option('priority', priorityLevel)

export const limits = option('limits', bandwidth)

/**
 * The moment after which objects must have changed. Orders have it in epoch seconds. Of answers, the document says
 * milliseconds, but OMS seems to send back the seconds that it was given: the size tells which. 0 means not set.
 */
export const since = option('since', {
  schema: z.int('That is not a valid time.').min(0, 'That is not a valid time.'),
  write: (milliseconds: number) => Math.floor(milliseconds / 1000),
  told: reader((told) => {
    const figure = readFigure(told)
    if (!figure) return undefined
    const at = figure < 1e11 ? figure * 1000 : figure
    return Number.isNaN(new Date(at).getTime()) ? undefined : at
  }),
})
