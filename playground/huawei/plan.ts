import { scanMsOf } from '../cloud/pace.ts'
import type { Random } from '../cloud/random.ts'
import { findBucket } from './storage-access.ts'
import type { Plan, TaskRequest } from './task.ts'
import type { HuaweiAccount } from './world.ts'

/** The contents of the source bucket if the account lists it, otherwise between 5 and 60 GB. */
export function planFor(account: HuaweiAccount, { src_node: source }: TaskRequest, random: Random): Plan {
  const bucket = findBucket(account, source.cloud_type, source.bucket)
  const bytes = bucket?.bytes ?? Math.round(5e9 + random() * 55e9)
  const objects = bucket?.objects ?? Math.ceil(bytes / 4e6)
  const bytesPerSecond = Math.round(30e6 + random() * 25e6)
  const scanMs = scanMsOf({ bytes, objects, bytesPerSecond })
  return { bytes, objects, bytesPerSecond, scanMs, skippedObjects: 0, failedObjects: 0, phase: random() * 2 * Math.PI }
}
