import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defined } from '../../../src/defined.ts'
import { defaultsOf, type Spec } from '../../../src/migrations/spec/spec.ts'
import type { Limit } from '../../../src/migrations/typed/limit-rules.ts'
import { newGroup, newTask } from '../../../src/providers/huawei/requests/creation.ts'
import type { CreateOrder } from '../../../src/providers/provider.ts'
import { operationsOf } from '../operations.ts'
import { projectId } from './open-account.ts'
import { openConnection } from './simulated.ts'
import { anyOrder, creationOf, groupSpec, keys, kinds, region, spec } from './specs.ts'

const runs = { numRuns: 40 }

describe('OMS has exactly what was ordered', () => {
  test('as a task', async () => {
    const { simulator, create, show } = await openCreator()
    await fc.assert(
      fc.asyncProperty(anyOrder('task'), async (order) => {
        const id = await create(order)
        const task = simulator.tasks(projectId).find((each) => String(each.id) === id)
        const { options } = order.spec
        expect(task).toMatchObject({
          ...recordOf(order),
          task_type: {
            everything: 'object',
            prefixes: 'prefix',
            objects: 'object',
            list: 'list',
            'url list': 'url_list',
          }[order.spec.source.selection],
          src_node: sourceOf(order.spec),
          task_priority: (options.priority ?? 'medium').toUpperCase(),
        })
        expect(await show('task', id)).toMatchObject(migrationOf(order.spec))
      }),
      runs,
    )
  })

  test('as a task group', async () => {
    const { simulator, create, show } = await openCreator()
    await fc.assert(
      fc.asyncProperty(anyOrder('group'), async (order) => {
        const id = await create(order)
        const group = simulator.groups(projectId).find((each) => each.group_id === id)
        const source = sourceOf(order.spec)
        expect(group).toMatchObject({
          ...recordOf(order),
          task_type: { everything: 'PREFIX', prefixes: 'PREFIX', objects: '', list: 'LIST', 'url list': 'URL_LIST' }[
            order.spec.source.selection
          ],
          src_node: { ...source, cloud_type: source.cloud_type.toUpperCase() },
        })
        expect(await show('group', id)).toMatchObject(migrationOf(order.spec))
      }),
      runs,
    )
  })

  test('as a synchronization task', async () => {
    const { simulator, create, show } = await openCreator()
    await fc.assert(
      fc.asyncProperty(anyOrder('sync'), async (order) => {
        const id = await create(order)
        const { source, target, options } = order.spec
        expect(simulator.syncs(projectId).find((each) => each.sync_task_id === id)).toMatchObject({
          ...anyRecordOf(order),
          src_cloud_type: source.cloud,
          src_region: source.region,
          src_bucket: source.bucket,
          app_id: source.appId ?? null,
          dst_region: region,
          dst_bucket: target.bucket,
          dst_storage_policy: options.storageClass ?? null,
          consistency_check: {
            'size and time': 'size_last_modified',
            checksum: 'crc64',
            transmission: 'no_check',
            none: '',
          }[options.check ?? 'size and time'],
        })
        expect(await show('sync', id)).toMatchObject({ source: { cloud: source.cloud, bucket: source.bucket } })
      }),
      runs,
    )
  })
})

test('a notification topic gets the ordered values in OMS’s words', () => {
  const notification = {
    topic: 'urn:smn:cn-north-4:p:OMS',
    on: ['failure'],
    language: 'zh-cn',
    template: 'short',
  } as const
  const order = newTask.from({ spec: { ...spec, options: { notification } }, keys, token: 'k', region })
  expect(order.smn_config).toEqual({
    topic_urn: notification.topic,
    trigger_conditions: ['FAILURE'],
    language: 'zh-cn',
    message_template_name: 'short',
  })
})

test('options that the spec leaves out are not sent', () => {
  expect(newTask.from({ spec, keys, token: 'k3x9', region })).toEqual({
    task_type: 'object',
    src_node: {
      ...{ cloud_type: 'Aliyun', region: 'cn-hangzhou', bucket: 'photos', object_key: [''] },
      ...{ ak: keys.source.accessKey, sk: keys.source.secretKey },
    },
    dst_node: { ak: keys.target.accessKey, sk: keys.target.secretKey, bucket: 'archive', region },
    description: '[ferry k3x9]',
  })
})

test('a group is always told whether to encrypt', () => {
  const ordered = (encrypts?: boolean) =>
    newGroup.from({ spec: { ...groupSpec, options: defined({ encrypts }) }, keys, token: 'k', region }).enable_kms
  expect([ordered(), ordered(true), ordered(false)]).toEqual([false, true, false])
})

test.each(kinds)('the defaults shown for a %s are those of OMS', (kind) => {
  const { priority = 'medium', ...options } = defaultsOf(creationOf(kind).takes)
  const record = (chosen: Spec['options']) => recordOf({ spec: { ...spec, kind, options: chosen }, keys, token: 'k' })
  expect(record(options)).toEqual(record({}))
  expect(priority).toBe('medium')
})

/** A cloud with room for everything that is created. */
async function openCreator() {
  const { world, connection } = await openConnection({ syncsLimit: 1000, groupsPerDayLimit: 1000 })
  const { create } = operationsOf(connection)
  return {
    simulator: world.simulator,
    create: async (order: CreateOrder) => (await create(order, {})).id,
    show: (kind: 'task' | 'group' | 'sync', id: string) => connection.show({ kind, id }, {}),
  }
}

/** The options with the documented defaults for everything that was not ordered. */
function recordOf(order: CreateOrder) {
  const { options, target } = order.spec
  return {
    ...anyRecordOf(order),
    dst_node: defined({ bucket: target.bucket, region, save_prefix: target.prefix }),
    migrate_since: Math.floor((options.since ?? 0) / 1000) * 1000,
    bandwidth_policy: (options.limits ?? []).map(({ start, end, bytesPerSecond }: Limit) => ({
      ...{ start, end },
      max_bandwidth: bytesPerSecond,
    })),
    enable_failed_object_recording: options.recordsFailures ?? true,
    enable_requester_pays: options.requesterPays ?? false,
    object_overwrite_mode: {
      never: 'NO_OVERWRITE',
      'if size or time differ': 'SIZE_LAST_MODIFIED_COMPARISON_OVERWRITE',
      'if checksum differs': 'CRC64_COMPARISON_OVERWRITE',
      always: 'FULL_OVERWRITE',
    }[options.overwrite ?? 'if size or time differ'],
    dst_storage_policy: options.storageClass ?? 'STANDARD',
    consistency_check: { 'size and time': 'size_last_modified', checksum: 'crc64', transmission: '', none: 'no_check' }[
      options.check ?? 'size and time'
    ],
  }
}

function anyRecordOf({ spec: { description, source, options }, token }: CreateOrder) {
  const { domain, protocol, authentication: authentication_type } = source.cdn ?? {}
  return {
    description: [description, `[ferry ${token}]`].filter((part) => part !== undefined).join(' '),
    source_cdn: source.cdn === undefined ? null : { domain, protocol, authentication_type },
    enable_kms: options.encrypts ?? false,
    enable_metadata_migration: options.copiesMetadata ?? false,
    enable_restore: options.restoresArchived ?? false,
  }
}

function sourceOf({ source }: Spec) {
  const { selection, cloud = 'URLSource', region: from, bucket, appId: app_id, listFile, names } = source
  const list_file = listFile && { obs_bucket: listFile.bucket, list_file_key: listFile.key }
  const object_key = selection === 'everything' ? [''] : names
  return { cloud_type: cloud, ...defined({ region: from, bucket, app_id, list_file, object_key }) }
}

/** The options as a card shows them afterwards. */
function migrationOf({ kind, source, target, options }: Spec) {
  return {
    source: defined({ cloud: source.cloud ?? 'URLSource', region: source.region, bucket: source.bucket }),
    target: { bucket: target.bucket, region },
    limits: options.limits ?? [],
    ...(kind === 'task' ? { priority: options.priority ?? 'medium' } : {}),
  }
}
