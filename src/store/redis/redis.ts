import KeyvRedis from '@keyv/redis'
import { steadyClock } from '../../async/clock.ts'
import { defined } from '../../defined.ts'
import { AppError } from '../../errors/errors.ts'
import { type Backend, type Entry, storeVersion } from '../backend.ts'
import { holdOf } from '../holds/holds.ts'
import { createLeases } from '../holds/leases.ts'
import { namespaceIn } from '../keyv/namespace.ts'
import type { Change, Claim } from '../store.ts'
import { connectRedis, type RedisConnection, type RedisOptions } from './connection.ts'
import { checkServer } from './fitness.ts'
import { createRedisHolds, holdKey } from './holds.ts'
import { indexKey, prefix, versionKey } from './keys.ts'
import { commitScript, putScript, runScript } from './scripts.ts'
import { createRedisSignals } from './signals.ts'

/**
 * Opens a store for several replicas, in Redis. It is as durable as the server is configured to be: `appendonly yes`.
 * Throws store_unavailable, also for a server that evicts records, or store_newer. A connection that breaks later is made again by itself; until then, every
 * call fails at once.
 */
export async function openRedis(options: RedisOptions & { leaseMs?: number }): Promise<Backend> {
  const connection = await connectRedis(options)
  try {
    await checkServer(connection, options.log)
    await checkVersion(connection)
  } catch (error) {
    await connection.stop()
    throw error
  }
  const { client, ask } = connection
  const leases = createLeases(createRedisHolds(connection), {
    time: steadyClock,
    ...defined({ leaseMs: options.leaseMs }),
  })
  const signals = createRedisSignals(connection, options)
  const keyv = new KeyvRedis<string>(client, { namespace: prefix, keyPrefixSeparator: ':', throwOnErrors: true })
  return {
    ...createReading(connection, keyv),
    ...createWriting(connection),
    ...leases,
    signals,
    version: async () => Number(await ask(() => client.get(versionKey))),
    async raiseVersion(version) {
      await ask(() => client.set(versionKey, String(version)))
    },
    async ping() {
      await ask(() => client.ping())
    },
    isInPlace: async () => true,
    onReconnect: connection.onReconnect,
    async stop() {
      await leases.stop()
      await signals.stop()
      await connection.stop()
    },
  }
}

async function checkVersion({ client, ask }: RedisConnection): Promise<void> {
  await ask(() => client.set(versionKey, String(storeVersion), { condition: 'NX' }))
  const found = Number(await ask(() => client.get(versionKey)))
  if (found > storeVersion) throw new AppError('store_newer', { found, known: storeVersion })
}

const pageSize = 1_000

function createReading({ client, ask }: RedisConnection, keyv: KeyvRedis<string>): Reading {
  const read = (keys: readonly string[]) => ask(() => keyv.getMany([...keys]))

  return {
    get: (key) => ask(() => keyv.get<string>(key)),
    async getMany(keys) {
      const texts: (string | undefined)[] = []
      for (let start = 0; start < keys.length; start += pageSize) {
        texts.push(...(await read(keys.slice(start, start + pageSize))))
      }
      return texts
    },
    async *pages(namespace) {
      const keys = await ask(() => client.sMembers(indexKey(namespace)))
      for (let start = 0; start < keys.length; start += pageSize) {
        const page = keys.slice(start, start + pageSize)
        const texts = await read(page)
        const entries: Entry[] = []
        for (const [position, text] of texts.entries()) {
          const key = page[position]
          if (key !== undefined && text !== undefined) entries.push([key, text])
        }
        yield entries
      }
    },
  }
}

type Reading = Pick<Backend, 'get' | 'getMany' | 'pages'>

function createWriting(connection: RedisConnection) {
  const { client, ask } = connection
  /** Deletes keys with their index entries, in one transaction: neither is left without the other. */
  async function remove(namespace: string, keys: string[]): Promise<number> {
    const transaction = client.multi().unlink(keys.map((key) => `${prefix}:${key}`))
    const [removed] = await ask(() => transaction.sRem(indexKey(namespace), keys).exec())
    return Number(removed)
  }

  return {
    async set(key, text, ttlMs) {
      const values = ttlMs === undefined ? [key, text] : [key, text, String(ttlMs)]
      const keys = [`${prefix}:${key}`, indexKey(namespaceIn(key))]
      await runScript(connection, putScript, { keys, arguments: values })
    },
    async add(key, text) {
      const transaction = client.multi().set(`${prefix}:${key}`, text, { condition: 'NX' })
      const [added] = await ask(() => transaction.sAdd(indexKey(namespaceIn(key)), key).exec())
      return added !== null
    },
    async replace(key, { before, after }) {
      const script = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
        return 1`
      const options = { keys: [`${prefix}:${key}`], arguments: [before, after] }
      return Number(await ask(() => client.eval(script, options))) === 1
    },
    delete: async (key) => (await remove(namespaceIn(key), [key])) > 0,
    commit: (changes, fence) => commit(connection, changes, fence),
    async note(key, ttlMs) {
      const expiration = { type: 'PX', value: ttlMs } as const
      const answer = await ask(() => client.set(`${prefix}:${key}`, '', { condition: 'NX', expiration }))
      return answer !== null
    },
    async clear(namespace) {
      const keys = await ask(() => client.sMembers(indexKey(namespace)))
      for (let start = 0; start < keys.length; start += pageSize) {
        await remove(namespace, keys.slice(start, start + pageSize))
      }
    },
  } satisfies Partial<Backend>
}

async function commit(connection: RedisConnection, changes: readonly Change[], fence?: Claim): Promise<boolean> {
  const hold = fence && holdOf(fence)
  const keys = changes.flatMap(({ key }) => [`${prefix}:${key}`, indexKey(namespaceIn(key))])
  const values = changes.flatMap(({ key, text, ttlMs }) =>
    text === undefined ? ['drop', key, '', ''] : ['put', key, text, String(ttlMs ?? '')],
  )
  const input = { keys: [holdKey(hold?.key ?? ''), ...keys], arguments: [hold?.owner ?? '', ...values] }
  return (await runScript(connection, commitScript, input)) === 1
}
