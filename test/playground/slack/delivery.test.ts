import { createServer, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { SocketModeReceiver, verifySlackRequest } from '@slack/bolt'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type { LocalSlack } from '../../../playground/slack/server.ts'
import { eventually } from '../../eventually.ts'
import { act, callApi, freePort, silent, startBolt, startSlack, textsIn } from './stand.ts'

const channel = 'C0MIGRATIONS'
const user = 'U0ENGINEER'
const command = { user, channel, text: '/migrate' }

/** Starts a plain app that records what arrives and answers with a status. */
async function startEar(slack: LocalSlack, status: () => number = () => 200) {
  const heard: { headers: IncomingMessage['headers']; body: string }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
    response.writeHead(status()).end()
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => void server.closeAllConnections())
  onTestFinished(() => void server.close())
  slack.connect(`http://127.0.0.1:${port}`)
  return heard
}

describe('signed requests', () => {
  test('have the exact content type, a valid signature and every field of a command', async () => {
    const slack = await startSlack()
    const heard = await startEar(slack)
    await act(slack, 'command', { user, channel, text: '/migrate status “1912…” — now' })
    const [{ headers, body } = { headers: {}, body: '' }] = heard
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(() =>
      verifySlackRequest({
        signingSecret: slack.app.signingSecret,
        body,
        headers: {
          'x-slack-signature': String(headers['x-slack-signature']),
          'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
        },
      }),
    ).not.toThrow()
    expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
      command: '/migrate',
      text: 'status “1912…” — now',
      team_id: 'T0LOCAL',
      channel_id: channel,
      channel_name: 'migrations',
      user_id: user,
      is_enterprise_install: 'false',
      trigger_id: expect.any(String),
      response_url: expect.stringContaining(`${slack.url}/hooks/commands/T0LOCAL/`),
    })
  })

  test('an event that failed is sent again with the same id if control says so', async () => {
    let status = 500
    const slack = await startSlack()
    const heard = await startEar(slack, () => status)
    expect(await act(slack, 'mention', { user, channel, text: 'status' })).toMatchObject({ ok: false, status: 500 })
    status = 200
    await act(slack, 'retry')
    await act(slack, 'retry')
    const mentions = heard.filter(({ body }) => body.includes('app_mention'))
    expect(new Set(mentions.map(({ body }) => JSON.parse(body).event_id)).size).toBe(1)
    expect(mentions.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1'])
    expect(mentions[1]?.headers['x-slack-retry-reason']).toBe('http_error')
  })

  test('a connection that the app closes just before its next use is replaced', async () => {
    const slack = await startSlack()
    const served = new Map<Socket, number>()
    const server = createServer((request, response) => {
      const before = served.get(request.socket) ?? 0
      served.set(request.socket, before + 1)
      if (before > 0) request.socket.resetAndDestroy()
      else response.end()
    })
    const port = await freePort()
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    onTestFinished(() => void server.closeAllConnections())
    slack.connect(`http://127.0.0.1:${port}`)
    for (const _ of [1, 2, 3]) expect(await act(slack, 'command', command)).toMatchObject({ ok: true })
    expect([...served.values()]).toEqual([2, 2, 1])
  })

  test('if nobody listens, the person sees an error', async () => {
    const slack = await startSlack({ ackDeadlineMs: 60_000 })
    slack.connect(`http://127.0.0.1:${await freePort()}`)
    expect(await act(slack, 'command', command)).toEqual({ ok: false, acknowledged: false, error: 'dispatch_failed' })
    expect(textsIn(slack, channel).at(-1)).toBe('`/migrate` failed with the error "dispatch_failed"')
  })

  test('if nobody answers in time, the person sees an error', async () => {
    const slack = await startSlack({ ackDeadlineMs: 30 })
    const bolt = await startBolt(slack, 'http')
    const tooLate = Promise.withResolvers<void>()
    bolt.command('/migrate', ({ ack }) => tooLate.promise.then(() => ack()))
    expect(await act(slack, 'command', command)).toEqual({ ok: false, acknowledged: false, error: 'operation_timeout' })
    tooLate.resolve()
    expect(textsIn(slack, channel).at(-1)).toBe('`/migrate` failed with the error "operation_timeout"')
  })
})

describe('Socket Mode', () => {
  async function plainSocket(slack: LocalSlack) {
    const { url } = await callApi(slack, 'apps.connections.open', { token: slack.app.appToken })
    const link = new WebSocket(String(url))
    const frames: { type: string; [field: string]: unknown }[] = []
    link.on('message', (data) => frames.push(JSON.parse(String(data))))
    onTestFinished(() => link.terminate())
    await eventually(() => expect(frames).toHaveLength(1))
    return { link, frames, url: String(url) }
  }

  test('sends hello, counts connections and uses them in turn', async () => {
    const slack = await startSlack({ ackDeadlineMs: 20 })
    const one = await plainSocket(slack)
    const two = await plainSocket(slack)
    expect(one.frames[0]).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: slack.app.id },
    })
    expect(two.frames[0]).toMatchObject({ type: 'hello', num_connections: 2 })
    for (const _ of [1, 2]) await act(slack, 'command', { user, channel, text: '/migrate' })
    await eventually(() =>
      expect([one, two].map(({ frames }) => frames[1]?.type)).toEqual(['slash_commands', 'slash_commands']),
    )
    expect(one.frames[1]).toMatchObject({ accepts_response_payload: true, envelope_id: expect.any(String) })
  })

  test('a ticket opens a single connection', async () => {
    const slack = await startSlack()
    const { url } = await plainSocket(slack)
    const again = new WebSocket(url)
    const error = await new Promise<Error>((resolve) => again.on('error', resolve))
    expect(error.message).toContain('401')
  })

  test('Bolt reconnects by itself after a refresh', async () => {
    const slack = await startSlack()
    const installerOptions = { clientOptions: { slackApiUrl: slack.apiUrl } }
    // Bolt waits this long before it reconnects, by default five seconds.
    const receiver = new SocketModeReceiver({
      appToken: slack.app.appToken,
      clientPingTimeout: 1000,
      installerOptions,
      logger: silent,
    })
    const bolt = await startBolt(slack, 'socket', { receiver })
    bolt.command('/migrate', ({ ack }) => ack('here'))
    const opened = () => slack.world.calls.filter((call) => call.method === 'apps.connections.open')
    await act(slack, 'socket', { action: 'refresh' })
    // On a busy machine, it may reconnect more than once.
    await eventually(() => expect(opened().length).toBeGreaterThan(1))
    await eventually(async () => expect(await act(slack, 'command', command)).toMatchObject({ ok: true }))
  })

  test('a dropped connection gets no answer', async () => {
    const slack = await startSlack()
    const { link } = await plainSocket(slack)
    const closed = new Promise((resolve) => link.on('close', resolve))
    await act(slack, 'socket', { action: 'drop' })
    await closed
    expect(await act(slack, 'command', { user, channel, text: '/migrate' })).toMatchObject({ error: 'dispatch_failed' })
  })
})
