import { z } from 'zod'
import { cdnAuthentications } from '../cdn.ts'
import { bandwidthPolicy } from './bandwidth.ts'

/*
 * What tasks, groups and synchronization tasks are made of alike: where data comes from, where it goes, and how it is
 * copied. Fields by their names in the document.
 */

export const longestPairKey = 100
export const longestToken = 16_384
export const longestKeyFile = 65_535
/** Of buckets, of names in them, of domains. */
export const longestPlace = 1024
export const longestDescription = 255

export const shortKey = z.string().min(1).max(longestPairKey)
export const token = z.string().max(longestToken)
export const longKey = z.string().max(longestKeyFile)
export const cdnKey = z.string().max(255)
export const place = z.string().min(1).max(longestPlace)
export const region = z.string().min(1).max(100)
export const appId = z.string().max(255)

/**
 * Of groups and synchronization tasks: UUIDs. Anything that cannot leave its place in a path is let through, but digits
 * alone, which are the id of a task.
 */
export const uuid = z
  .string()
  .regex(/^(?!\d+$)[\w-]{1,36}$/, 'An id like this has up to 36 letters, digits and hyphens')

/** How many rows to skip and to read. */
export const window = {
  limit: z.int().min(1).max(100).optional(),
  offset: z.int().min(0).max(2_147_483_647).optional(),
}

/** Clouds that keep objects in buckets, as every kind of migration takes them. */
export const bucketClouds = [
  'AWS',
  'Azure',
  'Aliyun',
  'Tencent',
  'HuaweiCloud',
  'QingCloud',
  'KingsoftCloud',
  'Baidu',
  'Qiniu',
  'UCloud',
] as const

/** Of prefixes, or of objects and folders. */
export const mostNames = 500

const listFile = z.strictObject({ list_file_key: place, obs_bucket: place, list_file_num: longKey.optional() })

/** What the sources of tasks and of groups have in common. */
export const source = {
  region: region.optional(),
  ak: shortKey.optional(),
  sk: shortKey.optional(),
  /** Google. */
  json_auth_file: longKey.optional(),
  app_id: appId.optional(),
  bucket: place.optional(),
  /** [""] is the whole bucket. */
  object_key: z.array(z.string().max(1024)).max(mostNames).optional(),
  list_file: listFile.optional(),
}
/** Of tasks and groups; a list of URLs has one of its own. */
export const sourceClouds = [...bucketClouds, 'Google'] as const
export const urlCloud = 'URLSource'
/** Like every choice here, read from a text that somebody chose. */
export const sourceCloud = z.string().pipe(z.enum([...sourceClouds, urlCloud]))

export const target = {
  ak: shortKey,
  sk: shortKey,
  bucket: place,
  /** The one of the endpoint. */
  region,
  save_prefix: z.string().max(1024).optional(),
}

export const sourceCdn = z.strictObject({
  domain: place,
  protocol: z.enum(['http', 'https']),
  authentication_type: z.string().pipe(z.enum(cdnAuthentications.map(({ value }) => value))),
  authentication_key: cdnKey.optional(),
})

export const notificationLanguages: readonly { value: string; label: string }[] = [
  { value: 'en-us', label: 'English' },
  { value: 'zh-cn', label: 'Chinese' },
]

const smnConfig = z.strictObject({
  topic_urn: place,
  trigger_conditions: z
    .array(z.enum(['SUCCESS', 'FAILURE']))
    .min(1)
    .max(2),
  language: z
    .string()
    .pipe(z.enum(notificationLanguages.map(({ value }) => value)))
    .optional(),
  message_template_name: z.string().min(1).optional(),
})

/** The documents disagree on them; this is all. */
export const forbiddenInDescriptions = /[\^<>()&"']/

export const storageClasses: readonly { value: string; label: string }[] = [
  { value: 'STANDARD', label: 'Standard' },
  { value: 'IA', label: 'Infrequent access' },
  { value: 'ARCHIVE', label: 'Archive' },
  { value: 'DEEP_ARCHIVE', label: 'Deep archive' },
  { value: 'SRC_STORAGE_MAPPING', label: 'Like at the source' },
]

/** How every kind of migration copies. */
export const anyCopying = {
  description: z
    .string()
    .max(longestDescription)
    .refine((text) => !forbiddenInDescriptions.test(text), `No ^ < > ( ) & " ' here`)
    .optional(),
  source_cdn: sourceCdn.optional(),
  enable_kms: z.boolean().optional(),
  enable_metadata_migration: z.boolean().optional(),
  enable_restore: z.boolean().optional(),
  dst_storage_policy: z
    .string()
    .pipe(z.enum(storageClasses.map(({ value }) => value)))
    .optional(),
}

/** How tasks and groups copy. */
export const copying = {
  ...anyCopying,
  /** Epoch seconds. */
  migrate_since: z.int().min(0).optional(),
  bandwidth_policy: bandwidthPolicy.optional(),
  smn_config: smnConfig.optional(),
  enable_failed_object_recording: z.boolean().optional(),
  enable_requester_pays: z.boolean().optional(),
  object_overwrite_mode: z
    .enum(['NO_OVERWRITE', 'SIZE_LAST_MODIFIED_COMPARISON_OVERWRITE', 'CRC64_COMPARISON_OVERWRITE', 'FULL_OVERWRITE'])
    .optional(),
  consistency_check: z.enum(['size_last_modified', 'crc64', 'no_check']).optional(),
}
