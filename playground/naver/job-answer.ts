import { measureTransfer } from '../cloud/transfer.ts'
import type { Job } from './job.ts'

/** A job as NAVER documents it, with every field. No field gives the reason of an ERROR. */
export type JobAnswer = ReturnType<typeof answerJob>

export function answerJob(job: Job, now: number) {
  const { source, target } = job
  const figures = measureTransfer(job.transfer, now)
  const notMigrated = notMigratedOf(job, figures)
  return {
    title: job.title,
    sourceBucketName: source.bucketName,
    sourceRegionName: source.regionName,
    sourceCspType: source.cspType,
    sourceEndpoint: source.endpoint,
    sourcePrefix: source.prefix,
    targetBucketName: target.bucketName,
    targetRegionName: target.regionName,
    targetEndpoint: target.endpoint,
    targetPrefix: target.prefix,
    jobState: job.state,
    createTime: stamp(job.createdAt),
    updateTime: stamp(job.updatedAt),
    estimatedDone: figures.isScanned,
    estimatedSize: figures.knownBytes,
    migratedSize: figures.bytesDone - notMigrated.bytes,
    skippedSize: notMigrated.bytes,
    estimatedObjectNum: figures.knownObjects,
    migratedObjectNum: Math.max(0, figures.objectsDone - notMigrated.objects),
    skippedObjectNum: notMigrated.objects,
  }
}

/** Objects that NAVER calls skipped: those that it did not migrate, and all that came while the bucket was locked. */
function notMigratedOf({ locks }: Job, figures: ReturnType<typeof measureTransfer>) {
  const { bytesDone, objectsDone, skippedBytes, skippedObjects } = figures
  const locked = locks.map(({ from, to = { bytes: bytesDone, objects: objectsDone } }) => ({
    bytes: to.bytes - from.bytes,
    objects: to.objects - from.objects,
  }))
  return {
    bytes: Math.min(bytesDone, skippedBytes + locked.reduce((sum, { bytes }) => sum + bytes, 0)),
    objects: Math.min(objectsDone, skippedObjects + locked.reduce((sum, { objects }) => sum + objects, 0)),
  }
}

/** A time with milliseconds, and with `+00:00` instead of `Z`. */
export function stamp(at: number): string {
  return new Date(at).toISOString().replace('Z', '+00:00')
}
