import fc from 'fast-check'
import {
  type Failure,
  kinds,
  type Migration,
  mishapKinds,
  type NotMigrated,
  providerNames,
  states,
} from '../../src/migrations/migration.ts'
import { copyingSchema } from '../../src/migrations/spec/copying.ts'
import { selections } from '../../src/migrations/spec/selection.ts'
import type { Source, Target } from '../../src/migrations/spec/source-and-target.ts'
import { anyValue } from '../migrations/any-value.ts'
import { figure, hostile, keptName, moment } from './hostile.ts'

/** A record in which any optional field may be missing. */
function partial<Fields extends object>(fields: { [Name in keyof Fields]-?: fc.Arbitrary<Required<Fields>[Name]> }) {
  return fc.record(fields, { requiredKeys: [] })
}

const place = { cloud: hostile, region: hostile, bucket: hostile }
const source = partial<Source>({
  ...place,
  selection: fc.constantFrom(...selections),
  names: fc.array(hostile),
  listFile: fc.record({ bucket: hostile, key: hostile }, { requiredKeys: ['key'] }),
  since: moment,
  appId: hostile,
  cdn: fc.record({ domain: hostile, protocol: fc.constantFrom('http', 'https'), authentication: hostile }),
})
const target = partial<Target>({ ...place, prefix: hostile, isFileSystem: fc.boolean() })
const count = { done: figure, total: figure }
export const anyMissed = partial<NotMigrated>({ objects: figure, bytes: figure })
const progress = fc.record(
  {
    fraction: figure,
    bytes: fc.record(count, { requiredKeys: [] }),
    objects: fc.record({ ...count, failed: figure, skipped: figure }, { requiredKeys: [] }),
    notMigrated: anyMissed,
    isCounting: fc.boolean(),
    period: fc.constant('month' as const),
  },
  { requiredKeys: ['bytes', 'objects'] },
)

const knownCodes = ['TRF.0055', 'OMS.0066', 'S3M.0066', 'trf.0001', 'HTTP.500']
export const failure = partial<Failure>({ code: fc.oneof(hostile, fc.constantFrom(...knownCodes)), message: hostile })
const failedObjects = fc.record(
  { canRetry: fc.boolean(), listKey: hostile, errorCode: hostile },
  { requiredKeys: ['canRetry'] },
)
const mishap = fc.record(
  {
    what: fc.constantFrom(...mishapKinds),
    code: fc.oneof(hostile, fc.constantFrom(...knownCodes)),
    message: hostile,
    topic: hostile,
  },
  { requiredKeys: ['what'] },
)
const copying = anyValue(copyingSchema, { text: hostile, number: figure })
const groupTask = fc.record(
  { id: hostile, name: hostile, state: fc.constantFrom(...states), failure },
  { requiredKeys: ['id', 'state'] },
)
const groupTasks = fc.record(
  {
    counts: fc.dictionary(fc.constantFrom(...states), figure),
    total: figure,
    worst: fc.array(groupTask, { maxLength: 12 }),
  },
  { requiredKeys: ['counts', 'worst'] },
)
const limit = fc.record({ start: hostile, end: hostile, bytesPerSecond: figure })

/** Any migration that a cloud could report: hostile names, absent and extreme figures, every state. */
export const anyMigration: fc.Arbitrary<Migration> = fc.record(
  {
    provider: fc.constantFrom(...providerNames),
    account: keptName,
    kind: fc.constantFrom(...kinds),
    id: fc.oneof(fc.stringMatching(/^\d{15}$/), hostile),
    name: hostile,
    description: hostile,
    source,
    target,
    state: fc.constantFrom(...states),
    nativeState: hostile,
    progress,
    speedBytesPerSecond: figure,
    createdAt: moment,
    startedAt: moment,
    elapsedMs: figure,
    remainingMs: figure,
    failure,
    failedObjects,
    mishaps: fc.array(mishap, { maxLength: 5 }),
    copying,
    groupId: hostile,
    madeBy: fc.constantFrom('group', 'sync'),
    tasks: groupTasks,
    priority: fc.constantFrom('high', 'medium', 'low'),
    limits: fc.array(limit, { maxLength: 30 }),
    needsOnStart: fc.subarray(['source-key', 'target-key', 'cdn-key']),
    readAt: moment,
  },
  {
    requiredKeys: [
      'provider',
      'account',
      'kind',
      'id',
      'source',
      'target',
      'state',
      'nativeState',
      'progress',
      'needsOnStart',
      'readAt',
    ],
  },
)
