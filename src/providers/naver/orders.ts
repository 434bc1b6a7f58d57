import { maxTokenLength } from '../../migrations/spec.ts'
import type { CreateOrder } from '../provider.ts'
import type { PolicyOrder } from './requests.ts'
import { sourceKeysOf } from './source-keys.ts'

/** A spec without problems as NAVER wants it, to make it (CreateMigrationJob). Pure. */
export function policyOrderOf(order: CreateOrder): PolicyOrder {
  return policyOf(order, titleOf(order))
}

/** The same under the title that people gave it, to change it (UpdateMigrationJob). */
export function changedPolicyOf(order: Pick<CreateOrder, 'spec' | 'keys'>): PolicyOrder {
  return policyOf(order, order.spec.name ?? '')
}

function policyOf({ spec, keys }: Pick<CreateOrder, 'spec' | 'keys'>, title: string): PolicyOrder {
  const { source, target } = spec
  const { accessKey, secretKey } = sourceKeysOf(source.cloud, keys.source ?? {})
  const [prefix = ''] = source.names ?? []
  return {
    title,
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
