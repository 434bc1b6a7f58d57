import fc from 'fast-check'
import type { Spec } from '../../../src/migrations/spec/spec.ts'
import { naver } from '../../../src/providers/naver/index.ts'
import type { CreateOrder, Creation } from '../../../src/providers/provider.ts'

export const keys = { source: { accessKey: 'SRCACCESSKEY', secretKey: 'SRCSECRETKEY' } }

export const spec = {
  account: 'prod',
  kind: 'policy',
  name: 'nightly-copy',
  source: { cloud: 'AWS', region: 'ap-southeast-2', bucket: 'photos', key: 'photos-read', selection: 'everything' },
  target: { bucket: 'archive' },
  options: {},
} as const satisfies Spec

export function creationOfPolicies(): Creation {
  const creation = naver.kinds.policy?.can.creation
  if (creation === undefined) throw new Error('No policy can be made')
  return creation
}

/** Generates any order that the documents allow, with everything that a policy takes. */
export const anyOrder: fc.Arbitrary<CreateOrder> = fc
  .record({
    name: fc.stringMatching(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,14}$/u),
    cloud: fc.constantFrom('AWS', 'Azure'),
    region: fc.string({ minLength: 1, maxLength: 20 }),
    bucket: fc.string({ minLength: 1, maxLength: 63 }),
    prefix: fc.option(fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme' })),
    targetPrefix: fc.option(fc.string({ minLength: 1, maxLength: 100 })),
    token: fc.stringMatching(/^[A-Za-z0-9]{1,32}$/),
  })
  .map(({ name, cloud, region, bucket, prefix, targetPrefix, token }) => ({
    token,
    keys,
    spec: {
      ...spec,
      name,
      source: {
        ...{ cloud, region, bucket, key: 'photos-read' },
        ...(prefix === null ? { selection: 'everything' } : { selection: 'prefixes', names: [prefix] }),
      },
      target: { bucket: 'archive', ...(targetPrefix === null ? {} : { prefix: targetPrefix }) },
    },
  }))
