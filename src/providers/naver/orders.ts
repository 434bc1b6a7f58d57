import { maxTokenLength } from '../../migrations/spec.ts'
import type { CreateOrder } from '../provider.ts'
import type { PolicyOrder } from './requests.ts'
import { sourceKeysOf } from './route.ts'

/** A spec without problems as NAVER wants it (CreateMigrationJob). Pure. */
export function policyOrderOf(order: CreateOrder): PolicyOrder {
  const { source, target } = order.spec
  const { accessKey, secretKey } = sourceKeysOf(source.cloud, order.keys.source ?? {})
  const [prefix = ''] = source.names ?? []
  return {
    title: titleOf(order),
    source: {
      sourceCspType: source.cloud ?? '',
      regionName: source.region ?? '',
      bucketName: source.bucket ?? '',
      prefix,
      accessKey,
      secretKey,
    },
    target: { bucketName: target.bucket, prefix: target.prefix ?? '' },
  }
}

/** A title is an id: the token makes it one that nobody has, and is found at its end. */
export function titleOf({ spec, token }: Pick<CreateOrder, 'spec' | 'token'>): string {
  return `${spec.name}${tokenMark}${token}`
}

const tokenMark = '-ferry-'
/** What is added to a name at most, in bytes as in characters. */
export const tokenPartLength = tokenMark.length + maxTokenLength
