import { DatabaseSync } from 'node:sqlite'
import type { RedisClientType } from '@keyv/redis'

/** The store that somebody would write who only needs texts by key. */
export type BareStore = {
  get(key: string): Promise<string | null>
  getMany(keys: readonly string[]): Promise<string[]>
  set(key: string, text: string): Promise<unknown>
  list(): Promise<string[]>
  stop(): Promise<void>
}

/** SQLite as durable as Ferry's. Writes of one turn share a transaction. */
export function bareSqlite(path: string): BareStore {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec('CREATE TABLE records (key TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT')
  const select = database.prepare('SELECT text FROM records WHERE key = ?')
  const selectMany = database.prepare('SELECT text FROM records WHERE key IN (SELECT value FROM json_each(?))')
  const selectAll = database.prepare("SELECT key, text FROM records WHERE key >= '' ORDER BY key")
  const upsert = database.prepare('INSERT INTO records VALUES (?, ?) ON CONFLICT DO UPDATE SET text = excluded.text')
  let waiting: { key: string; text: string; done(): void }[] = []

  function flush(): void {
    const writes = waiting
    waiting = []
    database.exec('BEGIN IMMEDIATE')
    for (const { key, text } of writes) upsert.run(key, text)
    database.exec('COMMIT')
    for (const { done } of writes) done()
  }

  return {
    get: async (key) => String(select.get(key)?.text),
    getMany: async (keys) => selectMany.all(JSON.stringify(keys)).map(({ text }) => String(text)),
    set: (key, text) =>
      new Promise<void>((done) => {
        if (waiting.length === 0) setImmediate(flush)
        waiting.push({ key, text, done })
      }),
    list: async () => selectAll.all().map(({ text }) => String(text)),
    stop: async () => database.close(),
  }
}

/** Redis with a set that names the keys of a list. A write is two commands, sent at once. */
export function bareRedis(client: BareClient): BareStore {
  const many = async (keys: readonly string[]) => (await client.mGet([...keys])).filter((text) => text !== null)
  return {
    get: (key) => client.get(key),
    getMany: many,
    set: (key, text) => Promise.all([client.set(key, text), client.sAdd('index', key)]),
    list: async () => many(await client.sMembers('index')),
    stop: () => client.close(),
  }
}

type BareClient = Pick<RedisClientType, 'get' | 'mGet' | 'set' | 'sAdd' | 'sMembers' | 'close'>
