import { AppError } from '../../errors/errors.ts'
import { namespaceIn } from '../keyv/namespace.ts'
import { connectRedis, type RedisConnection } from '../redis/connection.ts'
import { checkServer } from '../redis/fitness.ts'
import { holdKey } from '../redis/holds.ts'
import { indexKey, prefix, versionKey } from '../redis/keys.ts'
import type { Archive, Pages, StoredEntry } from './stored-entries.ts'

const pageSize = 500

/** Opens a Redis. `insistOnIdle` throws store_replicas_alive while a replica works with it. */
export async function openRedisArchive(url: string): Promise<Archive & { insistOnIdle(): Promise<void> }> {
  const connection = await connectRedis({ url })
  const { client, ask } = connection
  await checkServer(connection, undefined)
  return {
    version: async () => Number(await ask(() => client.get(versionKey))),
    everything: () => everything(connection),
    isEmpty: async () => (await keysLike(connection, `${indexKey('*')}`)).length === 0,
    replaceAll: (pages, version) => replaceAll(connection, { pages, version }),
    async insistOnIdle() {
      if ((await keysLike(connection, holdKey('replica:*'))).length === 0) return
      throw new AppError('store_replicas_alive')
    },
    stop: connection.stop,
  }
}

async function keysLike({ client, ask }: RedisConnection, pattern: string): Promise<string[]> {
  const found = new Set<string>()
  for (let cursor = '0'; ; ) {
    const page = await ask(() => client.scan(cursor, { MATCH: pattern, COUNT: 1000 }))
    for (const key of page.keys) found.add(key)
    cursor = page.cursor
    if (cursor === '0') return [...found]
  }
}

/**
 * All records by the indexes of their namespaces. The ends of audits come first: what is appended meanwhile then follows
 * the end that was read, and none looks cut off.
 */
async function* everything(connection: RedisConnection): Pages {
  const { client, ask } = connection
  const indexes = (await keysLike(connection, indexKey('*'))).toSorted(
    (one, other) => Number(other.endsWith('/auditHeads')) - Number(one.endsWith('/auditHeads')),
  )
  for (const index of indexes) {
    const keys = await ask(() => client.sMembers(index))
    for (let start = 0; start < keys.length; start += pageSize) {
      yield await readPage(connection, keys.slice(start, start + pageSize))
    }
  }
}

async function readPage({ client, ask }: RedisConnection, keys: readonly string[]): Promise<StoredEntry[]> {
  const stored = keys.map((key) => `${prefix}:${key}`)
  const [texts, lives] = await Promise.all([
    ask(() => client.mGet(stored)),
    ask(() => Promise.all(stored.map((key) => client.pExpireTime(key)))),
  ])
  return keys.flatMap((key, index) => {
    const text = texts[index]
    const expiresAt = lives[index] ?? -1
    if (text === null || text === undefined) return []
    return [{ key, text, ...(expiresAt > 0 && { expiresAt }) }]
  })
}

/** While records are being replaced, the version says that no Ferry may start with what is there. */
const beingReplaced = '999999'

async function replaceAll(
  connection: RedisConnection,
  { pages, version }: { pages: Pages; version: number },
): Promise<void> {
  const { client, ask } = connection
  const before = await keysLike(connection, `${prefix}:*`)
  await ask(() => client.set(versionKey, beingReplaced))
  const stale = before.filter((key) => key !== versionKey)
  for (let start = 0; start < stale.length; start += pageSize) {
    await ask(() => client.unlink(stale.slice(start, start + pageSize)))
  }
  for await (const page of pages) await put(connection, page)
  await ask(() => client.set(versionKey, String(version)))
}

async function put({ client, ask }: RedisConnection, page: readonly StoredEntry[]): Promise<void> {
  if (page.length === 0) return
  const transaction = client.multi()
  for (const { key, text, expiresAt } of page) {
    const expiration = expiresAt === undefined ? {} : { expiration: { type: 'PXAT', value: expiresAt } as const }
    transaction.set(`${prefix}:${key}`, text, expiration).sAdd(indexKey(namespaceIn(key)), key)
  }
  await ask(() => transaction.exec())
}
