import { expect, test } from 'vitest'
import { handleNaverControl } from '../../../playground/naver/control.ts'
import { startControl } from '../cloud/remote-control.ts'
import { account, policies, policy, startCloud } from './cloud.ts'

async function start(options: Parameters<typeof startCloud>[0] = {}) {
  const cloud = await startCloud(options)
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

test('an account can have several access keys, and a deleted one opens nothing', async () => {
  const { command, raw } = await start()
  const key = { accessKey: 'NCPEXAMPLEACCESSKEY2', secretKey: 'example-ncp-second-key-not-real' }
  expect((await raw('GET', policies, { by: key })).status).toBe(401)
  await command('POST /keys', { account: 'main', ...key })
  expect((await raw('GET', policies, { by: key })).status).toBe(200)
  expect((await raw('GET', policies)).status).toBe(200)
  await command(`DELETE /keys/${account.accessKey}`)
  expect((await raw('GET', policies)).status).toBe(401)
  expect((await raw('GET', policies, { by: key })).status).toBe(200)
})

test.each(['kept', 'new'] as const)('a rename in the console: the creation time is %s', async (updatedCreateTime) => {
  const { command, clock, show, call } = await start({ behaviour: { updatedCreateTime } })
  await command('POST /jobs', { title: 'old', sourceBucket: 'films' })
  const { createTime } = await show('old')
  clock.jump(60_000)
  await command('POST /jobs/old/rename', { title: 'new' })
  expect((await call('GET', `${policy}/old`)).status).toBe(404)
  const renamed = await show('new')
  expect(renamed).toMatchObject({ sourceBucketName: 'films', jobState: 'STARTED' })
  expect(renamed.createTime === createTime).toBe(updatedCreateTime === 'kept')
  await command('POST /jobs', { title: 'taken' })
  expect(await command('POST /jobs/new/rename', { title: 'taken' })).toMatchObject({ ok: false })
})

test('no call finds a hidden job, and it is the same when it is shown again', async () => {
  const { command, call, show } = await start()
  await command('POST /jobs', { title: 'films' })
  const { createTime } = await show('films')
  await command('POST /jobs/films/hide')
  expect((await call('GET', `${policy}/films`)).status).toBe(404)
  expect((await call('GET', policies)).body).toMatchObject({ jobList: [] })
  await command('POST /jobs/films/show')
  expect(await show('films')).toMatchObject({ createTime })
  expect(await command('POST /jobs/films/show')).toMatchObject({ ok: false, error: 'No such job: films' })
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
