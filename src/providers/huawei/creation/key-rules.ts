import type { Kind } from '../../../migrations/migration.ts'
import type { Spec } from '../../../migrations/spec/spec.ts'
import type { StorageSecret } from '../../../migrations/spec/storage-secret.ts'
import type { Findings } from '../../creation/spec-problems.ts'
import type { SpecKeys } from '../../provider.ts'

/** Why OMS cannot open the buckets with their keys, by field (5.2.3, 5.3.3, 5.4.2). Never repeats a secret. Pure. */
export function keyRules({ kind, source, target }: Spec, keys: SpecKeys): Findings {
  return {
    'source.key': source.key && keys.source && sourceKeyProblem({ kind, cloud: source.cloud }, keys.source),
    'target.key': target.key && keys.target && targetKeyProblem(kind, keys.target),
  }
}

type Opening = { kind: Kind; cloud: string | undefined }

function sourceKeyProblem(opening: Opening, key: StorageSecret): string | undefined {
  return wayProblem(opening, key) ?? tokenProblem(opening.kind, key)
}

/**
 * Why a key is of the wrong type for a cloud: a key pair, a JSON key file or a connection string. Undefined if it fits.
 */
function wayProblem({ kind, cloud }: Opening, key: StorageSecret): string | undefined {
  if (key.jsonKeyFile) return cloud === 'Google' ? undefined : 'A JSON key file works only for Google.'
  if (cloud === 'Google') return 'Google needs a JSON key file.'
  if (key.connectionString) return connectionProblem({ kind, cloud })
  if (isPair(key)) return undefined
  return kind !== 'sync' && cloud === 'Azure'
    ? 'Azure needs a connection string or a key pair.'
    : `${cloud || 'The source'} needs a key pair.`
}

function connectionProblem({ kind, cloud }: Opening): string | undefined {
  if (cloud !== 'Azure') return 'A connection string works only for Azure.'
  return kind === 'sync' ? `A ${nouns[kind]} needs a key pair for Azure.` : undefined
}

function targetKeyProblem(kind: Kind, key: StorageSecret): string | undefined {
  if (!isPair(key)) return 'The destination needs a key pair.'
  return tokenProblem(kind, key)
}

function tokenProblem(kind: Kind, { sessionToken }: StorageSecret): string | undefined {
  return sessionToken && kind !== 'task' ? `A ${nouns[kind]} does not accept temporary keys.` : undefined
}

const nouns: Partial<Record<Kind, string>> = { group: 'task group', sync: 'synchronization task' }

function isPair({ accessKey, secretKey }: StorageSecret): boolean {
  return Boolean(accessKey && secretKey)
}
