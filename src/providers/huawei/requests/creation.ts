import { z } from 'zod'
import { defined } from '../../../defined.ts'
import type { SpecField, SpecOptions, SpecSource } from '../../../migrations/spec/spec.ts'
import { marked } from '../../creation/token.ts'
import type { CreateOrder } from '../../provider.ts'
import { wireFields } from '../../wire/fields.ts'
import { textUpTo } from '../../wire/texts.ts'
import { needsCdnKey } from '../cdn.ts'
import { copying, limits, priority, since, syncCopying } from '../options.ts'
import { checksumProblems, creationProblems } from './creation-problems.ts'
import * as rules from './rules.ts'

/*
 * The orders that create tasks, groups and synchronization tasks (5.2.3, 5.4.2, 5.3.3). Each row is a field under its
 * name in the document: the form's field it comes from, the document's rules for it, and its value.
 */

/** An order with the region of its endpoint. */
export type HuaweiOrder = CreateOrder & { region: string }
const { field, part, order } = wireFields<HuaweiOrder>()

/** Where a task or a group takes its objects from. */
const source = {
  region: ofBucket('source.region', rules.region, ({ spec }) => spec.source.region),
  ak: ofBucket('source.key', rules.shortKey, ({ keys }) => keys.source?.accessKey),
  sk: ofBucket('source.key', rules.shortKey, ({ keys }) => keys.source?.secretKey),
  /** JSON key file of Google. */
  json_auth_file: ofBucket('source.key', rules.longKey, ({ keys }) => keys.source?.jsonKeyFile),
  app_id: ofBucket('source.appId', rules.appId, ({ spec }) => spec.source.appId || undefined),
  bucket: ofBucket('source.bucket', rules.place, ({ spec }) => spec.source.bucket),
  /** Names of prefixes or objects. */
  object_key: ofBucket('source.names', z.array(textUpTo(rules.longestPlace)).max(rules.mostNames), ({ spec }) =>
    objectKeysOf(spec.source),
  ),
  /** The file that lists objects or URLs. For a group, `list_file_key` is the folder that holds such files. */
  list_file: field('source.listFile', rules.listFile.optional(), ({ spec }) => listFileOf(spec.source)),
  cloud_type: field('source.cloud', rules.sourceCloud, ({ spec }) =>
    isUrlList(spec.source) ? rules.urlCloud : (spec.source.cloud ?? ''),
  ),
  connection_string: field('source.key', rules.longKey.optional(), ({ keys }) => keys.source?.connectionString),
}

const target = {
  ak: field('target.key', rules.shortKey, ({ keys }) => keys.target?.accessKey ?? ''),
  sk: field('target.key', rules.shortKey, ({ keys }) => keys.target?.secretKey ?? ''),
  bucket: field('target.bucket', rules.place, ({ spec }) => spec.target.bucket),
  region: field('target.region', rules.region, ({ region }) => region),
  save_prefix: field(
    'target.prefix',
    textUpTo(rules.longestPlace).optional(),
    ({ spec }) => spec.target.prefix || undefined,
  ),
}

/** Fields of every new migration besides source and destination. */
const anyCreation = {
  description: field('description', rules.description.optional(), ({ spec, token }) => marked(spec.description, token)),
  source_cdn: field('source.cdn', rules.sourceCdn.optional(), cdnOf),
}

/** Fields of new tasks and groups besides source and destination. */
const creation = {
  ...anyCreation,
  ...copying,
  migrate_since: since,
  bandwidth_policy: limits,
  smn_config: field('options.notification', rules.smnConfig.optional(), ({ spec }) => notificationOf(spec.options)),
}

const taskTypes = {
  everything: 'object',
  prefixes: 'prefix',
  objects: 'object',
  list: 'list',
  'url list': 'url_list',
} as const

export const newTask = order(
  {
    ...creation,
    task_type: field(
      'source.selection',
      z.enum(['object', 'prefix', 'list', 'url_list']),
      ({ spec }) => taskTypes[spec.source.selection],
    ),
    src_node: part('source.key', {
      ...source,
      security_token: field('source.key', rules.token.optional(), ({ keys }) => keys.source?.sessionToken),
    }),
    dst_node: part('target.key', {
      ...target,
      security_token: field('target.key', rules.token.optional(), ({ keys }) => keys.target?.sessionToken),
    }),
    task_priority: priority,
  },
  (task) => creationProblems(task.task_type, false, task),
)

/** A group takes prefixes only, and "" is the prefix of everything. */
const groupTypes = {
  everything: 'PREFIX',
  prefixes: 'PREFIX',
  objects: 'PREFIX',
  list: 'LIST',
  'url list': 'URL_LIST',
} as const

export const newGroup = order(
  {
    ...creation,
    // Only the document has this field, and it calls the field mandatory.
    enable_kms: field(
      'options.encrypts',
      copying.enable_kms.schema,
      (input) => copying.enable_kms.from(input) ?? false,
    ),
    task_type: field(
      'source.selection',
      z.enum(['LIST', 'URL_LIST', 'PREFIX']),
      ({ spec }) => groupTypes[spec.source.selection],
    ),
    src_node: part('source.key', source),
    /** HEC is another name of Huawei Cloud. */
    dst_node: part('target.key', { ...target, cloud_type: field('kind', z.literal('HEC'), () => 'HEC' as const) }),
  },
  (group) => creationProblems(group.task_type.toLowerCase(), true, group),
)
export type GroupCreation = z.input<typeof newGroup.schema>

export const newSync = order(
  {
    ...anyCreation,
    ...syncCopying,
    src_cloud_type: field(
      'source.cloud',
      z.string().pipe(z.enum(rules.bucketClouds)).optional(),
      ({ spec }) => spec.source.cloud ?? '',
    ),
    src_region: field('source.region', rules.region, ({ spec }) => spec.source.region ?? ''),
    src_bucket: field('source.bucket', rules.place, ({ spec }) => spec.source.bucket ?? ''),
    src_ak: field('source.key', rules.shortKey, ({ keys }) => keys.source?.accessKey ?? ''),
    src_sk: field('source.key', rules.shortKey, ({ keys }) => keys.source?.secretKey ?? ''),
    dst_ak: target.ak,
    dst_sk: target.sk,
    dst_region: target.region,
    dst_bucket: target.bucket,
    app_id: field('source.appId', rules.appId.optional(), ({ spec }) => spec.source.appId || undefined),
  },
  (sync) => [
    ...(sync.src_cloud_type === 'Tencent' && !sync.app_id ? [[['app_id'], 'Tencent needs it.'] as const] : []),
    ...checksumProblems(sync.src_cloud_type, sync),
  ],
)

/** A field of a source bucket. A list of URLs has no bucket: it says itself where each object is. */
function ofBucket<Schema extends z.ZodType>(
  name: SpecField,
  schema: Schema,
  from: (input: HuaweiOrder) => z.input<Schema> | undefined,
) {
  return field(name, schema.optional(), (input) => (isUrlList(input.spec.source) ? undefined : from(input)))
}

function isUrlList({ selection }: SpecSource): boolean {
  return selection === 'url list'
}

/** The names that an order selects. [""] is the whole bucket. Undefined for a list, whose names are in the file. */
function objectKeysOf({ selection, names = [] }: SpecSource): string[] | undefined {
  if (selection === 'everything') return ['']
  return selection === 'list' ? undefined : [...names]
}

function listFileOf({ listFile }: SpecSource) {
  return listFile && { obs_bucket: listFile.bucket, list_file_key: listFile.key }
}

/** The delivery network of an order. Its key is sent only if the way to authenticate needs one. */
function cdnOf({ spec: { source: place }, keys }: HuaweiOrder) {
  if (place.cdn === undefined) return undefined
  const { domain, protocol, authentication } = place.cdn
  const authentication_key = needsCdnKey(authentication) ? keys.source?.cdnKey : undefined
  return { domain, protocol, authentication_type: authentication, ...defined({ authentication_key }) }
}

function notificationOf({ notification }: SpecOptions) {
  if (notification === undefined) return undefined
  const { topic, on, language, template } = notification
  return {
    topic_urn: topic,
    trigger_conditions: on.map((outcome) => (outcome === 'success' ? ('SUCCESS' as const) : ('FAILURE' as const))),
    ...defined({ language, message_template_name: template }),
  }
}
