import { expect, test } from 'vitest'
import { handleUpcloudControl } from '../../../playground/upcloud/control.ts'
import { startControl } from '../cloud/remote-control.ts'
import { jobs, service, startCloud } from './cloud.ts'

async function start() {
  const cloud = await startCloud()
  const command = await startControl(handleUpcloudControl(cloud.simulator, cloud.clock), '/control/clouds/upcloud')
  return { ...cloud, command }
}

test('jobs can be added, failed and finished, and appear in the state without credentials', async () => {
  const { command } = await start()
  const { uuid } = await command('POST /jobs', { serviceUuid: service, name: 'first' })
  const { uuid: second } = await command('POST /jobs', { state: 'pending' })
  await command(`POST /jobs/${uuid}/fail`)
  await command(`POST /jobs/${second}/finish`)
  const state = await command('GET /state')
  expect(state).toMatchObject({
    services: [
      {
        ...{ uuid: service, name: 'archive-service', username: 'ferry' },
        jobs: [{ name: 'first', state: 'failed' }, { state: 'completed' }],
      },
    ],
  })
  expect(JSON.stringify(state)).not.toMatch(/ucat_|password/)
})

test('clock, faults, calls and reset work as with every cloud', async () => {
  const { command, clock, raw } = await start()
  expect(await command('POST /clock', { paused: true })).toEqual({ ok: true, now: clock.now(), speed: 0 })
  await command('POST /faults', { kind: 'garbage' })
  expect((await raw('GET', jobs)).status).toBe(502)
  expect(await command('GET /calls')).toMatchObject({ calls: [{ path: jobs, status: 502 }] })
  await command('POST /reset')
  expect(await command('GET /calls')).toMatchObject({ calls: [] })
})

test('an invalid request is answered with the reason', async () => {
  const { command } = await start()
  expect(await command('POST /jobs', { state: 'paused' })).toMatchObject({ ok: false, error: expect.any(String) })
  expect(await command('POST /jobs', { serviceUuid: 'x' })).toMatchObject({ error: 'No such service: x' })
  expect(await command('POST /jobs/absent/fail')).toMatchObject({ ok: false, error: 'No such job: absent' })
})
