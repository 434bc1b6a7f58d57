import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Spec } from '../../src/migrations/spec/spec.ts'
import { wireFields } from '../../src/providers/wire/fields.ts'
import { option, toldIn, wordOf, yesOrNo } from '../../src/providers/wire/options.ts'

type Input = { spec: Spec; region: string }
const { field, part, order } = wireFields<Input>()

const check = wordOf(
  ['none', 'checksum', 'transmission'],
  { none: 'NO', checksum: 'CRC', transmission: 'SENT' } as const,
  {
    neverSent: 'none',
    toldFor: { none: 'transmission' },
  },
)
const options = { checked: option('check', check), kms: option('encrypts', yesOrNo) }
const made = order(
  {
    region: field('target.region', z.string(), ({ region }) => region),
    ...options,
    node: part('source.key', {
      bucket: field('source.bucket', z.string().min(1).optional(), ({ spec }) => spec.source.bucket),
    }),
  },
  ({ region, kms }) => (kms && region === 'b' ? [[['kms'], 'Not in b.']] : []),
)

const spec: Spec = {
  account: 'prod',
  kind: 'task',
  source: { selection: 'everything' },
  target: { bucket: 'b' },
  options: {},
}

test('a field without a value is left out, and the others are sent in the order of their rows', () => {
  expect(made.from({ spec, region: 'a' })).toEqual({ region: 'a', node: {} })
  const asked: Spec = {
    ...spec,
    source: { ...spec.source, bucket: 'c' },
    options: { encrypts: false, check: 'checksum' },
  }
  const sent = made.schema.parse(made.from({ spec: asked, region: 'a' }))
  expect(JSON.stringify(sent)).toBe('{"region":"a","checked":"CRC","kms":false,"node":{"bucket":"c"}}')
})

test('an order with a problem is made, and its schema names the field', () => {
  const wrong = made.from({ spec: { ...spec, options: { check: 'none' } }, region: 'a' })
  expect(made.schema.safeParse(wrong).error?.issues).toMatchObject([{ path: ['checked'] }])
  const together = made.from({ spec: { ...spec, options: { encrypts: true } }, region: 'b' })
  expect(made.schema.safeParse(together).error?.issues).toMatchObject([{ path: ['kms'], message: 'Not in b.' }])
})

test('each path of an order leads to the field of the form', () => {
  expect(made.fieldAt).toEqual({
    region: 'target.region',
    checked: 'options.check',
    kms: 'options.encrypts',
    node: 'source.key',
    'node.bucket': 'source.bucket',
  })
})

test.each([
  [
    { checked: 'crc', kms: 'TRUE' },
    { checked: 'checksum', kms: true },
  ],
  [{ checked: 'no' }, { checked: 'transmission' }],
  [{ checked: 'MD5', kms: 'perhaps' }, {}],
  [{ checked: null, kms: null }, {}],
])('an answer is read with patience: %j', (answer, told) => {
  expect(z.object(toldIn(options)).parse(answer)).toEqual(told)
})
