import type { FailedObjects, Failure, Limit, Place, StartNeed } from '../../../migrations/migration.ts'
import { reported } from '../../reported.ts'
import { needsCdnKey } from '../cdn.ts'
import type { WireBandwidth, WireCdn, WireFailedObjects, WireReason, WireTarget } from '../wire/parts.ts'

/* What tasks, groups and synchronization tasks are translated with alike. */

/** Through which account something was read, and when (epoch milliseconds). */
export type Reading = { account: string; readAt: number }

export function targetOf(node: WireTarget): Place {
  const scope = node?.save_prefix === undefined ? undefined : `prefix ${node.save_prefix}`
  return reported({ cloud: 'HuaweiCloud', region: node?.region, bucket: node?.bucket, scope })
}

export function failureOf(reason: WireReason): Failure | undefined {
  const failure = reported({ code: reason?.error_code, message: reason?.error_msg })
  return Object.keys(failure).length === 0 ? undefined : failure
}

/** OMS sends the record with every field null when there is nothing in it. */
export function failedObjectsOf(
  record: WireFailedObjects,
  isRecording: boolean | undefined,
): FailedObjects | undefined {
  const { result, list_file_key: listKey, error_code: errorCode } = record ?? {}
  if (result === undefined && listKey === undefined && errorCode === undefined) return undefined
  return reported({ canRetry: result === true && isRecording !== false, listKey, errorCode })
}

/** A bandwidth of 0 occurs in answers and limits nothing. */
export function limitsOf(rules: WireBandwidth): Limit[] | undefined {
  return rules?.flatMap((rule) => {
    if (!rule?.start || !rule.end || !rule.max_bandwidth) return []
    return [{ start: rule.start, end: rule.end, bytesPerSecond: rule.max_bandwidth }]
  })
}

/** The other way round, as OMS wants to be told. */
export function policyOf(limits: readonly Limit[]) {
  return limits.map(({ start, end, bytesPerSecond }) => ({ start, end, max_bandwidth: bytesPerSecond }))
}

/** OMS forgets keys at each pause (5.2.5). A list of URLs has no source account, so no source key. */
export function needsOnStart(taskType: string | undefined, cdn: WireCdn): StartNeed[] {
  const needs: StartNeed[] = taskType?.toLowerCase() === 'url_list' ? ['target-key'] : ['source-key', 'target-key']
  return needsCdnKey(cdn?.authentication_type ?? 'NONE') ? [...needs, 'cdn-key'] : needs
}
