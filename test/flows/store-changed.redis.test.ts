import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@keyv/redis'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Message } from '../../playground/slack/protocol.ts'
import { type RedisServer, startRedis } from '../redis-server.ts'
import { freePort } from './free-port.ts'
import { installByOAuth, oauthEnvironment } from './oauth.ts'
import { readingOf } from './reading.ts'
import { connectAccount } from './setup.ts'
import { createStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const slack = {
  teams: [{ id: 'T0LOCAL', name: 'Local workspace' }],
  users: [{ id: 'U0ENGINEER', name: 'engineer' }],
  channels: [{ id: 'C0MIGRATIONS', name: 'migrations' }],
}

async function redis(): Promise<RedisServer> {
  const server = await startRedis()
  onTestFinished(server.stop)
  return server
}

/** Starts Redis again on the same address, without its records. */
async function loseEverything(server: RedisServer): Promise<void> {
  await server.kill()
  for (const file of await readdir(server.directory)) await rm(join(server.directory, file), { recursive: true })
  await server.restart()
}

async function keysIn({ url }: RedisServer): Promise<unknown> {
  const client = await createClient({ url }).connect()
  const keys = await client.sendCommand(['KEYS', '*'])
  client.destroy()
  return keys
}

const readiness = async ({ ferryUrl }: Stage) => (await fetch(`${ferryUrl}/readyz`)).status

/** The private messages that tell that the store has changed. */
function warnings({ slack: { world } }: Stage): Message[] {
  return [...world.messages.values()]
    .flat()
    .filter((message) => readingOf(message).includes('its store changed while Ferry ran'))
}

const ways = [
  ['a fixed token', async () => ({})],
  ['workspaces that installed Ferry', async () => oauthEnvironment(await freePort())],
] as const

describe.each(ways)('a Redis that comes back empty, with %s', (way, environmentOf) => {
  test('is told to an admin and written to no more; after a restart Ferry works with it', async () => {
    const server = await redis()
    const environment = { ...(await environmentOf()), STORE_URL: server.url, ADMINS: 'U0ENGINEER' }
    const stage = await createStage({ mode: 'http', slack, environment })
    onTestFinished(stage.stop)
    const install = async () => {
      if (way !== 'a fixed token') expect(await installByOAuth(stage, 'T0LOCAL')).toBe(200)
    }
    await install()
    const engineer = stage.person()
    await connectAccount(engineer, stage.cloudUrl)
    const id = stage.addTask({ id: '191297407830872', sourceBucket: 'photos' })
    await engineer.types(`watch ${id}`)
    await engineer.hears('photos → archive')
    await until('it to be ready', async () => (await readiness(stage)) === 200)

    await loseEverything(server)
    const [warning] = await until('the warning', () => warnings(stage).length > 0 && warnings(stage))
    if (warning === undefined) throw new Error('Nobody was told')
    const words = readingOf(warning)
    for (const part of ['it has been emptied', '`prod-hw`', '1 follow,', 'restart every replica']) {
      expect(words).toContain(part)
    }
    await until('it to be not ready', async () => (await readiness(stage)) === 503)
    expect(await engineer.types('accounts')).toMatchObject({ acknowledged: true })
    await engineer.hears('Ferry’s store is not the one')
    expect(warnings(stage)).toHaveLength(1)
    expect(await keysIn(server)).toEqual([])

    await stage.restart()
    await install()
    await connectAccount(engineer, stage.cloudUrl)
    await engineer.types(`watch ${id}`)
    await until('a second card', () => engineer.messages().filter((one) => one.metadata !== undefined).length > 1)
    stage.cloud.finishTask(id)
    await engineer.hears('*Succeeded*')
    expect(warnings(stage)).toHaveLength(1)
  })
})
