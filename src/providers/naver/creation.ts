import { maxTokenLength, type Spec, type SpecField } from '../../migrations/spec.ts'
import type { StorageSecret } from '../../migrations/storage-secret.ts'
import { checkOrder, noKind } from '../check-order.ts'
import type { CreateOrder, Creation, SpecKeys } from '../provider.ts'
import { type Findings, type Offer, plainOffer, specProblems } from '../spec-problems.ts'
import { policyOrderOf, tokenPartLength } from './orders.ts'
import { policyOrder, sourceClouds, titleBytes } from './requests.ts'
import { sourceKeysOf } from './route.ts'

/**
 * What a policy can be made of (CreateMigrationJob). Its destination is in the region of the account, which NAVER opens
 * by itself.
 */
const offer: Offer = {
  ...plainOffer,
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
  sourceClouds,
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

function rules(spec: Spec, keys: SpecKeys): Findings {
  const { name, source } = spec
  const findings: Findings = {
    name: name && titleProblem(name),
    'source.names': (source.names ?? []).length > 1 ? 'A policy takes one prefix. Make a policy for each.' : undefined,
    'source.key': source.key && keyProblem(source.cloud, keys.source),
  }
  const order = policyOrderOf({ spec, keys, token: 'x'.repeat(maxTokenLength) })
  for (const { path, message } of policyOrder.safeParse(order).error?.issues ?? []) {
    findings[fieldAt[path.join('.')] ?? 'name'] ??= message
  }
  return findings
}

const fieldAt: Readonly<Record<string, SpecField | undefined>> = {
  title: 'name',
  'source.sourceCspType': 'source.cloud',
  'source.regionName': 'source.region',
  'source.bucketName': 'source.bucket',
  'source.prefix': 'source.names',
  'source.accessKey': 'source.key',
  'source.secretKey': 'source.key',
  'target.bucketName': 'target.bucket',
  'target.prefix': 'target.prefix',
}

/** The name becomes the title, which is the id, together with the token that makes it unique. */
function titleProblem(name: string): string | undefined {
  const room = titleBytes - tokenPartLength
  const bytes = Buffer.byteLength(name)
  if (bytes <= room) return undefined
  return `At most ${room} bytes fit here, and these are ${bytes}: Ferry adds a mark that makes it unique.`
}

function keyProblem(cloud: string | undefined, key: StorageSecret | undefined): string | undefined {
  if (key === undefined) return 'There is no storage key of this name.'
  // A policy runs for days, and its body has no field for a session token.
  if (key.sessionToken) return 'NAVER takes no temporary keys. Choose a lasting one.'
  const { accessKey, secretKey } = sourceKeysOf(cloud, key)
  if (accessKey && secretKey) return undefined
  return cloud === 'Azure'
    ? 'A policy opens Azure with a connection string, or with the account’s name and key as a key pair.'
    : 'A policy opens its source with a key pair.'
}
