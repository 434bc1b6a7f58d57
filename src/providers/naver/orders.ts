import { maxTokenLength } from '../../migrations/spec.ts'
import type { CreateOrder } from '../provider.ts'
import type { PolicyOrder } from './requests.ts'
import { sourceKeysOf } from './source-keys.ts'

/** Translates a spec without problems into NAVER's order to create a policy (CreateMigrationJob). Pure. */
export function policyOrderOf(order: CreateOrder): PolicyOrder {
  return policyOf(order, titleOf(order))
}

/**
 * Translates a spec into NAVER's order to change a policy (UpdateMigrationJob). The title is the one that people gave
 * it. Pure.
 */
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

/** The title of a policy, which is its id. The token at its end makes it unique, and Ferry finds the policy by it. */
export function titleOf({ spec, token }: Pick<CreateOrder, 'spec' | 'token'>): string {
  return `${spec.name}${tokenMark}${token}`
}

const tokenMark = '-ferry-'
/** The most that a title adds to a name, in bytes as in characters. */
export const tokenPartLength = tokenMark.length + maxTokenLength
