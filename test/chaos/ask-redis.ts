import { createClient } from '@keyv/redis'
import type { RedisServer } from '../redis-server.ts'

/** Sends one command to a Redis server over a connection of its own. */
export async function askRedis({ url }: Pick<RedisServer, 'url'>, ...words: string[]): Promise<unknown> {
  const client = await createClient({ url }).connect()
  try {
    return await client.sendCommand(words)
  } finally {
    client.destroy()
  }
}
