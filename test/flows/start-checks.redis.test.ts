import { createClient } from '@keyv/redis'
import { expect, onTestFinished, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/operate/log.ts'
import { startReport } from '../../src/operate/start-report.ts'
import { startRedis } from '../redis-server.ts'
import { createGround, environmentOf } from './launch.ts'

async function redis() {
  const server = await startRedis()
  onTestFinished(server.stop)
  return server
}

/** The problems that Ferry prints when it starts with this store, on one line. */
async function reportOf(storeUrl: string): Promise<string> {
  const { slack, file } = await createGround({ onTestFinished })
  const log = createLog({ level: 'silent' })
  const app = createApp(readConfig({ ...environmentOf(slack, file), STORE_URL: storeUrl }), { log })
  onTestFinished(app.stop)
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
