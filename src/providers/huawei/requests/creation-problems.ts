import type { WireProblem } from '../../wire/fields.ts'
import { topicRegion } from './rules.ts'

type Maybe<Value> = Value | undefined

/** The fields of a source that depend on one another. */
type Source = {
  cloud_type?: Maybe<string>
  region?: Maybe<string>
  bucket?: Maybe<string>
  app_id?: Maybe<string>
  object_key?: Maybe<readonly string[]>
  list_file?: Maybe<{ list_file_key: string }>
  ak?: Maybe<string>
  sk?: Maybe<string>
  json_auth_file?: Maybe<string>
  connection_string?: Maybe<string>
}

/** The fields of a new task or group that depend on one another. */
type Creation = {
  src_node: Source
  dst_node: { region: string; save_prefix?: Maybe<string> }
  object_overwrite_mode?: Maybe<string>
  consistency_check?: Maybe<string>
  smn_config?: Maybe<{ topic_urn: string }>
}

/**
 * Problems between the parts of a new task or group, by the documents' rules (5.2.3, 5.4.2). `type` is in lower case.
 */
export function creationProblems(type: string, isGroup: boolean, creation: Creation): WireProblem[] {
  const { src_node: source, dst_node: target } = creation
  const isUrlList = type === 'url_list'
  return [
    ...sourceProblems(type, source),
    ...listFileProblems(source, isGroup),
    ...checksumProblems(source.cloud_type, creation),
    ...(creation.consistency_check === 'no_check' && !isUrlList ? [unchecked] : []),
    ...prefixProblems(source, target),
    ...topicProblems(creation.smn_config?.topic_urn, target.region),
  ]
}

const unchecked: WireProblem = [['consistency_check'], 'Only a list of URLs can go without verification.']

function sourceProblems(type: string, source: Source): WireProblem[] {
  const isUrlList = type === 'url_list'
  const isList = type.endsWith('list')
  const missing = (field: keyof Source, problem = 'This is required.'): WireProblem => [['src_node', field], problem]
  return [
    ...(isUrlList === (source.cloud_type === 'URLSource')
      ? []
      : [missing('cloud_type', 'URLSource only works with a list of URLs.')]),
    ...(source.cloud_type === 'Tencent' && !source.app_id ? [missing('app_id', 'Tencent needs it.')] : []),
    ...(isList && !source.list_file ? [missing('list_file')] : []),
    // [""] is the whole bucket.
    ...(isList || source.object_key?.length ? [] : [missing('object_key')]),
    ...(isUrlList || source.region ? [] : [missing('region')]),
    ...(isUrlList || source.bucket ? [] : [missing('bucket')]),
    ...(isUrlList || hasKeys(source)
      ? []
      : [missing('ak', 'A key pair, a JSON key file or a connection string is required.')]),
  ]
}

function hasKeys(source: Source): boolean {
  return Boolean((source.ak && source.sk) || source.json_auth_file || source.connection_string)
}

/** Problems of a list file (TRF.0014, S3M.1044). The document's examples show groups with folders (5.4.2). */
function listFileProblems({ list_file: file }: Source, isGroup: boolean): WireProblem[] {
  if (file === undefined || file.list_file_key === '') return []
  if (isGroup && !file.list_file_key.endsWith('/')) {
    return [[['src_node', 'list_file'], 'Give the folder of the list files. It ends in a /.']]
  }
  return isGroup || file.list_file_key.endsWith('.txt')
    ? []
    : [[['src_node', 'list_file'], 'A list file is a .txt file.']]
}

/** Clouds whose objects have CRC64 checksums. */
const clouds64: readonly string[] = ['HuaweiCloud', 'Aliyun', 'Tencent']

/** Problems of comparing checksums, which both sides need to have. */
export function checksumProblems(
  cloud: string | undefined,
  {
    object_overwrite_mode: mode,
    consistency_check: check,
  }: Pick<Creation, 'object_overwrite_mode' | 'consistency_check'>,
): WireProblem[] {
  if (clouds64.includes(cloud ?? '')) return []
  return [
    ...(mode === 'CRC64_COMPARISON_OVERWRITE' ? [['object_overwrite_mode']] : []),
    ...(check === 'crc64' ? [['consistency_check']] : []),
  ].map((path) => [path, 'Checksums only work for sources on HuaweiCloud, Aliyun and Tencent.'])
}

/**
 * Problems of a prefix. It comes before each key, and prefix and key together must not be longer than a key (5.2.3,
 * save_prefix).
 */
function prefixProblems(
  { object_key: names = [] }: Source,
  { save_prefix: prefix = '' }: Creation['dst_node'],
): WireProblem[] {
  const longest = Math.max(0, ...names.map((name) => name.length))
  if (prefix === '' || longest > 1024 || prefix.length > 1024 || prefix.length + longest <= 1024) return []
  return [[['dst_node', 'save_prefix'], 'With this prefix, the longest name has more than 1024 characters.']]
}

function topicProblems(urn: string | undefined, region: string): WireProblem[] {
  const own = urn === undefined ? undefined : topicRegion(urn)
  if (own === undefined || own === region) return []
  return [[['smn_config', 'topic_urn'], `The topic has to be in ${region}, where the migration runs.`]]
}
