/** The fields that open buckets of a cloud, as far as they depend on which cloud it is. */
export type AccessOrder = {
  cloud_type: string
  ak?: string | undefined
  sk?: string | undefined
  json_auth_file?: string | undefined
  connection_string?: string | undefined
  app_id?: string | undefined
}

/** Problems of the keys in a question about buckets, by field. Buckets of Huawei Cloud need a key pair as well. */
export function accessProblems(access: AccessOrder): [field: string, problem: string][] {
  const { cloud_type: cloud, json_auth_file: file, connection_string: connection } = access
  const problems: [string, string][] = []
  if (file && cloud !== 'Google') problems.push(['json_auth_file', 'A JSON key file works only for Google'])
  if (connection && cloud !== 'Azure') problems.push(['connection_string', 'A connection string works only for Azure'])
  if (cloud === 'Tencent' && !access.app_id) problems.push(['app_id', 'Tencent needs it'])
  if (!(access.ak && access.sk) && !file && !connection) problems.push(['ak', needOf(cloud)])
  return problems
}

function needOf(cloud: string): string {
  if (cloud === 'Google') return 'Google needs a JSON key file'
  return cloud === 'Azure' ? 'Azure needs a connection string or a key pair' : `${cloud} needs a key pair`
}
