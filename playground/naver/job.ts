import type { Transfer } from '../cloud/transfer.ts'
import type { PolicyRequest } from './policy-request.ts'

export const jobStates = ['INITIALIZED', 'STARTED', 'PAUSED', 'DELETED', 'DONE', 'ERROR'] as const
export type JobState = (typeof jobStates)[number]

/** A migration policy and its only run. The title is its only identifier. */
export type Job = JobSettings & {
  state: JobState
  createdAt: number
  updatedAt: number
  transfer: Transfer
  /** While its target bucket was locked, nothing was migrated: how far the job was at the start and the end of that. */
  locks: Lock[]
}

type Reach = { bytes: number; objects: number }
export type Lock = { from: Reach; to?: Reach }

/** The request without its secrets. */
export type JobSettings = {
  title: string
  source: { cspType: 'AWS' | 'Azure'; regionName: string; bucketName: string; prefix: string; endpoint: string }
  target: { bucketName: string; prefix: string; regionName: string; endpoint: string }
  /** Whether the keys open the source and both buckets exist. */
  isPossible: boolean
}

/** The request without its keys. Endpoints come from NAVER: a request has none. */
export function settingsOf(request: PolicyRequest, regionName: string, isPossible: boolean): JobSettings {
  const { title, source, target } = request
  const { sourceCspType: cspType, regionName: sourceRegion, bucketName, prefix } = source
  return {
    title,
    source: { ...{ cspType, regionName: sourceRegion, bucketName, prefix }, endpoint: sourceEndpoint(source) },
    target: { ...target, regionName, endpoint: targetEndpoint(regionName) },
    isPossible,
  }
}

/** The source endpoint. Azure's format is assumed, because only one of AWS is documented. */
function sourceEndpoint({ sourceCspType, regionName, accessKey }: PolicyRequest['source']): string {
  return sourceCspType === 'AWS'
    ? `https://s3.${regionName}.amazonaws.com`
    : `https://${accessKey}.blob.core.windows.net`
}

/** The target endpoint. Japan has another domain than the other regions. */
function targetEndpoint(regionName: string): string {
  const domain = regionName === 'JP' ? 'ncpstorage.com' : 'ncloudstorage.com'
  return `https://${regionName.toLowerCase()}.object.${domain}`
}
