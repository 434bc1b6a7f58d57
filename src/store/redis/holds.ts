import type { Holds } from '../holds/holds.ts'
import type { RedisConnection } from './connection.ts'
import { prefix } from './keys.ts'
import { dropScript, renewScript, runScript } from './scripts.ts'

/** The table of holds in Redis: a key for each hold, which expires with it. */
export function createRedisHolds(connection: RedisConnection): Holds {
  const { client, ask } = connection
  return {
    async take({ key, owner }, ttlMs) {
      const expiration = { type: 'PX', value: ttlMs } as const
      return (await ask(() => client.set(holdKey(key), owner, { condition: 'NX', expiration }))) !== null
    },
    async renew({ key, owner }, ttlMs) {
      const input = { keys: [holdKey(key)], arguments: [owner, String(ttlMs)] }
      return (await runScript(connection, renewScript, input)) === 1
    },
    async drop({ key, owner }) {
      await runScript(connection, dropScript, { keys: [holdKey(key)], arguments: [owner] })
    },
    async ownersOf(keys) {
      if (keys.length === 0) return []
      const owners = await ask(() => client.mGet(keys.map(holdKey)))
      return owners.map((owner) => owner ?? undefined)
    },
  }
}

export function holdKey(key: string): string {
  return `${prefix}:claim:${key}`
}
