import { createRequestSchema } from '../create-request.ts'
import type { ProjectCall } from '../gateway.ts'
import { Refusal } from '../refusals.ts'
import { findDoom } from '../storage-access.ts'
import { type TaskRequest, withoutSecrets } from '../task.ts'
import type { HuaweiAccount } from '../world.ts'
import type { SyncRequest } from './request.ts'

/**
 * Refuses operations outside the two regions. The reference says "only available in", which the simulator takes as not
 * published elsewhere.
 */
export function requireSyncRegion({ project, world }: ProjectCall): void {
  const { syncRegions } = world.behaviour
  if (syncRegions !== 'all' && !syncRegions.includes(project.account.region)) throw new Refusal('APIGW.0101')
}

/** Refuses the calls that the reference limits to no region, if other regions have none. */
export function requireSyncs(call: ProjectCall): void {
  if (call.world.behaviour.syncsElsewhere === 'none') requireSyncRegion(call)
}

type Keys = { src_ak: string; src_sk: string; dst_ak: string; dst_sk: string }

/** Whether the keys or buckets are wrong, so that nothing will be copied. OMS accepts them anyway. */
export function isShut(account: HuaweiAccount, request: SyncRequest, keys: Keys): boolean {
  const source = { ak: keys.src_ak, sk: keys.src_sk }
  const destination = { ak: keys.dst_ak, sk: keys.dst_sk }
  return findDoom(account, taskRequestOf(request, []), { source, destination }) !== undefined
}

/** The request of a migration task that a synchronization task creates for an event. */
export function taskRequestOf(request: SyncRequest, objectKeys: readonly string[]): TaskRequest {
  const { src_region, src_bucket, src_cloud_type, dst_region, dst_bucket, app_id, ...settings } = request
  const { consistency_check: check, dst_storage_policy: policy, source_cdn, ...flags } = settings
  const creation = createRequestSchema.parse({
    ...flags,
    consistency_check: check === 'transmission' ? 'no_check' : check,
    ...(policy && { dst_storage_policy: policy }),
    ...(source_cdn && { source_cdn }),
    src_node: { cloud_type: src_cloud_type, region: src_region, bucket: src_bucket, object_key: objectKeys, app_id },
    dst_node: { region: dst_region, bucket: dst_bucket, ak: 'forgotten', sk: 'forgotten' },
  })
  return withoutSecrets(creation)
}
