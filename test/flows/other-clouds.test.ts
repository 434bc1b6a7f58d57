import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulatedClock } from '../../playground/clock.ts'
import { createNaver } from '../../playground/naver/simulator.ts'
import { createUpcloud } from '../../playground/upcloud/simulator.ts'
import { readingOf } from './reading.ts'
import { createStage, type Stage } from './stage.ts'

const naverAccount = { name: 'media', accessKey: 'EXAMPLENAVERKEY00001', secretKey: 'example-naver-secret-not-real' }
const service = '0ab2f83f-03f3-4c48-9a38-0a3e89c6d024'
const token = 'ucat_example_not_real'
const job = 'a1b2c3d4-e5f6-4890-abcd-ef1234567890'

describe('the other clouds', () => {
  const clock = createSimulatedClock()
  const naver = createNaver({ clock, accounts: [naverAccount], gatewayClock: { now: Date.now } })
  const upcloud = createUpcloud({
    clock,
    accounts: [{ username: 'example', token, services: [{ uuid: service, name: 'example' }] }],
  })
  let servers: Awaited<ReturnType<typeof naver.listen>>[]
  let stage: Stage
  beforeAll(async () => {
    servers = await Promise.all([naver.listen(), upcloud.listen()])
    const hosts = servers.map(({ url }) => new URL(url).host).join(',')
    stage = await createStage({ environment: { ENDPOINT_ALLOWLIST: hosts } })
  })
  afterAll(async () => {
    await stage.stop()
    await Promise.all(servers.map((server) => server.stop()))
  })

  test('are chosen in the form, which then asks for what that cloud needs', async () => {
    const person = stage.person()
    await person.types('connect')
    const form = await person.faces('Connect Huawei Cloud OMS')
    await stage.act('click', { user: person.id, view_id: form.id, action_id: 'swap.cloud', value: 'connect naver' })
    const swapped = await person.faces('Region code')
    expect(person.modals()).toHaveLength(1)
    await person.sends(swapped, {
      'Account name': 'media-nv',
      'Access key': naverAccount.accessKey,
      'Secret key': naverAccount.secretKey,
      'Region code': 'KR',
      'Custom Object Migration endpoint': servers[0]?.url ?? '',
    })
    await person.hears('`media-nv` is connected to NAVER Cloud Object Migration')
    await person.types('connect upcloud')
    await person.sends(await person.faces('API token'), {
      'Account name': 'backup-uc',
      'Object Storage service UUID': service,
      'API token': token,
      'Custom API endpoint': servers[1]?.url ?? '',
    })
    await person.hears('`backup-uc` is connected to UpCloud Managed Object Storage')
  })

  test('a NAVER policy is named by its title, and paused and started without a key', async () => {
    const person = stage.person()
    naver.addJob('media', { title: 'media-library', sourceBucket: 'films', targetBucket: 'films-kr', bytes: 9e11 })
    await person.types('status media-library')
    const card = await person.hears('films → films-kr')
    expect(readingOf(card)).toContain('speed not reported')
    await person.presses('Pause', card)
    const paused = await person.hears('*Paused*')
    expect(naver.jobs('media').map(({ jobState }) => jobState)).toEqual(['PAUSED'])
    await person.presses('Start', paused)
    await person.learns('*Running*')
    expect(person.modals().map(readingOf).join()).not.toContain('Storage key')
    expect(naver.jobs('media').map(({ jobState }) => jobState)).toEqual(['STARTED'])
  })

  test('an UpCloud job offers no pause, and is cancelled only after a confirmation', async () => {
    const person = stage.person()
    upcloud.addJob(service, { uuid: job, sourceBucket: 'web-logs', targetBucket: 'logs-fi', bytes: 9e11 })
    await person.types('status a1b2…')
    const card = await person.hears('web-logs → logs-fi')
    expect(readingOf(card)).not.toContain('Pause')
    await person.types('pause a1b2…')
    await person.hears('does not offer that for a job')
    await person.types(`cancel ${job}`)
    const question = await person.hears('Cancel the job')
    expect(upcloud.jobs(service).map(({ state }) => state)).toEqual(['running'])
    await person.presses('Cancel the job', question)
    await person.hears('Cancelled')
    expect(upcloud.jobs(service).map(({ state }) => state)).toEqual(['cancelled'])
  })

  test('the end of a watched migration is announced in the channel as for every cloud', async () => {
    const person = stage.person()
    await person.types('watch media-nv/media-library')
    await person.hears('Watching')
    // What had ended before Ferry saw it is not announced.
    await person.hears('Running: films → films-kr')
    naver.failJob('media-library')
    const end = await person.hears('Failed: films → films-kr')
    expect(end.is_broadcast).toBe(true)
  })

  test('a list shows all clouds', async () => {
    const person = stage.person()
    await person.types('list')
    const list = readingOf(await person.hears('migrations'))
    expect(list).toContain('media-nv/media-library')
    expect(list).toContain(`backup-uc/${job}`)
  })
})
