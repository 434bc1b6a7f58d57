import { defined } from '../../../defined.ts'
import type { Spec, SpecOptions, SpecSource } from '../../../migrations/spec.ts'
import type { CreateOrder, SpecKeys } from '../../provider.ts'
import { marked } from '../../token.ts'
import { needsCdnKey } from '../cdn.ts'
import { copyingOrder } from '../copying.ts'
import type { GroupCreation } from '../requests/groups.ts'
import { urlCloud } from '../requests/nodes.ts'
import type { SyncCreation } from '../requests/syncs.ts'
import type { TaskCreation } from '../requests/tasks.ts'
import { policyOf } from './parts.ts'

/*
 * Translates a spec without problems into an order for OMS (5.2.3, 5.3.3, 5.4.2). `region` is that of the endpoint. An
 * open field of the spec is left out of the order. Pure.
 */

export function taskOrder({ spec, keys, token }: CreateOrder, region: string): TaskCreation {
  const { source, target } = keys
  return {
    task_type: taskTypes[spec.source.selection],
    src_node: {
      ...sourceNode(spec.source, keys),
      ...defined({ connection_string: source?.connectionString, security_token: source?.sessionToken }),
    },
    dst_node: { ...targetNode(spec, { keys, region }), ...defined({ security_token: target?.sessionToken }) },
    ...creationOf(spec, { keys, token }),
    ...defined({ task_priority: spec.options.priority && priorities[spec.options.priority] }),
  }
}

/** The order that creates a group. A group takes prefixes only, and "" is the prefix of everything. */
export function groupOrder({ spec, keys, token }: CreateOrder, region: string): GroupCreation {
  return {
    task_type: groupTypes[spec.source.selection],
    src_node: {
      ...sourceNode(spec.source, keys),
      ...defined({ connection_string: keys.source?.connectionString }),
    },
    dst_node: { ...targetNode(spec, { keys, region }), cloud_type: 'HEC' },
    // Only the document has this field, and it calls the field mandatory.
    enable_kms: false,
    ...creationOf(spec, { keys, token }),
  }
}

export function syncOrder({ spec, keys, token }: CreateOrder, region: string): SyncCreation {
  const { source, target } = spec
  return {
    src_cloud_type: source.cloud ?? '',
    src_region: source.region ?? '',
    src_bucket: source.bucket ?? '',
    src_ak: keys.source?.accessKey ?? '',
    src_sk: keys.source?.secretKey ?? '',
    dst_ak: keys.target?.accessKey ?? '',
    dst_sk: keys.target?.secretKey ?? '',
    dst_region: region,
    dst_bucket: target.bucket,
    ...defined({ app_id: source.appId || undefined }),
    ...anyCreationOf(spec, { keys, token }),
  }
}

const taskTypes = {
  everything: 'object',
  prefixes: 'prefix',
  objects: 'object',
  list: 'list',
  'url list': 'url_list',
} as const

const groupTypes = {
  everything: 'PREFIX',
  prefixes: 'PREFIX',
  objects: 'PREFIX',
  list: 'LIST',
  'url list': 'URL_LIST',
} as const

const priorities = { high: 'HIGH', medium: 'MEDIUM', low: 'LOW' } as const

function sourceNode(source: SpecSource, { source: secret }: SpecKeys) {
  if (source.selection === 'url list') return { cloud_type: urlCloud, ...defined({ list_file: listFileOf(source) }) }
  return {
    cloud_type: source.cloud ?? '',
    ...defined({
      region: source.region,
      bucket: source.bucket,
      ak: secret?.accessKey,
      sk: secret?.secretKey,
      json_auth_file: secret?.jsonKeyFile,
      app_id: source.appId || undefined,
      object_key: objectKeysOf(source),
      list_file: listFileOf(source),
    }),
  }
}

/** The names that an order selects. [""] is the whole bucket. Undefined for a list, whose names are in the file. */
function objectKeysOf({ selection, names = [] }: SpecSource): string[] | undefined {
  if (selection === 'everything') return ['']
  return selection === 'list' ? undefined : [...names]
}

function listFileOf({ listFile }: SpecSource) {
  return listFile && { obs_bucket: listFile.bucket, list_file_key: listFile.key }
}

function targetNode({ target }: Spec, { keys, region }: { keys: SpecKeys; region: string }) {
  return {
    ak: keys.target?.accessKey ?? '',
    sk: keys.target?.secretKey ?? '',
    bucket: target.bucket,
    region,
    ...defined({ save_prefix: target.prefix || undefined }),
  }
}

type Marked = { keys: SpecKeys; token: string }

function creationOf(spec: Spec, order: Marked) {
  const { limits, notification, since } = spec.options
  return {
    ...anyCreationOf(spec, order),
    ...defined({
      migrate_since: since === undefined ? undefined : Math.floor(since / 1000),
      bandwidth_policy: limits && policyOf(limits),
      smn_config: notification && notificationOf(notification),
    }),
  }
}

function anyCreationOf({ description, source, options }: Spec, { keys, token }: Marked) {
  return {
    description: marked(description, token),
    ...defined({ source_cdn: source.cdn && cdnOf(source.cdn, keys) }),
    ...copyingOrder(options),
  }
}

/** The delivery network of an order. Its key is sent only if the way to authenticate needs one. */
function cdnOf({ domain, protocol, authentication }: NonNullable<SpecSource['cdn']>, { source }: SpecKeys) {
  const authentication_key = needsCdnKey(authentication) ? source?.cdnKey : undefined
  return { domain, protocol, authentication_type: authentication, ...defined({ authentication_key }) }
}

function notificationOf({ topic, on, language, template }: NonNullable<SpecOptions['notification']>) {
  return {
    topic_urn: topic,
    trigger_conditions: on.map((outcome) => (outcome === 'success' ? 'SUCCESS' : 'FAILURE')),
    ...defined({ language, message_template_name: template }),
  }
}
