import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { listenLocally } from '../../../playground/cloud/http.ts'
import { handleHuaweiControl } from '../../../playground/huawei/control.ts'
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

test('the clock can be moved, accelerated, stopped and resumed', async () => {
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

test('tasks can be added, failed and finished, and appear in the state', async () => {
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

test('a running task can be stalled, and copies again when it is moved on', async () => {
  const { command, simulator, clock } = await startControl()
  const { id } = await command('POST /tasks', { projectId: project })
  const done = () => {
    clock.jump(60_000)
    return simulator.tasks(project)[0]?.complete_size ?? 0
  }
  await command(`POST /tasks/${id}/stall`)
  const before = done()
  expect(done()).toBe(before)
  expect(simulator.tasks(project)[0]?.status).toBe(2)
  await command(`POST /tasks/${id}/move`)
  expect(done()).toBeGreaterThan(before)
  await command(`POST /tasks/${id}/finish`)
  expect(await command(`POST /tasks/${id}/stall`)).toMatchObject({ ok: false })
})

test('a running task can be paused, and a paused one resumed', async () => {
  const { command, simulator } = await startControl()
  const { id } = await command('POST /tasks', { projectId: project })
  const status = () => simulator.tasks(project)[0]?.status
  expect(await command(`POST /tasks/${id}/resume`)).toMatchObject({ ok: false })
  await command(`POST /tasks/${id}/pause`)
  expect(status()).toBe(3)
  expect(await command(`POST /tasks/${id}/pause`)).toMatchObject({ ok: false })
  await command(`POST /tasks/${id}/resume`)
  expect(status()).toBe(2)
})

test('groups and synchronization tasks can be added, failed and finished, and appear in the state', async () => {
  const { command } = await startControl()
  const { id: creating } = await command('POST /groups', { projectId: project, status: 1 })
  const { id: watching } = await command('POST /groups', { description: 'seeded' })
  const { id: sync } = await command('POST /syncs', { description: 'seeded too' })
  expect(await command(`POST /groups/${creating}/fail`, { code: 'TRF.0155' })).toEqual({ ok: true })
  expect(await command(`POST /groups/${watching}/finish`)).toEqual({ ok: true })
  expect(await command(`POST /syncs/${sync}/fail`)).toEqual({ ok: true })
  const [first] = stateSchema.parse(await command('GET /state')).accounts
  expect(first).toMatchObject({
    groups: [
      { group_id: creating, status: 4, error_reason: { error_code: 'TRF.0155' } },
      { group_id: watching, status: 6, description: 'seeded' },
    ],
    syncs: [{ sync_task_id: sync, status: 'SYNCHRONIZING', description: 'seeded too' }],
  })
  await command('POST /reset')
  expect(await command('GET /state')).toMatchObject({ accounts: [{ tasks: [], groups: [], syncs: [] }, {}] })
})

test('faults can be added and cancelled, and calls can be read', async () => {
  const { command, call, tasks } = await startControl()
  expect(await command('POST /faults', { kind: 'empty', times: 2 })).toEqual({ ok: true })
  expect(await call('GET', tasks)).toMatchObject({ body: undefined })
  await command('DELETE /faults')
  expect(await call('GET', tasks)).toMatchObject({ body: { count: 0 } })
  expect(await command('GET /calls')).toMatchObject({ calls: [{ path: tasks }, { path: tasks }] })
  await command('POST /reset')
  expect(await command('GET /calls')).toMatchObject({ calls: [] })
})

test('an invalid request is answered with the reason', async () => {
  const { command } = await startControl()
  expect(await command('POST /faults', { kind: 'meteor' })).toMatchObject({ ok: false, error: expect.any(String) })
  expect(await command('POST /tasks/1/finish')).toMatchObject({ ok: false, error: 'No such task: 1' })
  expect(await command('POST /groups/1/fail')).toMatchObject({ ok: false, error: 'No such task group: 1' })
  expect(await command('POST /syncs/1/fail')).toMatchObject({ ok: false, error: 'No such synchronization task: 1' })
  expect(await command('POST /syncs', { failureShare: 0.6, skipShare: 0.6 })).toMatchObject({ ok: false })
  expect(await command('POST /elsewhere')).toMatchObject({ ok: false })
})

const stateSchema = z.object({ accounts: z.array(z.record(z.string(), z.unknown())) })
