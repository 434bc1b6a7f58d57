import type { StorageSecret } from '../../migrations/storage-secret.ts'
import type { EditOrder, MigrationRoute, RouteField, RouteProblems, RouteRules } from '../provider.ts'
import { type PolicyOrder, policyOrder, sourceClouds } from './requests.ts'
import type { WirePolicy } from './wire.ts'

/** What UpdateMigrationJob takes. */
export const routeRules: RouteRules = { sourceClouds, findProblems }

/** What is not reported is empty: of a prefix, the whole bucket. */
export function toRoute(policy: WirePolicy): MigrationRoute {
  return {
    name: policy.title,
    source: {
      cloud: policy.sourceCspType ?? '',
      region: policy.sourceRegionName ?? '',
      bucket: policy.sourceBucketName ?? '',
      prefix: policy.sourcePrefix ?? '',
    },
    target: { bucket: policy.targetBucketName ?? '', prefix: policy.targetPrefix ?? '' },
  }
}

/** The same in NAVER's words; nothing is checked yet. */
export function toOrder({ route, secret }: Pick<EditOrder, 'route' | 'secret'>) {
  const { name, source, target } = route
  const { accessKey, secretKey } = sourceKeysOf(source.cloud, secret)
  return {
    title: name,
    source: {
      sourceCspType: source.cloud,
      regionName: source.region,
      bucketName: source.bucket,
      prefix: source.prefix,
      accessKey,
      secretKey,
    },
    target: { bucketName: target.bucket, prefix: target.prefix },
  }
}

/** Of Azure NAVER wants the account's name and key, which a connection string holds. What is missing is empty. */
export function sourceKeysOf(cloud: string | undefined, secret: StorageSecret) {
  const { accessKey = '', secretKey = '', connectionString } = secret
  if (cloud !== 'Azure' || connectionString === undefined) return { accessKey, secretKey }
  return keysIn(connectionString)
}

function keysIn(connectionString: string): { accessKey: string; secretKey: string } {
  const parts = connectionString.split(';').map((part) => /^\s*(\w+)=(.*)$/.exec(part))
  const values = new Map(parts.map((match) => [match?.[1]?.toLowerCase(), match?.[2]?.trim()]))
  return { accessKey: values.get('accountname') ?? '', secretKey: values.get('accountkey') ?? '' }
}

function findProblems(order: Pick<EditOrder, 'route' | 'secret'>): RouteProblems {
  const problems: Partial<Record<RouteField, string>> = {}
  for (const { path, message } of policyOrder.safeParse(toOrder(order)).error?.issues ?? []) {
    const field = fieldAt[path.join('.')] ?? 'name'
    problems[field] ??= message
  }
  // A policy runs for days, and its body has no field for a session token.
  if (order.secret.sessionToken !== undefined) problems.key = 'NAVER takes no temporary keys. Choose a lasting one.'
  return problems
}

const fieldAt: Readonly<Record<string, RouteField | undefined>> = {
  title: 'name',
  'source.sourceCspType': 'sourceCloud',
  'source.regionName': 'sourceRegion',
  'source.bucketName': 'sourceBucket',
  'source.prefix': 'sourcePrefix',
  'source.accessKey': 'key',
  'source.secretKey': 'key',
  'target.bucketName': 'targetBucket',
  'target.prefix': 'targetPrefix',
} satisfies Record<PathIn<PolicyOrder>, RouteField>

/** `source.bucketName` of every field of a request. */
type PathIn<Body> = {
  [Name in keyof Body & string]-?: Body[Name] extends string ? Name : `${Name}.${keyof Body[Name] & string}`
}[keyof Body & string]
