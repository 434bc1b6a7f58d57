import { measureTransfer } from '../cloud/transfer.ts'
import type { Job } from './job.ts'

/** A job as NAVER documents it, with every field. No field gives the reason of an ERROR. */
export type JobAnswer = ReturnType<typeof answerJob>

export function answerJob(job: Job, now: number) {
  const { source, target } = job
  const figures = measureTransfer(job.transfer, now)
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
    migratedSize: figures.bytesDone - figures.skippedBytes,
    skippedSize: figures.skippedBytes,
    estimatedObjectNum: figures.knownObjects,
    migratedObjectNum: Math.max(0, figures.objectsDone - figures.skippedObjects),
    skippedObjectNum: figures.skippedObjects,
  }
}

/** A time with milliseconds, and with `+00:00` instead of `Z`. */
export function stamp(at: number): string {
  return new Date(at).toISOString().replace('Z', '+00:00')
}
