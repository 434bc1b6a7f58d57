/** A source as far as what it needs depends on the rest of it. */
export type SourceOrder = {
  cloud_type?: string | undefined
  region?: string | undefined
  bucket?: string | undefined
  app_id?: string | undefined
  object_key?: readonly string[] | undefined
  list_file?: object | undefined
  ak?: string | undefined
  sk?: string | undefined
  json_auth_file?: string | undefined
  connection_string?: string | undefined
}

/**
 * What the document asks of the source depends on the type of the task or group, by field. Types are lower case for
 * tasks, upper case for groups.
 */
export function sourceProblems(taskType: string, source: SourceOrder): [field: string, problem: string][] {
  const type = taskType.toLowerCase()
  const isUrlList = type === 'url_list'
  const problems: [string, string][] = []
  if (isUrlList !== (source.cloud_type === 'URLSource'))
    problems.push(['cloud_type', 'URLSource goes with url_list only'])
  if (source.cloud_type === 'Tencent' && !source.app_id) problems.push(['app_id', 'Tencent needs it'])
  if (type.endsWith('list') && !source.list_file) problems.push(['list_file', `The type ${taskType} needs it`])
  if (!type.endsWith('list') && !source.object_key?.length) problems.push(['object_key', '[""] is the whole bucket'])
  if (isUrlList) return problems
  if (!source.region) problems.push(['region', 'Needed'])
  if (!source.bucket) problems.push(['bucket', 'Needed'])
  if (!hasKeys(source)) problems.push(['ak', 'A key pair, a JSON file or a connection string is needed'])
  return problems
}

function hasKeys(source: SourceOrder): boolean {
  return Boolean((source.ak && source.sk) || source.json_auth_file || source.connection_string)
}
