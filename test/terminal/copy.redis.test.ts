import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/async/clock.ts'
import { readArchive } from '../../src/store/keep/archive.ts'
import { openRedisArchive } from '../../src/store/keep/redis-archive.ts'
import { openStore } from '../../src/store/open.ts'
import { startRedis } from '../redis-server.ts'
import { fillStore, keyOf, readEverything } from './stores.ts'
import { emptyFolder, runInside } from './terminal.ts'

const encryptionKeys = [{ id: 'k1', key: Buffer.alloc(32, 7) }]

async function createPlaces() {
  const redis = await startRedis()
  onTestFinished(redis.stop)
  const folder = emptyFolder()
  const sqlite = `sqlite:${join(folder, 'ferry.db')}`
  const run = (words: readonly string[], url: string) =>
    runInside(words, {
      folder,
      environment: {
        SLACK_BOT_TOKEN: 'xoxb-fake',
        SLACK_SIGNING_SECRET: 'fake',
        ENCRYPTION_KEYS: `k1:${keyOf(7)}`,
        STORE_URL: url,
      },
    })
  return { redis, folder, sqlite, run }
}

test('a store is copied from SQLite to Redis and back, sealed all the way, and both audits say so', async () => {
  const { redis, folder, sqlite, run } = await createPlaces()
  await fillStore(sqlite)
  const before = await readEverything(sqlite)
  const there = await run(['copy', sqlite, redis.url], sqlite)
  expect(there.stdout).toContain('Set STORE_URL to the new store')
  expect(there.code).toBe(0)
  const copied = await readEverything(redis.url)
  expect([copied.accounts, copied.keyUses]).toEqual([before.accounts, before.keyUses])
  expect(copied.audit.slice(0, -1)).toEqual(before.audit)
  expect(copied.audit.at(-1)).toMatchObject({ verb: 'copy', detail: 'from SQLite to Redis', door: 'ferry' })
  const back = await run(['copy', redis.url, `sqlite:${join(folder, 'back.db')}`], sqlite)
  expect(back.code).toBe(0)
  const returned = await readEverything(`sqlite:${join(folder, 'back.db')}`)
  expect(returned.accounts).toEqual(before.accounts)
  expect(returned.audit.map(({ verb }) => verb)).toEqual([...before.audit.map(({ verb }) => verb), 'copy', 'copy'])
  expect(returned.identity.id).toBe(before.identity.id)
})

test('records that expire keep their time', async () => {
  const { redis, folder, sqlite, run } = await createPlaces()
  await fillStore(sqlite)
  const url = `sqlite:${join(folder, 'back.db')}`
  const expiresIn = async (from: string) => {
    const archive = await readArchive(from)
    const times: (number | undefined)[] = []
    for await (const page of archive.everything()) {
      for (const { key, expiresAt } of page) if (key.includes('/drafts:')) times.push(expiresAt)
    }
    await archive.stop()
    return times
  }
  const before = await expiresIn(sqlite)
  expect(before).toEqual([expect.any(Number)])
  await run(['copy', sqlite, redis.url], sqlite)
  await run(['copy', redis.url, url], sqlite)
  expect(await expiresIn(redis.url)).toEqual(before)
  expect(await expiresIn(url)).toEqual(before)
})

test('a Redis that a replica works with is left alone', async () => {
  const { redis, sqlite, run } = await createPlaces()
  await fillStore(sqlite)
  const replica = await openStore({ url: redis.url, clock: systemClock, encryptionKeys })
  await replica.lease('replica:0', 'one')
  const { code, stdout } = await run(['copy', sqlite, redis.url, '--replace'], sqlite)
  await replica.stop()
  expect([code, stdout.replaceAll(/\s+/g, ' ')]).toEqual([
    1,
    expect.stringContaining('Ferry still works with this Redis'),
  ])
})

test('a Redis whose records were replaced only halfway is opened by no Ferry until they are whole', async () => {
  const { redis, folder, run } = await createPlaces()
  await fillStore(redis.url)
  expect((await run(['backup', 'saved'], redis.url)).code).toBe(0)
  const archive = await openRedisArchive(redis.url)
  const failing = (async function* () {
    yield [{ key: 'T1/accounts:x', text: '{}' }]
    throw new Error('the power fails')
  })()
  await expect(archive.replaceAll(failing, 3)).rejects.toThrow('the power fails')
  await archive.stop()
  await expect(openStore({ url: redis.url, clock: systemClock, encryptionKeys })).rejects.toMatchObject({
    code: 'store_newer',
  })
  const { code } = await run(['restore', join(folder, 'saved'), '--replace'], redis.url)
  expect(code).toBe(0)
  expect((await readEverything(redis.url)).accounts).toHaveLength(1)
})
