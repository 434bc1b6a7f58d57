import { createClient } from '@keyv/redis'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/async/clock.ts'
import type { Backend } from '../../src/store/backend.ts'
import type { RedisOptions } from '../../src/store/redis/connection.ts'
import { openRedis } from '../../src/store/redis/redis.ts'
import { eventually } from '../eventually.ts'
import { type RedisServer, startRedis } from '../redis-server.ts'
import { startProcess } from './processes.ts'
import { aWatch } from './samples.ts'
import { startSwallowingProxy } from './swallowing-proxy.ts'
import { storeOver } from './world.ts'

let server: RedisServer
beforeEach(async () => {
  server = await startRedis()
})
afterEach(() => server.stop())

async function open(options: Partial<RedisOptions> & { leaseMs?: number } = {}): Promise<Backend> {
  const backend = await openRedis({ url: server.url, ...options })
  onTestFinished(backend.stop)
  return backend
}

async function command(...words: string[]): Promise<unknown> {
  const client = await createClient({ url: server.url }).connect()
  const answer = await client.sendCommand(words)
  client.destroy()
  return answer
}

// A closed laptop, a debugger or an overloaded machine freezes a process like this.
test('a process that was frozen for longer than its lease cannot overwrite what the next leader wrote', async () => {
  const leaseMs = 1_000
  const former = startProcess(server.url, { leaseMs })
  await former.opened
  expect(await former.tell('lease')).toBe('leased')
  expect(await former.tell('commit')).toBe('written, believes that it goes on')
  former.freeze()
  const store = storeOver(await open({ leaseMs }), systemClock)
  const lease = await eventually(async () => {
    const taken = await store.lease('owner', 'blue')
    expect(taken).toBeDefined()
    return taken
  })
  const { watches, commit } = store.in('T1')
  await commit([watches.putting('w', aWatch('blue'))], lease)
  const outcome = former.tell('commit')
  former.thaw()
  expect(await outcome).toMatch(/^lease_lost/)
  await eventually(async () => expect(await former.tell('commit')).toBe('lease_lost, knows that it is over'))
  expect(await watches.get('w')).toEqual(aWatch('blue'))
  expect(lease?.signal.aborted).toBe(false)
})

test('the lease of a killed process is free again when it expires', async () => {
  const former = startProcess(server.url, { leaseMs: 1_000 })
  await former.opened
  await former.tell('lease')
  await former.kill()
  const store = storeOver(await open(), systemClock)
  expect(await store.holdersOf(['owner'])).toEqual(['red'])
  await eventually(async () => expect(await store.lease('owner', 'blue')).toBeDefined())
})

test('a lease that disappears from Redis, or that somebody else has taken, is lost', async () => {
  const store = storeOver(await open({ leaseMs: 1_000 }), systemClock)
  const [gone, taken] = [await store.lease('gone', 'red'), await store.lease('taken', 'red')]
  await command('DEL', 'ferry:claim:gone')
  await command('SET', 'ferry:claim:taken', 'somebody else')
  await eventually(() => expect([gone?.signal.aborted, taken?.signal.aborted]).toEqual([true, true]))
  expect(taken?.signal.reason).toMatchObject({ code: 'lease_lost' })
  await taken?.release()
  expect(await command('GET', 'ferry:claim:taken')).toBe('somebody else')
})

test('a lease survives a short outage of Redis, and ends in time during a long one', async () => {
  const store = storeOver(await open({ leaseMs: 5_000, timeoutMs: 500 }), systemClock)
  const lease = await store.lease('owner', 'red')
  await server.restart()
  const restartedAt = performance.now()
  await eventually(() => expect(performance.now() - restartedAt).toBeGreaterThan(5_000))
  expect(lease?.signal.aborted).toBe(false)
  await store.in('T1').commit([], lease)
  await server.kill()
  await eventually(() => expect(lease?.signal.aborted).toBe(true))
})

test('a commit updates the indexes and keeps times to live, even if Redis has forgotten the script', async () => {
  const backend = await open()
  await backend.commit([
    { key: 'a/b:1', text: 'x', ttlMs: 60_000 },
    { key: 'a/b:2', text: 'y' },
  ])
  expect(Number(await command('PTTL', 'ferry:a/b:1'))).toBeGreaterThan(50_000)
  expect(await command('PTTL', 'ferry:a/b:2')).toBe(-1)
  await command('SCRIPT', 'FLUSH')
  await backend.commit([{ key: 'a/b:1' }])
  expect(await command('SMEMBERS', 'ferry:index:a/b')).toEqual(['a/b:2'])
})

test('a commit that fails halfway in Redis changes no record', async () => {
  const backend = await open()
  await command('SET', 'ferry:index:c/d', 'of another program')
  const changes = [
    { key: 'a/b:1', text: 'x' },
    { key: 'c/d:1', text: 'y' },
  ]
  await expect(backend.commit(changes)).rejects.toMatchObject({ code: 'store_unavailable' })
  expect(await backend.getMany(['a/b:1', 'c/d:1'])).toEqual([undefined, undefined])
})

test('a subscription continues after an outage of Redis', async () => {
  const backend = await open()
  const heard: string[] = []
  await backend.signals.subscribe('T1', (text) => heard.push(text))
  await server.restart()
  await eventually(() => backend.ping())
  await eventually(async () => {
    await backend.signals.publish('T1', 'again')
    expect(heard).toContain('again')
  })
})

test('a subscription moves to a new connection if the old one goes dead', async () => {
  const proxy = await startSwallowingProxy(server.url)
  onTestFinished(proxy.stop)
  const backend = await open({ url: proxy.url, timeoutMs: 2000, beatMs: 100 })
  const heard: string[] = []
  await backend.signals.subscribe('T1', (text) => heard.push(text))
  proxy.swallow()
  const sender = await open()
  await eventually(async () => {
    await sender.signals.publish('T1', 'again')
    expect(heard).toContain('again')
  })
})

test('databases of one Redis server do not hear each other', async () => {
  const [here, there] = [await open(), await open({ url: `${server.url}/1` })]
  const heard: string[] = []
  await here.signals.subscribe('T1', (text) => heard.push(`here ${text}`))
  await there.signals.subscribe('T1', (text) => heard.push(`there ${text}`))
  await here.signals.publish('T1', 'a')
  await there.signals.publish('T1', 'b')
  await eventually(() => expect(heard.toSorted()).toEqual(['here a', 'there b']))
})
