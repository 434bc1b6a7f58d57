import type { Spec } from '../../migrations/spec.ts'
import type { StorageSecret } from '../../migrations/storage-secret.ts'
import { checkOrder, noKind } from '../check-order.ts'
import type { CreateOrder, Creation, SpecKeys } from '../provider.ts'
import { type Findings, lengthProblem, type Offer, specProblems } from '../spec-problems.ts'
import { tokenPartLength } from './orders.ts'
import { newTitle, titleBytes } from './requests.ts'

/**
 * What a policy can be made of (CreateMigrationJob). Its destination is in the region of the account, which NAVER opens
 * by itself.
 */
const offer: Offer = {
  fields: [
    'name',
    'source.cloud',
    'source.region',
    'source.bucket',
    'source.key',
    'target.bucket',
    'source.selection',
    'source.names',
    'target.prefix',
  ],
  required: ['name', 'source.cloud', 'source.region', 'source.bucket', 'source.key', 'target.bucket'],
  sourceClouds: ['AWS', 'Azure'],
  selections: ['everything', 'prefixes'],
  overwrites: [],
  checks: [],
  storageClasses: [],
  tokenIn: 'name',
}

export const creation: Creation = {
  ...offer,
  problemsIn: (spec, keys) => specProblems(spec, offer, [rules(spec, keys)]),
}

/** Throws AppError form_invalid for an order that can't be given. */
export function checkNaverOrder(order: CreateOrder): void {
  if (order.spec.kind !== 'policy') throw noKind(order)
  checkOrder(order, creation)
}

function rules({ name, source, target }: Spec, keys: SpecKeys): Findings {
  return {
    name: name && titleProblem(name),
    'source.region': lengthProblem(source.region, 255),
    'source.bucket': lengthProblem(source.bucket, 255),
    'source.names': prefixProblem(source.names),
    'source.key': source.key && keyProblem(source.cloud, keys.source),
    'target.bucket': lengthProblem(target.bucket, 255),
    'target.prefix': lengthProblem(target.prefix, longestPrefix),
  }
}

const longestPrefix = 1024

/** The name becomes the title, which is the id, together with the token that makes it unique. */
function titleProblem(name: string): string | undefined {
  const room = titleBytes - tokenPartLength
  const bytes = Buffer.byteLength(name)
  if (bytes > room)
    return `At most ${room} bytes fit here, and these are ${bytes}: Ferry adds a mark that makes it unique.`
  return newTitle.safeParse(name).success
    ? undefined
    : 'It becomes the title: letters, digits, dots, hyphens and underscores only.'
}

function prefixProblem([prefix, ...others]: readonly string[] = []): string | undefined {
  if (others.length > 0) return 'A policy takes one prefix. Make a policy for each.'
  return lengthProblem(prefix, longestPrefix)
}

/** Of Azure it is the name of the storage account and one of its access keys. */
function keyProblem(cloud: string | undefined, key: StorageSecret | undefined): string | undefined {
  if (key === undefined) return 'There is no storage key of this name.'
  const isPair = Boolean(key.accessKey && key.secretKey)
  if (!isPair && cloud === 'Azure')
    return 'A policy opens Azure with the account’s name and its access key, as a key pair.'
  if (!isPair) return 'A policy opens its source with a key pair.'
  if (key.sessionToken) return 'A policy takes no temporary key.'
  return (lengthProblem(key.accessKey, 1024) ?? lengthProblem(key.secretKey, 1024)) && 'This key is too long to be one.'
}
