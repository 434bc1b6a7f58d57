import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { handleHuaweiControl } from '../../../playground/huawei/control.ts'
import { listenLocally } from '../../../playground/huawei/http.ts'
import { project, startCloud } from './cloud.ts'

async function startControl() {
  const cloud = await startCloud()
  const { url, stop } = await listenLocally(handleHuaweiControl(cloud.simulator, cloud.clock))
  onTestFinished(stop)
  const command = async (line: string, body?: unknown): Promise<Record<string, unknown>> => {
    const [method = '', path = ''] = line.split(' ')
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${url}/control/clouds/huawei${path}`, { method, ...sent })
    return z.record(z.string(), z.unknown()).parse(await response.json())
  }
  return { ...cloud, command }
}

test('the clock can be moved, sped up, stopped and let go', async () => {
  const { command, clock } = await startControl()
  const before = clock.now()
  expect(await command('POST /clock', { jumpMs: 60_000, speed: 60 })).toEqual({
    ok: true,
    now: before + 60_000,
    speed: 60,
  })
  expect(await command('POST /clock', { paused: true })).toMatchObject({ speed: 0 })
  expect(await command('POST /clock', { paused: false })).toMatchObject({ speed: 1 })
  expect(await command('POST /clock', { jumpMs: -1 })).toMatchObject({ ok: false })
})

test('tasks can be added, failed and finished, and the state shows them', async () => {
  const { command } = await startControl()
  const { id } = await command('POST /tasks', { projectId: project, description: 'seeded' })
  const { id: second } = await command('POST /tasks', { status: 3 })
  await command(`POST /tasks/${id}/fail`, { code: 'TRF.0055' })
  await command(`POST /tasks/${second}/finish`)
  expect(await command('GET /state')).toMatchObject({
    ok: true,
    accounts: [
      {
        projectId: project,
        region: 'cn-north-4',
        tasks: [
          { status: 4, description: 'seeded', error_reason: { error_code: 'TRF.0055' } },
          { status: 5, progress: 1 },
        ],
      },
      { tasks: [] },
    ],
  })
})

test('faults can be added and called off, and calls read', async () => {
  const { command, call, tasks } = await startControl()
  expect(await command('POST /faults', { kind: 'empty', times: 2 })).toEqual({ ok: true })
  expect(await call('GET', tasks)).toMatchObject({ body: undefined })
  await command('DELETE /faults')
  expect(await call('GET', tasks)).toMatchObject({ body: { count: 0 } })
  expect(await command('GET /calls')).toMatchObject({ calls: [{ path: tasks }, { path: tasks }] })
  await command('POST /reset')
  expect(await command('GET /calls')).toMatchObject({ calls: [] })
})

test('nonsense is answered with what is wrong', async () => {
  const { command } = await startControl()
  expect(await command('POST /faults', { kind: 'meteor' })).toMatchObject({ ok: false, error: expect.any(String) })
  expect(await command('POST /tasks/1/finish')).toMatchObject({ ok: false, error: 'No such task: 1' })
  expect(await command('POST /elsewhere')).toMatchObject({ ok: false })
})
