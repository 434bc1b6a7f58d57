import type { Kind } from '../../../migrations/migration.ts'
import type { Spec } from '../../../migrations/spec.ts'
import type { SpecKeys } from '../../provider.ts'
import { type Findings, lengthProblem, needed } from '../../spec-problems.ts'
import { markedLengthProblem } from '../../token.ts'
import { cdnAuthentications, needsCdnKey } from '../cdn.ts'
import { forbiddenInDescriptions, longestDescription, longestPlace, mostNames } from '../requests/nodes.ts'

/** What OMS asks of a source and a destination, beside what opens them (5.2.3, 5.3.3, 5.4.2). Pure. */
export function placeRules(spec: Spec, keys: SpecKeys): Findings {
  const { source, target, description } = spec
  return {
    description: descriptionProblem(description),
    ...(source.selection === 'url list' ? urlRules(spec) : bucketRules(spec)),
    'source.names': namesProblem(source.names),
    'source.listFile': listFileProblem(spec.kind, source.listFile),
    'source.cdn': source.cdn && cdnProblem(source.cdn, keys),
    'target.region': lengthProblem(target.region, longestRegion),
    'target.bucket': lengthProblem(target.bucket, longestPlace),
    'target.prefix': prefixProblem(spec),
  }
}

const longestRegion = 100
const longestAppId = 255

function descriptionProblem(description: string | undefined): string | undefined {
  const forbidden = description === undefined ? null : forbiddenInDescriptions.exec(description)
  if (forbidden !== null) return `Huawei forbids ${forbidden[0]} here, like each of ^ < > ( ) & " '`
  return markedLengthProblem(description, longestDescription)
}

/** URLs say themselves where each object is. */
function urlRules({ source }: Spec): Findings {
  const spare = (value: string | undefined) => (value ? 'A list of URLs has none. Leave it empty.' : undefined)
  return {
    'source.cloud': spare(source.cloud),
    'source.region': spare(source.region),
    'source.bucket': spare(source.bucket),
    'source.key': spare(source.key),
    'source.appId': spare(source.appId),
    'source.cdn': source.cdn && 'A list of URLs is read from where they say. Leave it empty.',
  }
}

function bucketRules({ source }: Spec): Findings {
  return {
    'source.cloud': source.cloud ? undefined : needed,
    'source.region': source.region ? lengthProblem(source.region, longestRegion) : needed,
    'source.bucket': source.bucket ? lengthProblem(source.bucket, longestPlace) : needed,
    'source.key': source.key ? undefined : needed,
    'source.appId': appIdProblem(source),
  }
}

function appIdProblem({ cloud, appId }: Spec['source']): string | undefined {
  if (cloud === 'Tencent') return appId ? lengthProblem(appId, longestAppId) : 'Tencent needs it.'
  return appId ? 'Only Tencent has one. Leave it empty.' : undefined
}

function namesProblem(names: readonly string[] = []): string | undefined {
  if (names.length > mostNames) {
    return `At most ${mostNames} names are possible, and these are ${names.length}. Use a list file.`
  }
  const tooLong = names.find((name) => name.length > longestPlace)
  return tooLong && `“${tooLong.slice(0, 20)}…” has more than ${longestPlace} characters.`
}

/** TRF.0014, S3M.1044; groups are shown with folders (5.4.2, examples). */
function listFileProblem(kind: Kind, file: Spec['source']['listFile']): string | undefined {
  if (file === undefined) return undefined
  const tooLong = lengthProblem(file.bucket, longestPlace) ?? lengthProblem(file.key, longestPlace)
  if (tooLong !== undefined) return tooLong
  if (kind === 'group') return file.key.endsWith('/') ? undefined : 'Name the folder of the list files: it ends in a /.'
  return file.key.endsWith('.txt') ? undefined : 'A list file is a .txt file.'
}

function cdnProblem({ domain, protocol, authentication }: NonNullable<Spec['source']['cdn']>, keys: SpecKeys) {
  if (!domain) return 'Name its domain.'
  if (domain.length > longestPlace) return lengthProblem(domain, longestPlace)
  if (protocol !== 'http' && protocol !== 'https') return 'It is read with http or https.'
  if (!cdnAuthentications.some(({ value }) => value === authentication)) return 'Choose how it asks who reads.'
  return needsCdnKey(authentication) && !keys.source?.cdnKey
    ? 'It asks for a CDN key: the storage key of the source needs one.'
    : undefined
}

/** It comes before each key, and both together are a key (5.2.3, save_prefix). */
function prefixProblem({ source, target }: Spec): string | undefined {
  const { prefix } = target
  if (!prefix) return undefined
  const longestName = Math.max(0, ...(source.names ?? []).map((name) => name.length))
  if (prefix.length + longestName <= longestPlace) return undefined
  if (prefix.length > longestPlace) return lengthProblem(prefix, longestPlace)
  return `With it in front, the longest name has more than ${longestPlace} characters.`
}
