import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signatureHeaders } from '../../playground/slack/delivery/sign.ts'
import { issueResponseUrl } from '../../playground/slack/response-url.ts'
import { issueTrigger } from '../../playground/slack/trigger.ts'
import { readingOf } from './reading.ts'
import { createStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const form = 'application/x-www-form-urlencoded'
const json = 'application/json'

describe('a request to POST /slack/events', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createStage({ mode: 'http' })
  })
  afterAll(() => stage.stop())

  const now = () => Math.floor(Date.now() / 1000)
  const sign = (body: string, at = now(), secret = stage.slack.app.signingSecret) => signatureHeaders(secret, body, at)
  const send = async (body: string, headers: Record<string, string>, type = form) => {
    const init = { method: 'POST', body, headers: { 'content-type': type, ...headers } }
    return (await fetch(`${stage.ferryUrl}/slack/events`, init)).status
  }
  const command = (fields: Record<string, string> = {}) => {
    const origin = { team_id: 'T0LOCAL', user_id: 'U0ENGINEER', channel_id: 'C0MIGRATIONS' }
    return new URLSearchParams({
      ...origin,
      command: '/migrate',
      text: 'help',
      response_url: issueResponseUrl(stage.slack.world, 'commands', origin),
      trigger_id: issueTrigger(stage.slack.world, origin),
      ...fields,
    }).toString()
  }
  const answers = () => stage.person().messages().length
  const works = async () => {
    const engineer = stage.person()
    expect(await engineer.types('help')).toMatchObject({ acknowledged: true, status: 200 })
    await engineer.hears('Ferry runs bucket-to-bucket migrations')
  }

  test('without a valid signature is refused', async () => {
    const body = command()
    const before = answers()
    expect(await send(body, {})).toBe(401)
    expect(await send(body, sign(body, now(), 'not-the-signing-secret'))).toBe(401)
    expect(await send(`${body}&text=list`, sign(body))).toBe(401)
    expect(await send(body, { ...sign(body), 'x-slack-request-timestamp': 'yesterday' })).toBe(401)
    await works()
    expect(answers()).toBe(before + 1)
  })

  test('from the past or the future is refused', async () => {
    const body = command()
    const before = answers()
    expect(await send(body, sign(body, now() - 310))).toBe(401)
    // Bolt checks the past only: a request from the future could be replayed until its time has come.
    expect(await send(body, sign(body, now() + 310))).toBe(401)
    await works()
    expect(answers()).toBe(before + 1)
  })

  test('with a signature but senseless content does no harm', async () => {
    const before = answers()
    const click = { type: 'block_actions', actions: [], team: { id: 'T0LOCAL' } }
    const submission = { type: 'view_submission', team: { id: 'T0LOCAL' }, user: { id: 'U1' } }
    const refused = [
      ['{"type":"event_callback","event":{', json],
      ['[1,2,3]', json],
      ['null', json],
      ['{}', json],
      ['{"type":"event_callback","team_id":"T0LOCAL"}', json],
      ['', form],
      ['payload=%7Bnot', form],
      ['payload=null', form],
      ['payload=%7B%7D', form],
      [`payload=${encodeURIComponent(JSON.stringify(click))}`, form],
      [`payload=${encodeURIComponent(JSON.stringify(submission))}`, form],
      ['command=%2Fother&team_id=T0LOCAL&user_id=U0ENGINEER', form],
      ['\u0000\u0001\ufffd'.repeat(100), 'application/octet-stream'],
    ] as const
    const statuses = await Promise.all(refused.map(([body, type]) => send(body, sign(body), type)))
    expect(statuses.filter((status) => status < 400)).toEqual([])
    const ignored = [
      ['{"type":"event_callback","team_id":"T0OTHER","event":{"type":"app_mention"}}', json],
      ['command=%2Fmigrate&team_id=T0LOCAL', form],
    ] as const
    for (const [body, type] of ignored) expect(await send(body, sign(body), type)).toBe(200)
    await works()
    expect(answers()).toBe(before + 1)
  })

  test('with a larger body than Slack ever sends is refused', async () => {
    const body = `text=${'a'.repeat(5 * 1024 * 1024)}`
    const headers = { 'content-type': form, 'content-length': Buffer.byteLength(body), ...sign(body) }
    const status = await new Promise((resolve, reject) => {
      const options = { method: 'POST', headers, agent: false }
      request(`${stage.ferryUrl}/slack/events`, options, ({ statusCode }) => resolve(statusCode))
        .on('error', reject)
        .end(body)
    })
    expect(status).toBe(413)
    await works()
  })

  test('on another path or with another method is refused', async () => {
    expect((await fetch(`${stage.ferryUrl}/slack/events`)).status).toBe(405)
    expect((await fetch(`${stage.ferryUrl}/slack/install`)).status).toBe(404)
    expect((await fetch(`${stage.ferryUrl}/../../etc/passwd`)).status).toBe(404)
    expect((await fetch(stage.ferryUrl, { method: 'PUT', body: 'x' })).status).toBe(404)
  })

  test('with a command that is delivered twice runs it once', async () => {
    const body = command({ text: 'accounts' })
    const before = answers()
    expect(await Promise.all([send(body, sign(body)), send(body, sign(body))])).toEqual([200, 200])
    await stage.person().hears('No cloud account is connected yet')
    await works()
    expect(answers()).toBe(before + 2)
  })

  test('with an event that Slack repeats is answered once', async () => {
    const engineer = stage.person()
    await engineer.mentions('accounts')
    await engineer.hears('No cloud account is connected yet')
    const sent = await until('the event', () =>
      stage.slack.world.sentEvents.find(({ payload }) => JSON.stringify(payload).includes('app_mention')),
    )
    const before = answers()
    await stage.act('retry', { event_id: sent.event_id })
    await works()
    expect(sent.attempts).toBe(2)
    expect(answers()).toBe(before + 1)
  })

  test('that is refused is counted by reason, and logged once instead of each time', async () => {
    const metrics = await (await fetch(`${stage.metricsUrl}/metrics`)).text()
    const counted = (reason: string) =>
      Number(new RegExp(`^ferry_requests_refused_total{reason="${reason}"} (\\d+)$`, 'm').exec(metrics)?.[1] ?? 0)
    for (const reason of ['signature', 'timestamp', 'too_large', 'path']) expect(counted(reason)).toBeGreaterThan(0)
    expect(counted('signature')).toBeGreaterThan(2)
    const told = stage.logged('A request was refused').filter(({ reason }) => reason === 'signature')
    expect(told).toMatchObject([{ status: 401 }])
  })

  test('with a very long command is answered like any other', async () => {
    const engineer = stage.person()
    await engineer.types(`status ${'9'.repeat(200_000)}`)
    await engineer.hears('No cloud account is connected yet')
    await engineer.types(`${'x'.repeat(50_000)} list`)
    expect(readingOf(await engineer.hears('Ferry does not know')).length).toBeLessThan(1000)
  })
})
