import fc from 'fast-check'
import type { Spec } from '../../../src/migrations/spec/spec.ts'
import type { CreateOrder, Creation } from '../../../src/providers/provider.ts'
import { upcloud } from '../../../src/providers/upcloud/index.ts'

export const keys = {
  source: { accessKey: 'AKIAEXAMPLENOTREAL01', secretKey: 'exampleSourceSecretThatIsNotReal00000001' },
}

export const spec = {
  account: 'prod',
  kind: 'job',
  name: 'aws-migration',
  source: {
    endpoint: 's3.amazonaws.com',
    region: 'us-east-1',
    bucket: 'my-aws-bucket',
    key: 'photos-read',
    selection: 'everything',
  },
  target: { bucket: 'archive' },
  options: {},
} as const satisfies Spec

export function creationOfJobs(): Creation {
  const creation = upcloud.kinds.job?.can.creation
  if (creation === undefined) throw new Error('No job can be made')
  return creation
}

/** Generates any order that the document allows, with everything that a job takes. */
export const anyOrder: fc.Arbitrary<CreateOrder> = fc
  .record({
    name: fc.string({ minLength: 1, maxLength: 100 }),
    endpoint: fc.constantFrom('s3.amazonaws.com', 'https://minio.example.com:9000/', 'storage.example'),
    region: fc.string({ minLength: 1, maxLength: 20 }),
    bucket: fc.string({ minLength: 1, maxLength: 63 }),
    prefix: fc.option(fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme' })),
    targetPrefix: fc.option(fc.string({ minLength: 1, maxLength: 100 })),
    token: fc.stringMatching(/^[A-Za-z0-9]{1,32}$/),
  })
  .map(({ name, prefix, targetPrefix, token, ...place }) => ({
    token,
    keys,
    spec: {
      ...spec,
      name,
      source: {
        ...{ ...place, key: 'photos-read' },
        ...(prefix === null ? { selection: 'everything' } : { selection: 'prefixes', names: [prefix] }),
      },
      target: { bucket: 'archive', ...(targetPrefix === null ? {} : { prefix: targetPrefix }) },
    },
  }))
