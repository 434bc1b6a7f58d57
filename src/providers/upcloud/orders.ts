import type { CreateOrder } from '../provider.ts'
import { markedName } from '../token.ts'
import type { JobOrder } from './requests.ts'

/** Translates a spec without problems into UpCloud's order to create a job (Create job). Pure. */
export function jobOrderOf({ spec, keys, token }: CreateOrder): JobOrder {
  const { source, target } = spec
  const [prefix] = source.names ?? []
  return {
    name: markedName(spec.name, token),
    type: 'data-migration',
    source: {
      endpoint: source.endpoint ?? '',
      region: source.region ?? '',
      bucket: source.bucket ?? '',
      access_key_id: keys.source?.accessKey ?? '',
      secret_access_key: keys.source?.secretKey ?? '',
      ...(prefix === undefined ? {} : { prefix }),
    },
    target: { bucket: target.bucket, ...(target.prefix ? { prefix: target.prefix } : {}) },
  }
}
