import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createReadyStage, type Stage } from './stage.ts'
import { until } from './until.ts'

describe('what an operator sees', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage()
    stage.clock.setSpeed(0)
  })
  afterAll(() => stage.stop())

  const ask = async (path: string) => {
    const answer = await fetch(`${stage.ferryUrl}${path}`)
    return { status: answer.status, text: await answer.text() }
  }

  test('it lives and is ready', async () => {
    expect(await ask('/healthz')).toMatchObject({ status: 200, text: expect.stringContaining('"status":"alive"') })
    await until('it to be ready', async () => (await ask('/readyz')).status === 200)
    const { checks } = JSON.parse((await ask('/readyz')).text)
    expect(checks).toMatchObject([{ name: 'store' }, { name: 'slack' }, { name: 'polling' }])
  })

  test('the metrics hold real numbers once something has happened', async () => {
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
    expect(await value('process_resident_memory_bytes')).toBeGreaterThan(10_000_000)
    expect(await value('ferry_slack_sockets_up')).toBe(1)
  })

  test('no page of an operator can be written to', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect((await fetch(`${stage.ferryUrl}${path}`, { method: 'POST' })).status).toBe(405)
    }
  })
})
