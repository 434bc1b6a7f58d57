import type { Spec, SpecOptions, SpecSource } from '../../../migrations/spec.ts'
import type { CreateOrder, SpecKeys } from '../../provider.ts'
import { reported } from '../../reported.ts'
import { marked } from '../../token.ts'
import { needsCdnKey } from '../cdn.ts'
import type { GroupCreation } from '../requests/groups.ts'
import { urlCloud } from '../requests/nodes.ts'
import type { SyncCreation } from '../requests/syncs.ts'
import type { TaskCreation } from '../requests/tasks.ts'
import { checkMethods, overwriteModes } from './copying.ts'

/*
 * A spec without problems as OMS wants it (5.2.3, 5.3.3, 5.4.2). `region` is that of the endpoint. What the spec leaves
 * out is left out. Pure.
 */

export function taskOrder({ spec, keys, token }: CreateOrder, region: string): TaskCreation {
  const { source, target } = keys
  return {
    task_type: taskTypes[spec.source.selection],
    src_node: {
      ...sourceNode(spec.source, keys),
      ...reported({ connection_string: source?.connectionString, security_token: source?.sessionToken }),
    },
    dst_node: { ...targetNode(spec, { keys, region }), ...reported({ security_token: target?.sessionToken }) },
    ...copyingOf(spec, { keys, token }),
    ...reported({ task_priority: spec.options.priority && priorities[spec.options.priority] }),
  }
}

/** A group takes prefixes only, and "" is the prefix of everything. It alone has to be told whether to encrypt (5.4.2). */
export function groupOrder({ spec, keys, token }: CreateOrder, region: string): GroupCreation {
  return {
    task_type: groupTypes[spec.source.selection],
    src_node: sourceNode(spec.source, keys),
    dst_node: targetNode(spec, { keys, region }),
    enable_kms: false,
    ...copyingOf(spec, { keys, token }),
  }
}

export function syncOrder({ spec, keys, token }: CreateOrder, region: string): SyncCreation {
  const { source, target, options } = spec
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
    ...reported({ app_id: source.appId || undefined, consistency_check: syncCheckOf(options.check) }),
    ...anyCopyingOf(spec, { keys, token }),
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
  if (source.selection === 'url list') return { cloud_type: urlCloud, ...reported({ list_file: listFileOf(source) }) }
  return {
    cloud_type: source.cloud ?? '',
    ...reported({
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

/** [""] is the whole bucket. */
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
    ...reported({ save_prefix: target.prefix || undefined }),
  }
}

type Marked = { keys: SpecKeys; token: string }

function copyingOf(spec: Spec, order: Marked) {
  const { options } = spec
  const { check, limits, notification, overwrite, since } = options
  return {
    ...anyCopyingOf(spec, order),
    ...reported({
      migrate_since: since === undefined ? undefined : Math.floor(since / 1000),
      bandwidth_policy: limits?.map(({ start, end, bytesPerSecond }) => ({
        start,
        end,
        max_bandwidth: bytesPerSecond,
      })),
      smn_config: notification && notificationOf(notification),
      enable_failed_object_recording: options.recordsFailures,
      enable_requester_pays: options.requesterPays,
      object_overwrite_mode: overwrite && overwriteModes[overwrite],
      consistency_check: checkOf(check),
    }),
  }
}

/* OMS names no check at all in another way for synchronization tasks than for the others; see the offers. */

function checkOf(check: SpecOptions['check']) {
  return check === undefined || check === 'transmission' ? undefined : checkMethods[check]
}

function syncCheckOf(check: SpecOptions['check']) {
  return check === undefined || check === 'none' ? undefined : checkMethods[check]
}

function anyCopyingOf({ description, source, options }: Spec, { keys, token }: Marked) {
  return {
    description: marked(description, token),
    ...reported({
      source_cdn: source.cdn && cdnOf(source.cdn, keys),
      enable_kms: options.encrypts,
      enable_metadata_migration: options.copiesMetadata,
      enable_restore: options.restoresArchived,
      dst_storage_policy: options.storageClass || undefined,
    }),
  }
}

/** A key where none is asked for shall not be sent. */
function cdnOf({ domain, protocol, authentication }: NonNullable<SpecSource['cdn']>, { source }: SpecKeys) {
  const authentication_key = needsCdnKey(authentication) ? source?.cdnKey : undefined
  return { domain, protocol, authentication_type: authentication, ...reported({ authentication_key }) }
}

function notificationOf({ topic, on, language, template }: NonNullable<SpecOptions['notification']>) {
  return {
    topic_urn: topic,
    trigger_conditions: on.map((outcome) => (outcome === 'success' ? 'SUCCESS' : 'FAILURE')),
    ...reported({ language, message_template_name: template }),
  }
}
