import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyField, type FieldName, fieldNames, isFieldName } from '../../src/migrations/fields/index.ts'
import type { Selection } from '../../src/migrations/spec/selection.ts'
import { placeOf, type Spec, specSchema } from '../../src/migrations/spec/spec.ts'
import { newGroup, newSync, newTask } from '../../src/providers/huawei/requests/creation.ts'
import { providers } from '../../src/providers/index.ts'
import { newPolicy } from '../../src/providers/naver/creation/requests.ts'
import type { CreateOrder } from '../../src/providers/provider.ts'
import { newJob } from '../../src/providers/upcloud/creation/requests.ts'
import { specLines } from '../../src/views/words/spec-lines.ts'
import { anyValue } from '../migrations/any-value.ts'

const kinds = providers.flatMap((provider) =>
  Object.values(provider.kinds).flatMap(({ noun, can: { creation } }) =>
    creation === undefined ? [] : [{ noun, creation }],
  ),
)

const region = 'cn-north-4'
const orders: Readonly<Record<string, (order: CreateOrder) => unknown>> = {
  task: (order) => newTask.from({ ...order, region }),
  'task group': (order) => newGroup.from({ ...order, region }),
  'synchronization task': (order) => newSync.from({ ...order, region }),
  policy: newPolicy.from,
  job: newJob.from,
}

/** Fields that are not sent: a key opens a bucket by its secret, and the destination's region is the account's. */
const neverSent: readonly FieldName[] = ['source.key', 'target.key', 'target.region']
/** Fields that only apply to one selection. */
const selectedBy: Readonly<Partial<Record<FieldName, Selection>>> = {
  'source.names': 'prefixes',
  'source.listFile': 'list',
}

test('every field is taken by some kind', () => {
  const taken = new Set(kinds.flatMap(({ creation }) => Object.keys(creation.takes)))
  expect(fieldNames.filter((field) => !taken.has(field))).toEqual([])
})

describe.each(kinds)('the fields of a $noun', ({ noun, creation: { takes } }) => {
  const fields = Object.keys(takes).filter(isFieldName)

  test.each(fields)('are shown to approvers: %s', (field) => {
    const [without, asked] = [specWith(field), specWith(field, sampleOf(field))]
    expect(specLines(asked)).not.toEqual(specLines(without))
  })

  // A kind that takes one prefix gets it without a list.
  const isOnePrefix = takes['source.names']?.most === 1
  const sentFields = fields.filter(
    (field) => !neverSent.includes(field) && !(isOnePrefix && field === 'source.selection'),
  )

  const sent = (spec: Spec) => orders[noun]?.({ spec, keys: {}, token: 'k' })

  test.each(sentFields)('are sent to the cloud: %s', (field) => {
    expect(sent(specWith(field, sampleOf(field)))).not.toEqual(sent(specWith(field)))
  })

  test('include every option that the order has a row for', () => {
    const options = fieldNames.filter((field) => field.startsWith('options.') && !fields.includes(field))
    const inOrder = options.filter(
      (field) => !isDeepStrictEqual(sent(specWith(field, sampleOf(field))), sent(specWith(field))),
    )
    expect(inOrder).toEqual([])
  })

  /** The first choice of a field, or any value. */
  function sampleOf(field: FieldName): unknown {
    const [choice] = (takes[field]?.choices ?? []).slice(-1)
    const sample = typeof choice === 'string' ? choice : choice?.value
    if (sample !== undefined && anyField[field].schema.safeParse(sample).success) return sample
    const leaves = { text: fc.constant('sample'), number: fc.constant(1_700_000_000_000) }
    return fc.sample(anyValue(anyField[field].schema, leaves), { numRuns: 20, seed: 7 }).findLast(isSomething)
  }
})

function isSomething(value: unknown): boolean {
  return value !== false && !(Array.isArray(value) && value.length === 0)
}

/** The smallest order with this field or without it. */
function specWith(field: FieldName, value?: unknown): Spec {
  const selection = selectedBy[field] ?? 'everything'
  const parts = { source: { selection }, target: { bucket: '' }, options: {} }
  const { side, name } = placeOf(field)
  const added = value === undefined ? {} : { [name]: value }
  const placed = side === undefined ? { ...parts, ...added } : { ...parts, [side]: { ...parts[side], ...added } }
  return specSchema.parse({ account: 'prod', kind: 'task', ...placed })
}
