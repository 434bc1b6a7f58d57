import { defined } from '../../../defined.ts'
import type { FailedObjects, Failure, Mishap, StartNeed } from '../../../migrations/migration.ts'
import type { Source, Target } from '../../../migrations/spec/source-and-target.ts'
import { needsCdnKey } from '../cdn.ts'
import { bucketClouds } from '../requests/rules.ts'
import type { WireCdn, WireFailedObjects, WireNotification, WireReason, WireTarget } from '../wire/parts.ts'

/* Translations that tasks, groups and synchronization tasks have in common. */

/** The account through which something was read, and when (epoch milliseconds). */
export type Reading = { account: string; readAt: number }

/** A cloud as requests spell it, however an answer spells it. Groups, for example, answer HUAWEICLOUD. */
export function cloudOf(name: string | undefined): string | undefined {
  return clouds.find((cloud) => cloud.toUpperCase() === name?.toUpperCase()) ?? name
}

const clouds = [...bucketClouds, 'Google', 'HEC', 'URLSource']

/** The target of a migration. Only the newer API reports `system`. */
export function targetOf(node: WireTarget, system?: string): Target {
  const { region, bucket, save_prefix: prefix } = node ?? {}
  const isFileSystem = system === undefined ? undefined : system.toUpperCase() === 'PFS'
  return defined({ cloud: 'HuaweiCloud', region, bucket, prefix, isFileSystem })
}

/** The content delivery network through which a source is read. */
export function cdnOf(cdn: WireCdn): Source['cdn'] {
  const { domain, protocol = 'https', authentication_type: authentication = 'NONE' } = cdn ?? {}
  if (domain === undefined) return undefined
  return { domain, protocol: protocol.toLowerCase() === 'http' ? 'http' : 'https', authentication }
}

export function failureOf(reason: WireReason): Failure | undefined {
  const failure = defined({ code: reason?.error_code, message: reason?.error_msg })
  return Object.keys(failure).length === 0 ? undefined : failure
}

/**
 * Reads a migration's record of failed objects. OMS sends the record with every field null if there is nothing
 * in it. Repeating only the listed objects would forget those that did not fit into a task's list.
 */
export function failedObjectsOf(
  record: WireFailedObjects,
  { isRecording, failedCount = 0 }: { isRecording: boolean | undefined; failedCount?: number | undefined },
): FailedObjects | undefined {
  const { result, list_file_key: listKey, error_code: errorCode } = record ?? {}
  if (result === undefined && listKey === undefined && errorCode === undefined) return undefined
  const canRetry = result === true && isRecording !== false && failedCount <= mostListed
  return defined({ canRetry, listKey, errorCode })
}

/** The most objects in a task's list, by Huawei's questions and answers. */
const mostListed = 100_000

/**
 * Problems beside the copying. Undefined if there are none. OMS notifies at the end; its documents do not say what the
 * fields hold before that.
 */
export function mishapsOf(told: Told, notification: WireNotification): Mishap[] | undefined {
  const mishaps = [
    notificationMishap(notification),
    recordMishap('record of copied objects', told.success_record_error_reason),
    recordMishap('record of skipped objects', told.skip_record_error_reason),
  ].filter((mishap) => mishap !== undefined)
  return mishaps.length === 0 ? undefined : mishaps
}

type Told = {
  success_record_error_reason?: string | undefined
  skip_record_error_reason?: string | undefined
}

/**
 * The problem of a notification that was not sent. The message should hold codes; the document's example has some even
 * for a success. OMS names the topic only if sending failed.
 */
function notificationMishap(notification: WireNotification): Mishap | undefined {
  if (notification?.notify_result !== false) return undefined
  const message = notification.notify_error_message
  const [code] = /\b(?:OMS|S3M)\.\d{4}\b/.exec(message ?? '') ?? []
  const { topic_name: topic } = notification
  return defined({ what: 'notification', code, message: code === message ? undefined : message, topic })
}

function recordMishap(what: Mishap['what'], code: string | undefined): Mishap | undefined {
  return code === undefined ? undefined : { what, code }
}

/**
 * Keys that a start needs, because OMS forgets keys at each pause (5.2.5). A list of URLs has no source account, so it
 * needs no source key.
 */
export function needsOnStart(taskType: string | undefined, cdn: WireCdn): readonly StartNeed[] {
  const needs = taskType?.toLowerCase() === 'url_list' ? targetKey : bothKeys
  return needsCdnKey(cdn?.authentication_type ?? 'NONE') ? [...needs, 'cdn-key'] : needs
}

const targetKey: readonly StartNeed[] = ['target-key']
const bothKeys: readonly StartNeed[] = ['source-key', 'target-key']
