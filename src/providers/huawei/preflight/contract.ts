import type { PreflightCheck } from '../../../migrations/spec/spec.ts'
import { type Look, pass, unknown, warn } from '../../creation/preflight.ts'
import { oms } from '../oms.ts'
import type { Looking } from './looking.ts'

/*
 * Huawei documents its API twice, and the two differ: the reference has `enable_kms`, the newest SDK has `obs_system`
 * and connection strings of groups. No call tells which of them a region follows, but its answers do.
 */

/** Checks whether anybody will be able to tell that the copies are encrypted. */
export function encryptionLook(looking: Looking): Look | undefined {
  if (!looking.order.spec.options.encrypts) return undefined
  return { names: ['encryption'], look: async () => ({ checks: [encryptionCheck(await readShown(looking))] }) }
}

/** Checks whether a group can be opened with a connection string. */
export function connectionStringLook(looking: Looking): Look | undefined {
  const { spec, keys } = looking.order
  if (spec.kind !== 'group' || keys.source?.connectionString === undefined) return undefined
  return { names: ['source key'], look: async () => ({ checks: [connectionCheck(await readShown(looking))] }) }
}

/** Fields that one answer had. Undefined if nothing exists yet that could show them. */
type Shown = { encryption: boolean; system: boolean } | undefined

async function readShown({ session, options }: Looking): Promise<Shown> {
  const tasks = await session.call(oms.ListTasks, { limit: 1 }, options)
  const { rows } = tasks.rows.length > 0 ? tasks : await session.call(oms.ListTaskGroup, { limit: 1 }, options)
  const [row] = rows
  return row && { encryption: row.enable_kms !== undefined, system: row.obs_system !== undefined }
}

function encryptionCheck(shown: Shown): PreflightCheck {
  if (shown?.encryption) return pass('encryption', 'Huawei reports for each migration whether it encrypts.')
  const next = 'After the migration, check that the objects in the bucket are encrypted.'
  return shown === undefined
    ? unknown('encryption', 'No migration shows yet whether Huawei confirms encryption.', next)
    : warn(
        'encryption',
        'Huawei does not report whether its migrations encrypt, and may ignore your request to encrypt.',
        next,
      )
}

function connectionCheck(shown: Shown): PreflightCheck {
  if (shown?.system) return pass('source key', 'Huawei accepts a connection string for the source of a task group.')
  const what = 'Huawei may refuse a connection string for a task group: only its newer API accepts one.'
  const next = 'If it does, use the storage account’s name and key as a key pair.'
  return shown === undefined ? unknown('source key', what, next) : warn('source key', what, next)
}
