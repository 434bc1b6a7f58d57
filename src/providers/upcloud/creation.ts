import { onePrefix, type Takes } from '../../migrations/fields/index.ts'
import { maxTokenLength, type Spec, type SpecField } from '../../migrations/spec.ts'
import type { StorageSecret } from '../../migrations/storage-secret.ts'
import { checkOrder, noKind } from '../check-order.ts'
import type { CreateOrder, Creation, SpecKeys } from '../provider.ts'
import { type Findings, orderProblems, specProblems } from '../spec-problems.ts'
import { markedLengthProblem, nameMarkLength } from '../token.ts'
import { jobOrderOf } from './orders.ts'
import { jobOrder, longestName } from './requests.ts'

/**
 * What a job takes when it is created (Create job). Its destination is a bucket of the service that the account names.
 */
const takes: Takes = {
  name: { isRequired: true },
  'source.endpoint': { isRequired: true },
  'source.region': { isRequired: true },
  'source.bucket': { isRequired: true },
  'source.key': { isRequired: true },
  'target.bucket': { isRequired: true },
  ...onePrefix,
  'target.prefix': {},
}

export const creation: Creation = {
  takes,
  tokenIn: 'name',
  problemsIn(spec, keys) {
    const order = jobOrderOf({ spec, keys, token: 'x'.repeat(maxTokenLength) })
    return specProblems(spec, takes, [rules(spec, keys), orderProblems(order, jobOrder, fieldAt)])
  },
}

/** Throws AppError form_invalid for an order that UpCloud cannot carry out. */
export function checkUpCloudOrder(order: CreateOrder): void {
  if (order.spec.kind !== 'job') throw noKind(order)
  checkOrder(order, creation)
}

function rules({ name, source }: Spec, keys: SpecKeys): Findings {
  return {
    name: markedLengthProblem(name, longestName, nameMarkLength),
    'source.key': source.key && keyProblem(keys.source),
  }
}

const fieldAt: Readonly<Record<string, SpecField>> = {
  name: 'name',
  'source.endpoint': 'source.endpoint',
  'source.region': 'source.region',
  'source.bucket': 'source.bucket',
  'source.prefix': 'source.names',
  source: 'source.key',
  'target.bucket': 'target.bucket',
  'target.prefix': 'target.prefix',
}

function keyProblem(key: StorageSecret | undefined): string | undefined {
  if (key === undefined) return 'There is no storage key of this name.'
  if (!key.accessKey || !key.secretKey) return 'A job opens its source with a key pair.'
  return key.sessionToken ? 'A job takes no temporary key.' : undefined
}
