import type { PreflightCheck } from '../../../migrations/spec/spec.ts'
import { runPreflight } from '../../creation/preflight.ts'
import { check } from '../reading/index.ts'
import { connectionStringLook, encryptionLook } from './contract.ts'
import type { Looking } from './looking.ts'
import { quotaLook } from './quota.ts'
import { sourceLook } from './source.ts'
import { listFileLook, targetLook } from './target.ts'

const looksAt = [sourceLook, connectionStringLook, targetLook, listFileLook, encryptionLook, quotaLook]

/**
 * Runs all checks of an order. OMS opens buckets of any cloud with the keys that the migration will use. It does not
 * report sizes.
 */
export async function preflight(looking: Looking): Promise<PreflightCheck[]> {
  const { session, options } = looking
  const looks = looksAt.map((lookAt) => lookAt(looking))
  return runPreflight({
    prove: () => check(session, options),
    looks: looks.filter((look) => look !== undefined),
    signal: options.signal,
  })
}
