import type { Copying } from '../../../migrations/copying.ts'
import type { DraftAnswers } from '../../../migrations/draft.ts'
import { formatLimits } from '../../../migrations/limit-text.ts'
import type { Spec, SpecOptions, SpecSource } from '../../../migrations/spec.ts'

/** The answers that a spec was read from: `readSpec` makes the same spec of them. */
export function answersOf({ account, kind, name, description, source, target, options }: Spec): DraftAnswers {
  const answers = {
    account,
    kind,
    name,
    description,
    ...sourceAnswers(source),
    'target.bucket': target.bucket,
    'target.region': target.region,
    'target.prefix': target.prefix,
    'target.key': target.key,
    ...optionAnswers(options),
  }
  return Object.fromEntries(Object.entries(answers).flatMap(([question, value]) => (value ? [[question, value]] : [])))
}

function sourceAnswers({ names, listFile, cdn, ...source }: SpecSource) {
  return {
    'source.cloud': source.cloud,
    'source.endpoint': source.endpoint,
    'source.region': source.region,
    'source.bucket': source.bucket,
    'source.appId': source.appId,
    'source.key': source.key,
    'source.selection': source.selection,
    'source.names': names?.join('\n'),
    'source.listFile.bucket': listFile?.bucket,
    'source.listFile.key': listFile?.key,
    'source.cdn.domain': cdn && `${cdn.protocol}://${cdn.domain}`,
    'source.cdn.authentication': cdn?.authentication,
  }
}

function optionAnswers({ limits, since, notification, ...options }: SpecOptions) {
  return {
    ...copyingAnswers(options),
    'options.priority': options.priority,
    'options.since': since === undefined ? undefined : momentOf(since),
    'options.limits': limits && formatLimits(limits, '\n'),
    'options.notification.topic': notification?.topic,
    'options.notification.on': notification && tellings(notification.on),
    'options.notification.language': notification?.language,
    'options.notification.template': notification?.template,
  }
}

/** Keyed by the fields of a spec. */
export function copyingAnswers(copying: Copying): Readonly<Record<string, string | undefined>> {
  return {
    'options.overwrite': copying.overwrite,
    'options.storageClass': copying.storageClass,
    'options.check': copying.check,
    'options.copiesMetadata': yesOrNo(copying.copiesMetadata),
    'options.restoresArchived': yesOrNo(copying.restoresArchived),
    'options.encrypts': yesOrNo(copying.encrypts),
    'options.requesterPays': yesOrNo(copying.requesterPays),
    'options.recordsFailures': yesOrNo(copying.recordsFailures),
  }
}

function yesOrNo(flag: boolean | undefined): string | undefined {
  return flag === undefined ? undefined : flag ? 'yes' : 'no'
}

/** As `readSpec` reads it, to the second; none that a calendar has is none at all. */
export function momentOf(moment: number): string | undefined {
  if (moment < 0 || moment > lastMoment) return undefined
  const [day, time = ''] = new Date(moment).toISOString().slice(0, 19).split('T')
  return time === '00:00:00' ? day : `${day} ${time.replace(/:00$/, '')}`
}

/** Of the years with four digits. */
const lastMoment = Date.UTC(9999, 11, 31, 23, 59, 59)

function tellings(on: readonly ('success' | 'failure')[]): string {
  const [only, ...others] = on
  return only === undefined || others.length > 0 ? 'both' : only
}
