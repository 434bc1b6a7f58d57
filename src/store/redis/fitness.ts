import { AppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import type { RedisConnection } from './connection.ts'

/**
 * Throws store_unavailable if the Redis server does not fit, by its own INFO. A server that may not tell is assumed to
 * fit. Logs a warning if the server saves nothing to its disk, or does not say whether it does.
 */
export async function checkServer(
  { client, ask }: RedisConnection,
  log: Log<'info' | 'warn'> | undefined,
): Promise<void> {
  const info = await ask(() => client.info().catch(() => ''))
  const found = unfitness(info)
  if (found !== undefined) {
    const { code, reason } = found
    throw new AppError('store_unavailable', { reason }, { cause: new Error(`${code}: ${reason}`) })
  }
  const appends = fieldIn(info, 'aof_enabled')
  if (appends === '1') return
  // INFO has no field for snapshots that are configured, only for those that were made, by hand or not.
  const settings = await ask(() => client.configGet('save').catch(() => undefined))
  warnOfLoss({ appends, saves: settings?.save }, log)
}

type Persistence = {
  /** `0` if no append-only file is written. Undefined if Redis does not tell. */
  appends: string | undefined
  /** The setting for snapshots, empty if there are none. Undefined if Redis does not tell. */
  saves: string | undefined
}

function warnOfLoss({ appends, saves }: Persistence, log: Log<'info' | 'warn'> | undefined): void {
  if (saves) return
  if (appends === '0' && saves === '') {
    log?.warn(
      { advice: 'Set appendonly to yes in the configuration of Redis.' },
      'Redis does not save its data: if it restarts, everything that Ferry stored is gone',
    )
  } else {
    log?.warn(
      { advice: 'Check that appendonly is yes in the configuration of Redis.' },
      'Redis does not say whether it saves its data: if it does not, a restart of Redis loses what Ferry stored',
    )
  }
}

const oldestMajor = 6

/**
 * Why a server with this INFO cannot be used; undefined if it can. KEEPTTL came with Redis 6.0, a cluster takes no
 * scripts over several slots, and a server that evicts drops any of Ferry's records. Without a limit on its memory, a
 * server never evicts, whatever its policy.
 */
export function unfitness(info: string): Unfitness | undefined {
  const version = fieldIn(info, 'redis_version')
  if (version !== undefined && Number.parseInt(version, 10) < oldestMajor) {
    return { code: 'UNFIT', reason: `it is Redis ${version}, and Ferry needs ${oldestMajor}.0 or later` }
  }
  if (fieldIn(info, 'redis_mode') === 'cluster') {
    return { code: 'UNFIT', reason: 'it is a Redis Cluster, which Ferry does not support' }
  }
  const policy = fieldIn(info, 'maxmemory_policy') ?? 'noeviction'
  if (policy === 'noeviction' || fieldIn(info, 'maxmemory') === '0') return undefined
  return {
    code: 'DROPS',
    reason: `when its memory is full, it throws records away (maxmemory-policy is ${policy})`,
  }
}

/** A code that `redis-advice.ts` has advice for, and a reason in words. */
type Unfitness = { code: 'UNFIT' | 'DROPS'; reason: string }

function fieldIn(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1]
}
