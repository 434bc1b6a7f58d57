import type { Copying } from './copying.ts'
import type { Kind, Limit, Priority } from './migration.ts'
import type { Selection } from './selection.ts'

/**
 * What somebody asks a cloud to move, in words that fit all of them: this is what is shown, checked, approved and
 * created. Plain data without secrets: buckets are opened by the names of kept storage keys. A field that a kind does
 * not take is absent.
 */
export type Spec = {
  /** Name of the workspace's account. */
  account: string
  kind: Kind
  /** For people; becomes the title or name where the cloud has one. */
  name?: string
  description?: string
  source: SpecSource
  target: SpecTarget
  options: SpecOptions
}

export type SpecSource = {
  /** As the provider names it: `AWS`. */
  cloud?: string
  /** Where the cloud is known by an address only: `s3.amazonaws.com`. */
  endpoint?: string
  region?: string
  bucket?: string
  /** Tencent. */
  appId?: string
  /** Name of a kept storage key. */
  key?: string
  selection: Selection
  /** Prefixes or object names, as `selection` says. */
  names?: readonly string[]
  /** A file that lists objects or URLs, in a bucket of the destination's region; of a group, a folder of such files. */
  listFile?: { bucket: string; key: string }
  cdn?: { domain: string; protocol: 'http' | 'https'; authentication: string }
}

export type SpecTarget = { region?: string; bucket: string; prefix?: string; key?: string }

/** What is absent is the cloud's own default. */
export type SpecOptions = Copying & {
  priority?: Priority
  /** Epoch milliseconds: only what was changed since. */
  since?: number
  limits?: readonly Limit[]
  notification?: { topic: string; on: readonly ('success' | 'failure')[]; language?: string; template?: string }
}

/** Every answer that a spec is made of, as forms, problems and capabilities name it. */
export const specFields = [
  'account',
  'kind',
  'name',
  'description',
  'source.cloud',
  'source.endpoint',
  'source.region',
  'source.bucket',
  'source.appId',
  'source.key',
  'source.selection',
  'source.names',
  'source.listFile',
  'source.cdn',
  'target.region',
  'target.bucket',
  'target.prefix',
  'target.key',
  'options.overwrite',
  'options.storageClass',
  'options.check',
  'options.copiesMetadata',
  'options.restoresArchived',
  'options.encrypts',
  'options.requesterPays',
  'options.recordsFailures',
  'options.priority',
  'options.since',
  'options.limits',
  'options.notification',
] as const
export type SpecField = (typeof specFields)[number]
/** Most letters and digits of the token that a creation carries; names and descriptions leave room for it. */
export const maxTokenLength = 32
/** What is wrong, by the field where it was typed: one short sentence each. */
export type SpecProblems = Readonly<Partial<Record<SpecField, string>>>

/**
 * One thing that was looked at before anybody is asked to approve. `fail` blocks, `warn` needs a yes, `unknown` could
 * not be found out and counts as `warn`.
 */
export type PreflightCheck = {
  name: PreflightName
  outcome: 'pass' | 'warn' | 'fail' | 'unknown'
  /** What was found, and what to do where that is needed. */
  what: string
  next?: string
}
export const preflightNames = [
  'credentials',
  'source bucket',
  'source region',
  'source objects',
  'list file',
  'cdn',
  'target bucket',
  'target region',
  'quota',
  'same migration',
  'size',
] as const
export type PreflightName = (typeof preflightNames)[number]
