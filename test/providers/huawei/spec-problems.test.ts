import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Kind } from '../../../src/migrations/migration.ts'
import type { Spec, SpecField, SpecOptions, SpecProblems } from '../../../src/migrations/spec/spec.ts'
import { newGroup, newSync, newTask } from '../../../src/providers/huawei/requests/creation.ts'
import type { CreateOrder } from '../../../src/providers/provider.ts'
import { anyOrder, creationOf, keys, kinds, pair, region, spec, targetPair, urlSpec } from './specs.ts'

const json = { jsonKeyFile: '{"type":"example"}' }
const temporary = { ...pair, sessionToken: 'example-session' }
const topic = 'urn:smn:cn-north-4:4cf2090802d94440b4cdd72ef26857b2:OMS'
const limit = { start: '08:00', end: '18:00', bytesPerSecond: 50_000_000 }

describe.each(kinds)('the spec of a %s', (kind) => {
  const { problemsIn } = creationOf(kind)

  test('has no problem if it follows the documents, and OMS accepts it', () => {
    fc.assert(
      fc.property(anyOrder(kind), (order) => {
        expect(problemsIn(order.spec, order.keys)).toEqual({})
        expect(schemaProblem(order)).toBeUndefined()
      }),
    )
  })

  test('meets the rules of the request: without a problem it can always be sent', () => {
    fc.assert(
      fc.property(anyOrder(kind), anyTyped, (order, typed) => {
        const wild = { ...order, spec: { ...order.spec, ...typed, source: { ...order.spec.source, ...typed.source } } }
        const problems = problemsIn(wild.spec, wild.keys)
        if (Object.keys(problems).length === 0) expect(schemaProblem(wild)).toBeUndefined()
      }),
    )
  })

  test('is reported as incomplete at each required field', () => {
    const bare: Spec = { ...spec, kind, source: { selection: 'everything' }, target: { bucket: '' } }
    expect(Object.keys(problemsIn(bare, {})).toSorted()).toEqual([
      'source.bucket',
      'source.cloud',
      'source.key',
      'source.region',
      'target.bucket',
      'target.key',
    ])
  })

  test.each([
    [{ name: 'nightly' }, 'name'],
    [{ source: { ...spec.source, endpoint: 's3.example.com' } }, 'source.endpoint'],
    [{ description: 'a -> b' }, 'description'],
    [{ description: 'x'.repeat(255) }, 'description'],
    [{ source: { ...spec.source, cloud: 'Nimbus' } }, 'source.cloud'],
    [{ source: { ...spec.source, cloud: 'URLSource' } }, 'source.cloud'],
    [{ source: { ...spec.source, cloud: 'Tencent' } }, 'source.appId'],
    [{ source: { ...spec.source, appId: '1250000000' } }, 'source.appId'],
    [{ source: { ...spec.source, region: 'x'.repeat(101) } }, 'source.region'],
    [{ source: { ...spec.source, bucket: 'x'.repeat(1025) } }, 'source.bucket'],
    [{ source: { ...spec.source, names: ['logs/'] } }, 'source.names'],
    [{ source: { ...spec.source, listFile: { bucket: 'lists', key: 'all.txt' } } }, 'source.listFile'],
    [{ target: { ...spec.target, region: 'x'.repeat(101) } }, 'target.region'],
    [{ target: { ...spec.target, bucket: 'x'.repeat(1025) } }, 'target.bucket'],
    [{ options: { storageClass: 'COLD' } }, 'options.storageClass'],
  ] satisfies [Partial<Spec>, SpecField][])('has its problem reported at the field: %j', (typed, field) => {
    expect(Object.keys(problemsIn({ ...spec, kind, ...typed }, keys))).toEqual([field])
  })

  test('has a problem with a session token only if the kind takes none', () => {
    const temporaryKeys = { source: temporary, target: { ...targetPair, sessionToken: 'example-session' } }
    const found = problemsIn({ ...spec, kind }, temporaryKeys)
    expect(Object.keys(found)).toEqual(kind === 'task' ? [] : ['source.key', 'target.key'])
  })

  test('names an unknown storage key as a problem, and no problem repeats a secret', () => {
    expect(problemsIn({ ...spec, kind }, {})).toEqual({
      'source.key': 'There is no storage key with this name.',
      'target.key': 'There is no storage key with this name.',
    })
    const secret = 'x'.repeat(101)
    const found = problemsIn({ ...spec, kind }, { source: { ...pair, secretKey: secret }, target: json })
    expect(Object.keys(found)).toEqual(['source.key', 'target.key'])
    expect(JSON.stringify(found)).not.toContain(secret)
  })
})

describe('the description of a task', () => {
  const { problemsIn } = creationOf('task')

  test('has room for the longest mark, and for no further character', () => {
    const longest = { ...spec, description: 'x'.repeat(214) }
    expect(problemsIn(longest, keys)).toEqual({})
    const order = newTask.from({ spec: longest, keys, token: 'k'.repeat(32), region })
    expect(order.description).toHaveLength(255)
    expect(problemsIn({ ...spec, description: 'x'.repeat(215) }, keys).description).toContain('at most 214')
  })

  test.each([...`^<>()&"'`])('cannot contain %s', (character) => {
    expect(problemsIn({ ...spec, description: `a${character}b` }, keys).description).toContain(character)
  })
})

describe('the options of a task', () => {
  const found = (options: SpecOptions, more: Partial<Spec> = {}): SpecProblems =>
    creationOf('task').problemsIn({ ...spec, ...more, options }, keys)

  test.each([
    [{ limits: Array.from({ length: 6 }, () => limit) }, 'options.limits'],
    [{ limits: [{ ...limit, start: '8:00' }] }, 'options.limits'],
    [{ limits: [{ ...limit, start: '22:00', end: '06:00' }] }, 'options.limits'],
    [{ limits: [{ ...limit, end: '08:00' }] }, 'options.limits'],
    [{ limits: [{ ...limit, bytesPerSecond: 1_048_575 }] }, 'options.limits'],
    [{ limits: [{ ...limit, bytesPerSecond: 209_715_201 }] }, 'options.limits'],
    [{ limits: [limit, { ...limit, start: '17:59', end: '20:00' }] }, 'options.limits'],
    [{ since: -1 }, 'options.since'],
    [{ since: NaN }, 'options.since'],
    [{ check: 'transmission' }, 'options.check'],
    [{ check: 'none' }, 'options.check'],
    [{ notification: { topic: 'OMS', on: ['success'] } }, 'options.notification'],
    [{ notification: { topic, on: [] } }, 'options.notification'],
    [{ notification: { topic, on: ['failure', 'failure'] } }, 'options.notification'],
    [{ notification: { topic, on: ['failure'], language: 'en' } }, 'options.notification'],
    [{ notification: { topic, on: ['failure'], template: '' } }, 'options.notification'],
  ] satisfies [SpecOptions, SpecField][])('%j are refused', (options, field) => {
    expect(Object.keys(found(options))).toEqual([field])
  })

  test.each([
    { limits: [limit, { ...limit, start: '18:00', end: '20:00' }] },
    { check: 'checksum', overwrite: 'if checksum differs' },
    { notification: { topic, on: ['failure', 'success'], language: 'zh-cn', template: 'short' } },
  ] satisfies SpecOptions[])('%j are accepted', (options) => {
    expect(found(options)).toEqual({})
  })

  test('compare checksums only if both sides have them', () => {
    const fromAws = { source: { ...spec.source, cloud: 'AWS' } }
    expect(Object.keys(found({ check: 'checksum' }, fromAws))).toEqual(['options.check'])
    expect(Object.keys(found({ overwrite: 'if checksum differs' }, fromAws))).toEqual(['options.overwrite'])
  })

  test('leave out the check only for URLs', () => {
    expect(creationOf('task').problemsIn({ ...urlSpec, options: { check: 'none' } }, keys)).toEqual({})
  })

  test('name a topic in the destination’s region only', () => {
    const target = { ...spec.target, region: 'cn-east-3' }
    expect(Object.keys(found({ notification: { topic, on: ['success'] } }, { target }))).toEqual([
      'options.notification',
    ])
  })
})

describe('options of other kinds', () => {
  test.each([
    ['group', { priority: 'high' }, 'options.priority'],
    ['sync', { overwrite: 'always' }, 'options.overwrite'],
    ['sync', { limits: [limit] }, 'options.limits'],
    ['sync', { since: 0 }, 'options.since'],
    ['sync', { requesterPays: false }, 'options.requesterPays'],
    ['sync', { recordsFailures: true }, 'options.recordsFailures'],
    ['sync', { notification: { topic, on: ['success'] } }, 'options.notification'],
    ['sync', { check: 'none' }, 'options.check'],
  ] satisfies [Kind, SpecOptions, SpecField][])('are refused for a %s: %j', (kind, options, field) => {
    expect(Object.keys(creationOf(kind).problemsIn({ ...spec, kind, options }, keys))).toEqual([field])
  })

  test('a synchronization task takes the complete bucket, and keeps its paths', () => {
    const source = { ...spec.source, selection: 'prefixes', names: ['logs/'] } as const
    const sync: Spec = { ...spec, kind: 'sync', source, target: { ...spec.target, prefix: 'old/' } }
    expect(Object.keys(creationOf('sync').problemsIn(sync, keys)).toSorted()).toEqual([
      'source.names',
      'source.selection',
      'target.prefix',
    ])
  })

  test('a group takes no single objects', () => {
    const source = { ...spec.source, selection: 'objects', names: ['a.jpg'] } as const
    const found = creationOf('group').problemsIn({ ...spec, kind: 'group', source }, keys)
    expect(Object.keys(found)).toEqual(['source.selection'])
  })
})

function schemaProblem(order: CreateOrder): unknown {
  const schemas = {
    task: () => newTask.schema.safeParse(newTask.from({ ...order, region })),
    group: () => newGroup.schema.safeParse(newGroup.from({ ...order, region })),
    sync: () => newSync.schema.safeParse(newSync.from({ ...order, region })),
  }
  const { kind } = order.spec
  if (kind !== 'task' && kind !== 'group' && kind !== 'sync') throw new Error(`No ${kind} is made here`)
  return schemas[kind]().error?.issues
}

/** Generates answers for some fields of a correct order, some of them hostile. */
const anyTyped = fc.record(
  {
    description: fc.string({ maxLength: 300 }),
    source: fc.record(
      {
        selection: fc.constantFrom('everything', 'prefixes', 'objects', 'list', 'url list'),
        names: fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }),
        cloud: fc.constantFrom('', 'AWS', 'Google', 'Tencent', 'URLSource', 'Nimbus'),
        region: fc.string({ maxLength: 3 }),
        appId: fc.string({ maxLength: 3 }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
)
