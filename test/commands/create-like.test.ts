import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newRequest } from '../../src/approvals/request.ts'
import { answersLike } from '../../src/commands/verbs/create/like.ts'
import { answersOf } from '../../src/migrations/fields/form.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import type { Selected } from '../../src/migrations/spec/selection.ts'
import type { Place } from '../../src/migrations/spec/source-and-target.ts'
import type { Spec } from '../../src/migrations/spec/spec.ts'
import { sample } from '../migrations/sample.ts'
import { anyOrder as anyHuaweiOrder, kinds as huaweiKinds } from '../providers/huawei/specs.ts'
import { anyOrder as anyNaverOrder } from '../providers/naver/specs.ts'
import { anyOrder as anyUpCloudOrder } from '../providers/upcloud/specs.ts'
import { createDesk } from './desk.ts'

const terms = { policyVersion: 1, needed: 1, allowsSelf: false, expiresAt: 2, remindAt: [] }

/** The answers taken over from a failed migration that Ferry created from this spec. `seen` is in its record now. */
async function madeOf(spec: Spec, seen: Partial<Migration> = {}) {
  const { tools } = await createDesk()
  const asked = newRequest({ id: 'r-000001', token: 't', spec, checks: [], requestedBy: 'U1', requestedAt: 1, terms })
  const status = { type: 'created', at: 1, migrationId: '42' } as const
  await tools.store.requests.set('r-000001', {
    request: { ...asked, status },
    posting: { channel: 'C1', createdAt: 1, outbox: [], nextSeq: 1 },
  })
  const { source, target } = spec
  const places = { source: placeOf(source), target: placeOf(target) }
  const { name: _, priority: __, ...rest } = sample({ state: 'failed' })
  return answersLike({ ...rest, id: '42', account: spec.account, kind: spec.kind, ...places, ...seen }, tools)
}

function placeOf({ region, bucket }: Pick<Place, 'region' | 'bucket'>): Place {
  return { ...(region && { region }), ...(bucket && { bucket }) }
}

describe('a migration that Ferry created can be requested again with every option', () => {
  const orders = [
    ...huaweiKinds.map((kind) => [kind, anyHuaweiOrder(kind)] as const),
    ['policy', anyNaverOrder] as const,
    ['job', anyUpCloudOrder] as const,
  ]
  test.each(orders)('a %s', async (_, anyOrder) => {
    for (const { spec } of fc.sample(anyOrder, 12)) expect(await madeOf(spec)).toEqual(answersOf(spec))
  })
})

const spec: Spec = {
  account: 'prod-hw',
  kind: 'policy',
  source: { selection: 'prefixes', names: ['2026/'], cloud: 'AWS', region: 'us-east-1', bucket: 'photos', key: 'k' },
  target: { bucket: 'archive' },
  options: {},
}

test.each<[string, Partial<Migration>, object]>([
  [
    'its prefix',
    { source: { bucket: 'photos', selection: 'prefixes', names: ['2025/'] } },
    { 'source.names': '2025/' },
  ],
  [
    'its prefix, removed',
    { source: { bucket: 'photos', selection: 'everything' } },
    { 'source.selection': 'everything' },
  ],
  ['its destination', { target: { bucket: 'attic' } }, { 'target.bucket': 'attic' }],
])('what somebody changed at the cloud since is taken from the record: %s', async (_, seen, expected) => {
  const answers = await madeOf(spec, seen)
  expect(answers).toMatchObject(expected)
  expect(answers['source.key']).toBeUndefined()
})

describe('for a migration that Ferry did not create, the record supplies', () => {
  test.each([
    [
      { selection: 'prefixes', names: ['logs/', 'raw/'] },
      { 'source.selection': 'prefixes', 'source.names': 'logs/\nraw/' },
    ],
    [
      { selection: 'objects', names: ['a b/'] },
      { 'source.selection': 'objects', 'source.names': 'a b/' },
    ],
    [
      { selection: 'list', listFile: { bucket: 'lists', key: 'all.txt' } },
      { 'source.selection': 'list', 'source.listFile.bucket': 'lists', 'source.listFile.key': 'all.txt' },
    ],
    [
      { selection: 'url list', listFile: { key: 'urls/' } },
      { 'source.selection': 'url list', 'source.listFile.key': 'urls/' },
    ],
    [{ selection: 'everything' }, { 'source.selection': 'everything' }],
    [
      { selection: 'prefixes', names: ['logs/'], since: Date.UTC(2026, 0, 2, 15, 4) },
      { 'source.selection': 'prefixes', 'source.names': 'logs/', 'options.since': '2026-01-02 15:04' },
    ],
    // Taking everything in the bucket would be more than the person wanted.
    [{ selection: 'prefixes' }, { 'source.selection': 'prefixes' }],
    [{}, {}],
  ] satisfies [Selected, object][])('its selection: %j', async (selected, expected) => {
    const { tools } = await createDesk()
    const { priority: _, ...migration } = sample({
      source: { bucket: 'photos', ...selected },
      target: { bucket: 'archive' },
    })
    const answers = Object.entries(await answersLike(migration, tools))
    const about = answers.filter(([name]) => /selection|names|listFile|since/.test(name))
    expect(Object.fromEntries(about)).toEqual(expected)
  })
})
