import { createClient } from '@keyv/redis'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../src/async/clock.ts'
import { draftLifetimeMs } from '../../src/migrations/spec/draft.ts'
import { openStore } from '../../src/store/open.ts'
import { unfitness } from '../../src/store/redis/fitness.ts'
import { openRedis } from '../../src/store/redis/redis.ts'
import type { Store } from '../../src/store/store.ts'
import { eventually } from '../eventually.ts'
import { type RedisServer, redisIsInstalled, startRedis } from '../redis-server.ts'
import { holdContest } from './contest.ts'
import { describeStore } from './contract.ts'
import { aDraft, anAccount, aWatch } from './samples.ts'
import { startSwallowingProxy } from './swallowing-proxy.ts'
import { createRedisWorld, firstKey } from './world.ts'

function evicts(policy: string): string {
  return `when its memory is full, it throws records away (maxmemory-policy is ${policy})`
}

test.each([
  ['redis_version:5.0.14\r\nredis_mode:standalone\r\n', 'it is Redis 5.0.14, and Ferry needs 6.0 or later'],
  ['redis_version:7.2.4\r\nredis_mode:cluster\r\n', 'it is a Redis Cluster, which Ferry does not support'],
  ['redis_version:6.0.0\r\nredis_mode:standalone\r\n', undefined],
  ['redis_version:10.1.0\r\nredis_mode:sentinel\r\n', undefined],
  ['maxmemory:0\r\nmaxmemory_policy:allkeys-lru\r\n', undefined],
  ['maxmemory:1000\r\nmaxmemory_policy:noeviction\r\n', undefined],
  ['maxmemory:1000\r\nmaxmemory_policy:volatile-ttl\r\n', evicts('volatile-ttl')],
  ['maxmemory_policy:allkeys-lru\r\n', evicts('allkeys-lru')],
  ['', undefined],
])('Ferry reads from Redis’ own description whether it fits: %j', (info, reason) => {
  expect(unfitness(info)?.reason).toBe(reason)
})

describe.skipIf(!redisIsInstalled)('the store in Redis', () => describeStore(createRedisWorld))

describe.skipIf(!redisIsInstalled)('a Redis server', () => {
  let server: RedisServer
  const logged: string[] = []
  const note = (_: object, text: string) => void logged.push(text)
  const log = { info: note, warn: note }

  beforeEach(async () => {
    logged.length = 0
    server = await startRedis()
  })
  afterEach(() => server.stop())

  function open(url = server.url): Promise<Store> {
    return openStore({ url, encryptionKeys: [firstKey], clock: systemClock, log })
  }

  async function command(...words: string[]): Promise<unknown> {
    const client = await createClient({ url: server.url }).connect()
    const answer = await client.sendCommand(words)
    client.destroy()
    return answer
  }

  test('removes a draft a day after its last change', async () => {
    const store = await open()
    await store.in('T1').drafts.set('U1/d1', aDraft())
    const keys = z.array(z.string()).parse(await command('KEYS', '*d1*'))
    const lives = await Promise.all(keys.map((key) => command('PTTL', key)))
    expect(lives).toHaveLength(1)
    expect(Number(lives[0])).toBeGreaterThan(draftLifetimeMs - 60_000)
    expect(Number(lives[0])).toBeLessThanOrEqual(draftLifetimeMs)
    await store.stop()
  })

  test('is not brought forward while an older replica holds a lease', async () => {
    await command('SET', 'ferry:version', '2')
    await command('SET', 'ferry:claim:replica:0', '0f9e older', 'PX', '700')
    const opening = open()
    await eventually(() => expect(logged).toContain('Looking whether an older Ferry still works with this store'))
    expect(await command('GET', 'ferry:version')).toBe('2')
    const store = await opening
    expect(await command('EXISTS', 'ferry:claim:replica:0')).toBe(0)
    expect(await command('GET', 'ferry:version')).toBe('4')
    await store.stop()
  })

  /** Long enough for a call to a running Redis from a busy machine, in milliseconds. */
  const enoughMs = 3000

  function unavailable(reason: string) {
    return expect.objectContaining({ code: 'store_unavailable', details: { reason } })
  }

  test('that is killed makes every call fail at once; when it is back, the connection recovers', async () => {
    const store = await open()
    await store.in('T1').accounts.set('prod-hw', anAccount())
    await server.kill()
    const { accounts } = store.in('T1')
    const calls = [
      () => store.prove(),
      () => store.claim('once', 1_000),
      () => store.lease('once', 'red'),
      () => store.holdersOf(['once']),
      () => store.in('T1').commit([accounts.dropping('prod-hw')]),
      () => store.signals.publish('T1', 'wake'),
      () => store.signals.subscribe('T1', () => {}),
      () => store.signals.count('T1'),
      () => store.signals.counts(['T1']),
      () => store.workspaces(),
      () => accounts.get('prod-hw'),
      () => accounts.set('other', anAccount()),
      () => accounts.delete('prod-hw'),
      () => accounts.list(),
      () => store.in('T1').purge(),
      () => store.reseal(),
    ]
    await eventually(() => expect(logged).toEqual(['Lost the connection to Redis; trying again']))
    // A call that waited for its timeout would have another reason.
    for (const call of calls) await expect(call()).rejects.toEqual(unavailable('Redis is not connected'))
    // Whatever Slack sends is handled, so that the person is told.
    expect(await store.isNew('event:Ev1', 60_000)).toBe(true)

    await server.restart()
    await eventually(() => store.prove())
    expect(await accounts.list()).toEqual({ items: [anAccount()], unreadable: [] })
    expect(await store.claim('once', 1_000)).toBeDefined()
    expect(logged).toEqual(['Lost the connection to Redis; trying again', 'The connection to Redis is back'])
    await store.stop()
  })

  // A stop waits for calls that are on their way. One that gets no answer must not end the process, nor keep it running.
  test('that answers nothing more while Ferry stops makes the last call fail, and nothing else', async () => {
    const backend = await openRedis({ url: server.url, timeoutMs: 300 })
    server.freeze()
    const answer = expect(backend.get('a:1')).rejects.toMatchObject({ code: 'store_unavailable' })
    await Promise.all([answer, backend.stop()])
    server.thaw()
    await eventually(async () => expect(String(await command('CLIENT', 'LIST')).match(/^id=/gm)).toHaveLength(1))
  })

  // A sleeping laptop, a paused virtual machine, an overloaded host.
  test('has answered in time if the answer was there before a process that stood still could read it', async () => {
    const backend = await openRedis({ url: server.url, timeoutMs: 200 })
    const answer = backend.version()
    // Once the command is written.
    await new Promise(setImmediate)
    standStill(400)
    expect(await answer).toBe(4)
    await backend.stop()
  })

  test('that dies during a command makes that command fail', async () => {
    const backend = await openRedis({ url: server.url })
    server.freeze()
    const answer = backend.get('a:1')
    await Promise.all([expect(answer).rejects.toMatchObject({ code: 'store_unavailable' }), server.kill()])
    await backend.stop()
  })

  test('that hangs makes commands fail after their timeout, and is used again after it has recovered', async () => {
    const backend = await openRedis({ url: server.url, timeoutMs: enoughMs })
    server.freeze()
    await expect(backend.ping()).rejects.toEqual(unavailable(`Redis did not answer within ${enoughMs} ms`))
    server.thaw()
    await eventually(() => backend.ping())
    await backend.stop()
  })

  test('that is reachable again, while the old connection leads nowhere, gets a new connection', async () => {
    const proxy = await startSwallowingProxy(server.url)
    const backend = await openRedis({ url: proxy.url, timeoutMs: enoughMs })
    proxy.swallow()
    await expect(backend.ping()).rejects.toEqual(unavailable(`Redis did not answer within ${enoughMs} ms`))
    await eventually(() => backend.ping())
    await backend.stop()
    proxy.stop()
  })

  test('that does not exist is reported at once', async () => {
    await server.kill()
    await expect(open()).rejects.toEqual(unavailable('Redis refused the connection'))
    expect(logged).toEqual([])
  })

  test('that accepts connections and says nothing is reported, too', async () => {
    server.freeze()
    const opening = openRedis({ url: server.url, timeoutMs: 400 })
    await expect(opening).rejects.toEqual(unavailable('Redis did not answer within 400 ms'))
  })

  test('that needs a password is reported without any password', async () => {
    await command('CONFIG', 'SET', 'requirepass', 'right-password')
    await expect(open()).rejects.toEqual(unavailable('Redis wants a password'))
    const wrong = open(server.url.replace('//', '//:wrong-password@'))
    await expect(wrong).rejects.toEqual(unavailable('Redis did not accept the user or password'))
    await expect(wrong).rejects.not.toThrow('wrong-password')
    const store = await open(server.url.replace('//', '//:right-password@'))
    await store.stop()
  })

  test('that too few replicas follow is reported', async () => {
    await command('CONFIG', 'SET', 'min-replicas-to-write', '1')
    await expect(open()).rejects.toEqual(unavailable('too few replicas follow this Redis, so it takes no writes'))
  })

  test('written by a newer Ferry stays unchanged', async () => {
    await command('SET', 'ferry:version', '7')
    await expect(open()).rejects.toMatchObject({ code: 'store_newer', details: { found: 7, known: 4 } })
  })

  test('may also hold other programs’ keys', async () => {
    await command('SET', 'T1/watches:theirs', 'not ours')
    const store = await open()
    await store.in('T1').watches.set('w', aWatch('w'))
    expect(await store.in('T1').watches.list()).toEqual({ items: [aWatch('w')], unreadable: [] })
    await store.in('T1').purge()
    expect(await command('GET', 'T1/watches:theirs')).toBe('not ours')
    await store.stop()
  })

  test('keeps nothing of a purged workspace but its name, not even in an index', async () => {
    const store = await open()
    await store.in('T1').accounts.set('prod-hw', anAccount())
    await store.in('T1').purge()
    const client = await createClient({ url: server.url }).connect()
    const known = [
      'ferry:identity:store',
      'ferry:index:identity',
      'ferry:index:workspaces',
      'ferry:version',
      'ferry:workspaces:T1',
    ]
    expect((await client.keys('*')).toSorted()).toEqual(known)
    client.destroy()
    await store.stop()
  })

  test('gets no more calls after the store has stopped', async () => {
    const store = await open()
    await store.stop()
    await expect(store.prove()).rejects.toEqual(unavailable('it is closed'))
    await expect(store.in('T1').watches.list()).rejects.toEqual(unavailable('it is closed'))
    await store.stop()
  })

  test('shared by two processes that start at once gives each claim to one of them', async () => {
    const counts = await holdContest(server.url)
    expect(counts.reduce((sum, count) => sum + count)).toBe(200)
    const store = await open()
    expect((await store.in('T1').watches.list()).items).toHaveLength(400)
    await store.stop()
  })
})

function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
