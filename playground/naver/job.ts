import type { Transfer } from '../cloud/transfer.ts'
import type { PolicyRequest } from './policy-request.ts'

export const jobStates = ['INITIALIZED', 'STARTED', 'PAUSED', 'DELETED', 'DONE', 'ERROR'] as const
export type JobState = (typeof jobStates)[number]

/** A migration policy and its one run. Its title is its only identifier. */
export type Job = JobSettings & {
  state: JobState
  createdAt: number
  updatedAt: number
  transfer: Transfer
}

/** What was asked for, without its secrets. */
export type JobSettings = {
  title: string
  source: { cspType: 'AWS' | 'Azure'; regionName: string; bucketName: string; prefix: string; endpoint: string }
  target: { bucketName: string; prefix: string; regionName: string; endpoint: string }
  /** The keys open the source, and both buckets exist. */
  isPossible: boolean
}

/** Forgets the keys. Endpoints are NAVER's to derive: a request has none. */
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

/** Azure's form is assumed: only one of AWS is shown. */
function sourceEndpoint({ sourceCspType, regionName, accessKey }: PolicyRequest['source']): string {
  return sourceCspType === 'AWS'
    ? `https://s3.${regionName}.amazonaws.com`
    : `https://${accessKey}.blob.core.windows.net`
}

/** Japan is at another domain than the rest. */
function targetEndpoint(regionName: string): string {
  const domain = regionName === 'JP' ? 'ncpstorage.com' : 'ncloudstorage.com'
  return `https://${regionName.toLowerCase()}.object.${domain}`
}
