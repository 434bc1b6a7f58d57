import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { signatureHeaders } from '../../playground/slack/delivery/sign.ts'
import { freePort } from './free-port.ts'
import { createReadyStage, createStage, type Stage } from './stage.ts'
import { until } from './until.ts'

describe('the operator', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage()
  })
  afterAll(() => stage.stop())

  const ask = async (path: string, url = stage.metricsUrl) => {
    const answer = await fetch(`${url}${path}`)
    return { status: answer.status, text: await answer.text() }
  }

  test('sees that Ferry is alive and ready, and strangers learn no more than that', async () => {
    await until('it to be ready', async () => (await ask('/readyz', stage.ferryUrl)).status === 200)
    expect(await ask('/healthz', stage.ferryUrl)).toEqual({ status: 200, text: '{"status":"alive"}\n' })
    expect(await ask('/readyz', stage.ferryUrl)).toEqual({ status: 200, text: '{"status":"ready"}\n' })
    for (const path of ['/metrics', '/details']) expect((await ask(path, stage.ferryUrl)).status).toBe(404)
  })

  test('sees each check in the details', async () => {
    const { checks } = JSON.parse((await ask('/details')).text)
    expect(checks).toMatchObject([{ name: 'store' }, { name: 'server' }, { name: 'slack' }, { name: 'polling' }])
  })

  test('sees real numbers in the metrics once something has happened', async () => {
    const engineer = stage.person()
    stage.addTask({ id: '191297407830872', sourceBucket: 'photos' })
    await engineer.types('help')
    await engineer.hears('Ferry runs bucket-to-bucket migrations')
    await engineer.types('status 404040404040404')
    await engineer.hears('No migration matches')
    await engineer.types('watch 1912…')
    await engineer.hears('photos → archive')
    const value = async (series: string) => {
      const line = (await ask('/metrics')).text.split('\n').find((one) => one.startsWith(`${series} `))
      return Number(line?.slice(series.length))
    }
    expect(await value('ferry_commands_total{verb="help",outcome="ok"}')).toBe(1)
    expect(await value('ferry_commands_total{verb="connect",outcome="ok"}')).toBe(2)
    expect(await value('ferry_commands_total{verb="status",outcome="migration_not_found"}')).toBe(1)
    expect(await value('ferry_deliveries_total{lane="card",outcome="ok"}')).toBe(1)
    const calls = 'provider="Huawei Cloud OMS",operation="GET"'
    expect(await value(`ferry_provider_calls_total{${calls},outcome="ok"}`)).toBeGreaterThan(3)
    expect(await value(`ferry_provider_call_seconds_count{${calls}}`)).toBeGreaterThan(3)
    await until('the watch to be counted', async () => (await value('ferry_watches')) === 1)
    expect(await value('ferry_ticks_total{outcome="ok"}')).toBeGreaterThan(0)
    expect(await value('ferry_tick_seconds_count')).toBeGreaterThan(0)
    expect(await value('ferry_outbox_pending')).toBe(0)
    stage.cloud.finishTask('191297407830872')
    await engineer.hears('Succeeded: photos → archive')
    await until(
      'the end to be measured',
      async () => (await value('ferry_message_lateness_seconds_count{lane="end"}')) === 1,
    )
    expect(await value('ferry_message_lateness_seconds_bucket{lane="end",le="60"}')).toBe(1)
    expect((await ask('/metrics')).text).not.toContain('ferry_message_held_seconds_count{')
    expect(await value('process_resident_memory_bytes')).toBeGreaterThan(10_000_000)
    expect(await value('ferry_slack_sockets_up')).toBe(1)
    expect(await value('ferry_slack_calls_total{method="chat.postMessage",outcome="ok"}')).toBeGreaterThan(0)
    expect(await value('ferry_slack_calls_total{method="views.open",outcome="ok"}')).toBeGreaterThan(0)
  })

  test('has no page that accepts a write', async () => {
    for (const path of ['/healthz', '/readyz', '/details', '/metrics']) {
      expect((await fetch(`${stage.metricsUrl}${path}`, { method: 'POST' })).status).toBe(405)
    }
  })
})

describe('the metrics', () => {
  test('are on Slack’s port if both have the same number', async () => {
    const port = String(await freePort())
    const stage = await createStage({ environment: { PORT: port, METRICS_PORT: port } })
    onTestFinished(stage.stop)
    expect(stage.metricsUrl).toBe(stage.ferryUrl)
    for (const path of ['/metrics', '/details']) expect((await fetch(stage.ferryUrl + path)).status).toBe(200)
  })

  test('tell of a key that records need and nobody has any more', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ferry-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const stage = await createStage({ environment: { STORE_URL: `sqlite:${join(folder, 'ferry.db')}` } })
    onTestFinished(stage.stop)
    const missing = async () =>
      /^ferry_encryption_keys_missing (\d+)$/m.exec(await (await fetch(`${stage.metricsUrl}/metrics`)).text())?.[1]
    expect(await missing()).toBe('0')
    const other = `k2:${Buffer.alloc(32, 8).toString('base64')}`
    await stage.restart({ ENCRYPTION_KEYS: other, LOST_ENCRYPTION_KEYS: 'k1' })
    expect(await missing()).toBe('1')
  })

  test('are nowhere if they are turned off', async () => {
    const stage = await createStage({ environment: { METRICS_PORT: 'off' } })
    onTestFinished(stage.stop)
    expect((await fetch(`${stage.ferryUrl}/metrics`)).status).toBe(404)
  })

  test('are missing if their port is in use, which is a warning', async () => {
    const first = await createStage()
    onTestFinished(first.stop)
    const taken = new URL(first.metricsUrl).port
    const second = await createStage({ environment: { METRICS_PORT: taken } })
    onTestFinished(second.stop)
    expect(second.logged('Metrics are not served: set METRICS_PORT to a free port, or to off')).toMatchObject([
      { level: 'warn', host: '127.0.0.1', port: Number(taken), reason: 'EADDRINUSE' },
    ])
    await until('it to be ready', async () => (await fetch(`${second.ferryUrl}/readyz`)).status === 200)
  })
})

test('over HTTP, a Slack that cannot be reached shows in the details and the metrics, and Ferry stays ready', async () => {
  const stage = await createReadyStage({ mode: 'http' })
  onTestFinished(stage.stop)
  const read = async (path: string) => (await fetch(`${stage.metricsUrl}${path}`)).text()
  const engineer = stage.person()
  await engineer.types('help')
  await engineer.hears('Ferry runs bucket-to-bucket migrations')
  stage.addTask({ id: '191297407830872', sourceBucket: 'photos' })
  stage.spoil('chat.postMessage', { kind: 'cut_before' }, { times: 1000 })
  await engineer.types('watch 191297407830872')
  await until('the failed call', async () => JSON.parse(await read('/details')).slackCalls.lastFailed !== undefined)
  const { checks, slackCalls } = JSON.parse(await read('/details'))
  expect(checks).toMatchObject([{ name: 'store' }, { name: 'server' }, { name: 'polling' }])
  expect(slackCalls).toMatchObject({
    lastAnswered: { secondsAgo: expect.any(Number) },
    lastFailed: { method: 'chat.postMessage', outcome: 'unreachable', secondsAgo: expect.any(Number) },
  })
  expect(await read('/metrics')).toMatch(/^ferry_slack_last_call_age_seconds\{result="failed"\} \d/m)
  expect((await fetch(`${stage.ferryUrl}/readyz`)).status).toBe(200)
})

test('a wrong signing secret is visible in the metrics, and in the log with what to do', async () => {
  const stage = await createStage({ mode: 'http' })
  onTestFinished(stage.stop)
  const body = 'command=%2Fmigrate'
  const headers = {
    ...signatureHeaders('another-secret', body, Math.floor(Date.now() / 1000)),
    'content-type': 'application/x-www-form-urlencoded',
  }
  const answer = await fetch(`${stage.ferryUrl}/slack/events`, { method: 'POST', body, headers })
  expect(answer.status).toBe(401)
  const metrics = await (await fetch(`${stage.metricsUrl}/metrics`)).text()
  expect(metrics).toContain('ferry_requests_refused_total{reason="signature"} 1\n')
  expect(stage.logged('A request was refused')).toMatchObject([
    { level: 'warn', reason: 'signature', advice: expect.stringContaining('copy SLACK_SIGNING_SECRET') },
  ])
})

test('with a store that can be read but not written, Ferry is not ready until writes succeed again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'ferry.db')
  const stage = await createStage({ environment: { STORE_URL: `sqlite:${file}` } })
  onTestFinished(stage.stop)
  const status = async () => (await fetch(`${stage.ferryUrl}/readyz`)).status
  await until('it to be ready', async () => (await status()) === 200)
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  await until('it to be not ready', async () => (await status()) === 503)
  await until('the failure to be counted', async () => {
    const metrics = await (await fetch(`${stage.metricsUrl}/metrics`)).text()
    return /^ferry_store_failures_total\{operation="write"\} [1-9]/m.test(metrics)
  })
  other.close()
  await until('it to be ready again', async () => (await status()) === 200)
})
