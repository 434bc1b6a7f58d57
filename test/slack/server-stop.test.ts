import { once } from 'node:events'
import { Agent, get, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/async/clock.ts'
import { startServer } from '../../src/slack/receive/server.ts'

async function createSetting() {
  const waiting: { path: string; response: ServerResponse }[] = []
  const heard = new Map<string, () => void>()
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    onRefused: () => {},
    clock: systemClock,
    log: { error: () => {} },
    operate: () => false,
    slack: async ({ url = '' }, response) => {
      response.shouldKeepAlive = true
      if (!url.startsWith('/slow')) response.end()
      else waiting.push({ path: url, response })
      heard.get(url)?.()
      return undefined
    },
  })
  // Like a balancer: one connection that stays open.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(async () => {
    agent.destroy()
    await server.stop()
  })
  const ask = (path: string, by = agent) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get(`${server.url}${path}`, { agent: by }, (answer) => resolve(answer.resume())).on('error', reject)
    })
  const asked = (path: string) => new Promise<void>((resolve) => heard.set(path, resolve))
  return { server, ask, asked, waiting, agent }
}

const other = () => new Agent()

test('once a stop is announced, connections end with their next answer, and new ones are still accepted', async () => {
  const { server, ask, asked, waiting } = await createSetting()
  const before = await ask('/one')
  expect(before.headers.connection).toBe('keep-alive')
  const arrival = asked('/slow')
  const slow = ask('/slow')
  await arrival
  server.announceEnd()
  // A request from before the stop, answered after it.
  waiting[0]?.response.end()
  expect((await slow).headers.connection).toBe('close')
  const after = await ask('/two', other())
  expect(after).toMatchObject({ statusCode: 200, headers: { connection: 'close' } })
})

test('with its port closed, the server accepts no connection and still answers on open ones', async () => {
  const { server, ask } = await createSetting()
  await ask('/one')
  await server.closeDoor()
  await expect(ask('/two', other())).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  expect(await ask('/two')).toMatchObject({ statusCode: 200, headers: { connection: 'close' } })
})

test('the stop ends when every request has been answered', async () => {
  const { server, ask, asked, waiting } = await createSetting()
  const arrival = asked('/slow')
  const slow = ask('/slow')
  await arrival
  let isClosed = false
  const closed = server.closeDoor().then(() => {
    isClosed = true
  })
  await expect(ask('/two', other())).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  expect(isClosed).toBe(false)
  waiting[0]?.response.end()
  expect((await slow).statusCode).toBe(200)
  await closed
})

test('at the stop, idle connections and those without a request end at once', async () => {
  const { server, ask } = await createSetting()
  await ask('/one')
  const silent = connect(Number(new URL(server.url).port), '127.0.0.1')
  await once(silent, 'connect')
  // When a later client is answered, this connection has certainly been accepted.
  await ask('/two', other())
  const ended = once(silent.resume(), 'close')
  await server.stop()
  await ended
})
