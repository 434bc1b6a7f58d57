import { limitsProblem } from '../../../migrations/limit-rules.ts'
import type { Limit } from '../../../migrations/migration.ts'
import type { Spec } from '../../../migrations/spec.ts'
import { type Findings, lengthProblem } from '../../spec-problems.ts'
import { limitRules } from '../limit-rules.ts'
import { longestPlace, notificationLanguages } from '../requests/nodes.ts'

/** What OMS asks of the way in which things are copied (5.2.3, 5.3.3, 5.4.2). Pure. */
export function optionRules({ source, target, options }: Spec): Findings {
  const { overwrite, check, since, limits, notification } = options
  const lacksChecksums = !clouds64.includes(source.cloud ?? '')
  return {
    'options.overwrite': overwrite === 'if checksum differs' && lacksChecksums ? noChecksums : undefined,
    'options.check': checkProblem(check, { lacksChecksums, isUrlList: source.selection === 'url list' }),
    'options.since': since === undefined || isInstant(since) ? undefined : 'That is no time.',
    'options.limits': limits && ruleProblem(limits),
    'options.notification': notification && notificationProblem(notification, target.region),
  }
}

/** Whose objects have CRC64 checksums. */
const clouds64: readonly string[] = ['HuaweiCloud', 'Aliyun', 'Tencent']
const noChecksums = 'Checksums can be compared only from HuaweiCloud, Aliyun and Tencent.'

function checkProblem(
  check: Spec['options']['check'],
  { lacksChecksums, isUrlList }: { lacksChecksums: boolean; isUrlList: boolean },
): string | undefined {
  if (check === 'checksum' && lacksChecksums) return noChecksums
  return check === 'none' && !isUrlList ? 'Only what comes from a list of URLs may go unchecked.' : undefined
}

function isInstant(ms: number): boolean {
  return ms >= 0 && !Number.isNaN(new Date(ms).getTime())
}

function ruleProblem(limits: readonly Limit[]): string | undefined {
  if (limits.some(({ start, end }) => !isMinute(start) || !isMinute(end))) return 'A time looks like 08:30.'
  if (!limits.every(({ bytesPerSecond }) => Number.isInteger(bytesPerSecond))) return 'A speed is whole bytes a second.'
  return limitsProblem(limits, limitRules)
}

function isMinute(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
}

type Notification = NonNullable<Spec['options']['notification']>

/** A topic of another region can't be reached (OMS.0156 to OMS.0161). */
function notificationProblem({ topic, on, language, template }: Notification, region?: string): string | undefined {
  const topicRegion = /^urn:smn:([^:]+):[^:]+:[^:]+$/.exec(topic)?.[1]
  if (topic === '') return 'Name the topic, or leave its template empty too.'
  if (topicRegion === undefined) return 'A topic looks like urn:smn:cn-north-4:<project>:<name>.'
  if (topic.length > longestPlace) return lengthProblem(topic, longestPlace)
  if (region && topicRegion !== region) return `The topic has to be in ${region}, where the migration runs.`
  if (on.length === 0 || new Set(on).size !== on.length) return 'Say once each what it tells: success, failure or both.'
  if (language !== undefined && !languages.includes(language)) return `The language is ${languages.join(' or ')}.`
  return template === '' ? 'Name the template, or leave it out.' : undefined
}

const languages = notificationLanguages.map(({ value }) => value)
