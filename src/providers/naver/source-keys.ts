import type { StorageSecret } from '../../migrations/storage-secret.ts'

/**
 * The two keys of a source. For Azure, NAVER wants the account's name and key, which a connection string holds. A
 * missing key is empty.
 */
export function sourceKeysOf(cloud: string | undefined, secret: StorageSecret) {
  const { accessKey = '', secretKey = '', connectionString } = secret
  if (cloud !== 'Azure' || connectionString === undefined) return { accessKey, secretKey }
  return keysIn(connectionString)
}

function keysIn(connectionString: string): { accessKey: string; secretKey: string } {
  const parts = connectionString.split(';').map((part) => /^\s*(\w+)=(.*)$/.exec(part))
  const values = new Map(parts.map((match) => [match?.[1]?.toLowerCase(), match?.[2]?.trim()]))
  return { accessKey: values.get('accountname') ?? '', secretKey: values.get('accountkey') ?? '' }
}
