import { createClient } from '@keyv/redis'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { createApp } from '../../src/app/app.ts'
import { readConfig } from '../../src/config/config.ts'
import type { Log } from '../../src/log.ts'
import { createLog } from '../../src/operate/log.ts'
import { startReport } from '../../src/operate/start-report.ts'
import { startRedis } from '../redis-server.ts'
import { createGround, environmentOf } from './launch.ts'

async function redis(options?: Parameters<typeof startRedis>[0]) {
  const server = await startRedis(options)
  onTestFinished(server.stop)
  return server
}

/** The warnings about Redis that Ferry logs while it starts with this store. */
async function warningsOf(storeUrl: string): Promise<Warning[]> {
  const lines: Warning[] = []
  const write = (line: string) => void lines.push(warning.parse(JSON.parse(line)))
  await ferry(storeUrl, createLog({ level: 'warn', destination: { write } })).then(({ start }) => start())
  return lines.filter(({ msg }) => msg.includes('Redis'))
}

const warning = z.object({ msg: z.string(), advice: z.string().optional() })
type Warning = z.infer<typeof warning>

async function ferry(storeUrl: string, log: Log) {
  const { slack, file } = await createGround({ onTestFinished })
  const app = createApp(readConfig({ ...environmentOf(slack, file), STORE_URL: storeUrl }), { log })
  onTestFinished(app.stop)
  return app
}

/** The problems that Ferry prints when it starts with this store, on one line. */
async function reportOf(storeUrl: string): Promise<string> {
  const app = await ferry(storeUrl, createLog({ level: 'silent' }))
  const error: unknown = await app.start().then(
    () => new Error('It started'),
    (reason) => reason,
  )
  return startReport(error).replaceAll(/\s+/g, ' ')
}

test('an unreachable Redis is named by its address, without the password', async () => {
  const server = await redis()
  await server.kill()
  const { host } = new URL(server.url)
  const report = await reportOf(`redis://ferry:hunter2@${host}`)
  expect(report).toContain(`Ferry can’t use the store redis://${host}: Redis refused the connection (ECONNREFUSED).`)
  expect(report).toContain('Start Redis, or correct host and port in STORE_URL.')
  expect(report).not.toContain('hunter2')
})

test('a wrong password is reported as such, and not tried again', async () => {
  const server = await redis()
  const client = await createClient({ url: server.url }).connect()
  await client.configSet('requirepass', 'the-right-one')
  client.destroy()
  for (const user of ['', ':hunter2@']) {
    const report = await reportOf(server.url.replace('redis://', `redis://${user}`))
    expect(report).toMatch(/Redis (wants a password|did not accept the user or password)/)
    expect(report).toContain('Put the right user and password into STORE_URL')
    expect(report).not.toContain('hunter2')
  }
})

test('a read-only replica is refused as a store', async () => {
  const server = await redis()
  const client = await createClient({ url: server.url }).connect()
  await client.sendCommand(['REPLICAOF', '127.0.0.1', '1'])
  client.destroy()
  const report = await reportOf(server.url)
  expect(report).toContain('this Redis is a read-only replica')
  expect(report).toContain('Point STORE_URL to the primary, not to a replica.')
})

test('a full Redis is refused as a store', async () => {
  const server = await redis()
  const client = await createClient({ url: server.url }).connect()
  await client.configSet({ maxmemory: '1', 'maxmemory-policy': 'noeviction' })
  client.destroy()
  const report = await reportOf(server.url)
  expect(report).toContain('Redis is out of memory')
  expect(report).toContain('Give Redis more memory')
})

test.each(['allkeys-lru', 'volatile-ttl'])(
  'a Redis with a limit on memory that evicts by %s is refused as a store',
  async (policy) => {
    const server = await redis({ maxmemory: '100mb', 'maxmemory-policy': policy })
    const report = await reportOf(server.url)
    expect(report).toContain(`when its memory is full, it throws records away (maxmemory-policy is ${policy}).`)
    expect(report).toContain('Set maxmemory-policy to noeviction in the configuration of Redis')
    expect(await keysIn(server.url)).toEqual([])
  },
)

/** All keys in a Redis. */
async function keysIn(url: string): Promise<string[]> {
  const client = await createClient({ url }).connect()
  const keys = await client.keys('*')
  client.destroy()
  return keys
}

test.each([
  { 'maxmemory-policy': 'allkeys-lru' },
  { maxmemory: '100mb', 'maxmemory-policy': 'noeviction' },
  { save: '3600 1', appendonly: 'no' },
])('a Redis that never evicts and that saves its data needs no warning: %j', async (options) => {
  const server = await redis(options)
  expect(await warningsOf(server.url)).toEqual([])
})

const advice = 'Set appendonly to yes in the configuration of Redis.'

test('a Redis that saves nothing to its disk is warned about at the start', async () => {
  const server = await redis({ save: '', appendonly: 'no' })
  const msg = 'Redis does not save its data: if it restarts, everything that Ferry stored is gone'
  expect(await warningsOf(server.url)).toEqual([{ msg, advice }])
})

test.each([
  ['closes CONFIG', ['-config'], { save: '3600 1', appendonly: 'no' }],
  ['closes INFO', ['-info'], { save: '', appendonly: 'yes' }],
  ['closes CONFIG and INFO', ['-config', '-info'], { save: '3600 1', appendonly: 'no' }],
])(
  'a Redis that %s, so does not say whether it saves its data, is warned about at the start',
  async (_, rules, options) => {
    const server = await redis(options)
    const client = await createClient({ url: server.url }).connect()
    await client.sendCommand(['ACL', 'SETUSER', 'default', ...rules])
    client.destroy()
    const msg =
      'Redis does not say whether it saves its data: if it does not, a restart of Redis loses what Ferry stored'
    expect(await warningsOf(server.url)).toEqual([
      { msg, advice: 'Check that appendonly is yes in the configuration of Redis.' },
    ])
  },
)
