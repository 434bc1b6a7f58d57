import { expect, test } from 'vitest'
import { handleNaverControl } from '../../../playground/naver/control.ts'
import { startControl } from '../cloud/remote-control.ts'
import { policies, startCloud } from './cloud.ts'

async function start() {
  const cloud = await startCloud()
  const command = await startControl(handleNaverControl(cloud.simulator, cloud.clock), '/control/clouds/naver')
  return { ...cloud, command }
}

test('jobs can be added, failed and finished, and appear in the state without keys', async () => {
  const { command } = await start()
  expect(await command('POST /jobs', { account: 'main', title: '첫-job' })).toEqual({ ok: true, title: '첫-job' })
  const { title } = await command('POST /jobs', { state: 'PAUSED' })
  await command(`POST /jobs/${encodeURIComponent('첫-job')}/fail`)
  await command(`POST /jobs/${title}/finish`)
  const state = await command('GET /state')
  expect(state).toMatchObject({
    accounts: [{ name: 'main', jobs: [{ title: '첫-job', jobState: 'ERROR' }, { jobState: 'DONE' }] }],
  })
  expect(JSON.stringify(state)).not.toMatch(/NCPEXAMPLE|secret/)
})

test('clock, faults, calls and reset work as with every cloud', async () => {
  const { command, clock, raw } = await start()
  expect(await command('POST /clock', { jumpMs: 60_000, speed: 60 })).toEqual({
    ...{ ok: true, now: clock.now(), speed: 60 },
  })
  await command('POST /faults', { kind: 'garbage' })
  expect((await raw('GET', policies)).status).toBe(502)
  expect(await command('GET /calls')).toMatchObject({ calls: [{ path: policies, status: 502 }] })
  await command('POST /reset')
  expect(await command('GET /calls')).toMatchObject({ calls: [] })
})

test('an invalid request is answered with the reason', async () => {
  const { command } = await start()
  expect(await command('POST /jobs', { state: 'RUNNING' })).toMatchObject({ ok: false, error: expect.any(String) })
  expect(await command('POST /jobs', { account: 'nobody' })).toMatchObject({ error: 'No such account: nobody' })
  expect(await command('POST /jobs/absent/finish')).toMatchObject({ ok: false, error: 'No such job: absent' })
  expect(await command('POST /elsewhere')).toMatchObject({ ok: false })
})
