import { z } from 'zod'
import { neededText, textUpTo } from '../../wire/texts.ts'
import { cdnAuthentications, needsCdnKey } from '../cdn.ts'

/* The document's rules for values that several orders have in common. */

export const longestPlace = 1024
export const longestDescription = 255

const longKeyProblem = 'A part of this key is longer than Huawei accepts.'

export const shortKey = z.string().min(1, 'A key pair is required.').max(100, longKeyProblem)
export const token = z.string().max(16_384, longKeyProblem)
export const longKey = z.string().max(65_535, longKeyProblem)
export const cdnKey = z.string().max(255, longKeyProblem)

/** Keys to start a task or a group. */
export const startKeys = {
  src_ak: shortKey.optional(),
  src_sk: shortKey.optional(),
  /** JSON key file of Google. */
  json_auth_file: longKey.optional(),
  /** Connection string of Azure. Huawei's SDKs have it, the document does not. */
  connection_string: longKey.optional(),
  dst_ak: shortKey,
  dst_sk: shortKey,
  source_cdn_authentication_key: cdnKey.optional(),
}

/** The name of a bucket, of an object in it, or of a domain. */
export const place = neededText(longestPlace)
export const region = neededText(100)
export const appId = textUpTo(255)

/**
 * Id of a group or synchronization task: a UUID. Anything that cannot leave its place in a path is let through, except
 * digits alone, which are the id of a task.
 */
export const uuid = z
  .string()
  .regex(/^(?!\d+$)[\w-]{1,36}$/, 'An id like this has up to 36 letters, digits and hyphens')

/** How many rows of a list to skip and to read. */
export const window = {
  limit: z.int().min(1).max(100).optional(),
  offset: z.int().min(0).max(2_147_483_647).optional(),
}

/** Clouds that keep objects in buckets. Every kind of migration takes them. */
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

/** The most prefixes, or objects and folders, that one migration takes. */
export const mostNames = 500

export const listFile = z.strictObject({ list_file_key: place, obs_bucket: place, list_file_num: longKey.optional() })

/** Source clouds of tasks and groups. A list of URLs has a cloud of its own. */
export const sourceClouds = [...bucketClouds, 'Google'] as const
export const urlCloud = 'URLSource'
/** Schema of a source cloud. Like every choice here, it is read from a text that somebody chose. */
export const sourceCloud = z.string().pipe(z.enum([...sourceClouds, urlCloud]))

export const sourceCdn = z
  .strictObject({
    domain: neededText(longestPlace),
    protocol: z.enum(['http', 'https'], 'Use http or https.'),
    authentication_type: z.string().pipe(
      z.enum(
        cdnAuthentications.map(({ value }) => value),
        'Choose its authentication.',
      ),
    ),
    authentication_key: cdnKey.optional(),
  })
  .refine(
    (cdn) => !needsCdnKey(cdn.authentication_type) || cdn.authentication_key,
    'It needs a CDN key, and the source’s storage key has none.',
  )

export const notificationLanguages: readonly { value: string; label: string }[] = [
  { value: 'en-us', label: 'English' },
  { value: 'zh-cn', label: 'Chinese' },
]

const tellProblem = 'Choose success, failure or both, once each.'

/** Form of a topic's address: `urn:smn:<region>:<project>:<name>`. */
const topicUrn = /^urn:smn:([^:]+):[^:]+:[^:]+$/

/** The region of a topic. Topics of other regions cannot be reached (OMS.0156 to OMS.0161). */
export function topicRegion(urn: string): string | undefined {
  return topicUrn.exec(urn)?.[1]
}

export const smnConfig = z.strictObject({
  topic_urn: textUpTo(longestPlace)
    .min(1, 'Fill in the topic, or leave the template empty too.')
    .regex(topicUrn, 'A topic looks like urn:smn:cn-north-4:<project>:<name>.'),
  trigger_conditions: z
    .array(z.enum(['SUCCESS', 'FAILURE']))
    .min(1, tellProblem)
    .refine((told) => new Set(told).size === told.length, tellProblem),
  language: z
    .string()
    .pipe(
      z.enum(
        notificationLanguages.map(({ value }) => value),
        'Choose one of its languages.',
      ),
    )
    .optional(),
  message_template_name: z.string().min(1, 'Give the template’s name, or leave it out.').optional(),
})

/** All signs that any document forbids in descriptions. The documents disagree on them. */
const forbiddenInDescriptions = /[\^<>()&"']/

function forbiddenIn(text: unknown): string {
  return forbiddenInDescriptions.exec(String(text))?.[0] ?? ''
}

export const description = textUpTo(longestDescription).refine((text) => !forbiddenInDescriptions.test(text), {
  error: ({ input }) => `Huawei forbids ${forbiddenIn(input)} here, like each of ^ < > ( ) & " '`,
})
