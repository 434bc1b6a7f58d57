import type { Spec } from '../../migrations/spec.ts'
import type { StorageSecret } from '../../migrations/storage-secret.ts'
import { checkOrder, noKind } from '../check-order.ts'
import type { CreateOrder, Creation, SpecKeys } from '../provider.ts'
import { type Findings, lengthProblem, type Offer, plainOffer, specProblems } from '../spec-problems.ts'
import { markedLengthProblem, nameMarkLength } from '../token.ts'
import { bucketName, endpoint, longestKey, longestName, longestPrefix } from './requests.ts'

/** What a job can be made of (Create job). Its destination is a bucket of the service that the account names. */
const offer: Offer = {
  ...plainOffer,
  fields: [
    'name',
    'source.endpoint',
    'source.region',
    'source.bucket',
    'source.key',
    'target.bucket',
    'source.selection',
    'source.names',
    'target.prefix',
  ],
  required: ['name', 'source.endpoint', 'source.region', 'source.bucket', 'source.key', 'target.bucket'],
  sourceClouds: [],
}

export const creation: Creation = {
  ...offer,
  problemsIn: (spec, keys) => specProblems(spec, offer, [rules(spec, keys)]),
}

/** Throws AppError form_invalid for an order that can't be given. */
export function checkUpCloudOrder(order: CreateOrder): void {
  if (order.spec.kind !== 'job') throw noKind(order)
  checkOrder(order, creation)
}

function rules({ name, source, target }: Spec, keys: SpecKeys): Findings {
  const isHost = !source.endpoint || endpoint.safeParse(source.endpoint).success
  const isBucket = !target.bucket || bucketName.safeParse(target.bucket).success
  return {
    name: markedLengthProblem(name, longestName, nameMarkLength),
    'source.endpoint': isHost ? undefined : 'It looks like s3.amazonaws.com.',
    'source.region': lengthProblem(source.region, longestName),
    'source.bucket': lengthProblem(source.bucket, longestName),
    'source.names': prefixProblem(source.names),
    'source.key': source.key && keyProblem(keys.source),
    'target.bucket': isBucket ? undefined : 'A bucket name has letters, digits, dots, hyphens and underscores only.',
    'target.prefix': lengthProblem(target.prefix, longestPrefix),
  }
}

function prefixProblem([prefix, ...others]: readonly string[] = []): string | undefined {
  if (others.length > 0) return 'A job takes one prefix. Make a job for each.'
  return lengthProblem(prefix, longestPrefix)
}

function keyProblem(key: StorageSecret | undefined): string | undefined {
  if (key === undefined) return 'There is no storage key of this name.'
  if (!key.accessKey || !key.secretKey) return 'A job opens its source with a key pair.'
  if (key.sessionToken) return 'A job takes no temporary key.'
  return (
    (lengthProblem(key.accessKey, longestKey) ?? lengthProblem(key.secretKey, longestKey)) &&
    'This key is too long to be one.'
  )
}
