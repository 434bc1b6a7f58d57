import type { Migration } from '../../migrations/migration.ts'
import type { PreflightCheck } from '../../migrations/spec.ts'
import { type Look, runPreflight, sameMigrationLook, unknown } from '../preflight.ts'
import type { CallOptions, CreateOrder } from '../provider.ts'
import { checkNaverOrder } from './creation.ts'
import { policyOrderOf } from './orders.ts'
import { toMigration } from './translate.ts'
import { wirePolicy } from './wire.ts'

/** What this takes of a connection. */
export type Looker = { account: string; check(): Promise<void>; readAll(): Promise<readonly Migration[]> }

export async function preflight(
  looker: Looker,
  order: CreateOrder,
  { signal }: CallOptions,
): Promise<PreflightCheck[]> {
  checkNaverOrder(order)
  return runPreflight({
    prove: looker.check,
    looks: [sameMigrationLook(() => routeOf(looker.account, order), looker.readAll), bucketsLook(order)],
    signal,
  })
}

/** As NAVER would show it. */
function routeOf(account: string, order: CreateOrder): Migration {
  const { title, source, target } = policyOrderOf(order)
  const shown = {
    title,
    sourceCspType: source.sourceCspType,
    sourceBucketName: source.bucketName,
    sourcePrefix: source.prefix,
    targetBucketName: target.bucketName,
    targetPrefix: target.prefix,
  }
  return toMigration(wirePolicy.parse(shown), { account, readAt: 0 })
}

/** Its API opens no bucket before a policy starts. */
function bucketsLook({ spec: { source, target } }: CreateOrder): Look {
  const what = (bucket: string | undefined) => `NAVER opens ${bucket} only when the policy starts.`
  const checks = [
    unknown('source bucket', what(source.bucket), 'Check its name, its region and its key by hand.'),
    unknown('target bucket', what(target.bucket), 'Check in NAVER’s console that it is there.'),
  ]
  return { names: [], look: async () => ({ checks }) }
}
