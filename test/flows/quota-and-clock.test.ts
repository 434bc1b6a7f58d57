import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulatedClock } from '../../playground/clock.ts'
import { createNaver } from '../../playground/naver/simulator.ts'
import { createUpcloud } from '../../playground/upcloud/simulator.ts'
import { systemClock } from '../../src/async/clock.ts'
import { readingOf } from './reading.ts'
import { createReadyStage, type Stage } from './stage.ts'

const naverAccount = { name: 'media', accessKey: 'EXAMPLENAVERKEY00001', secretKey: 'example-naver-secret-not-real' }
const service = '0ab2f83f-03f3-4c48-9a38-0a3e89c6d024'
const token = 'ucat_example_not_real'
const job = 'a1b2c3d4-e5f6-4890-abcd-ef1234567890'
const minuteMs = 60_000

/** Errors that no retry solves. The person has to learn who can fix them. */
describe('a limit of the cloud', () => {
  /** How far Ferry's clock is ahead of the clouds' clocks, in milliseconds. */
  let skewMs = 0
  const gatewayClock = { now: Date.now }
  const ferryClock = { ...systemClock, now: () => Date.now() + skewMs }
  const clock = createSimulatedClock()
  const naver = createNaver({ clock, accounts: [naverAccount], gatewayClock })
  const account = { username: 'example', token, services: [{ uuid: service, name: 'example' }] }
  const upcloud = createUpcloud({ clock, accounts: [account] })
  let servers: Awaited<ReturnType<typeof naver.listen>>[]
  let stage: Stage
  beforeAll(async () => {
    servers = await Promise.all([naver.listen(), upcloud.listen()])
    stage = await createReadyStage({ gatewayClock, ferryClock, hosts: servers.map(({ url }) => new URL(url).host) })
    const person = stage.person()
    await person.types('connect naver')
    await person.sends(await person.faces('Region code'), {
      'Account name': 'media-nv',
      'Access key': naverAccount.accessKey,
      'Secret key': naverAccount.secretKey,
      'Region code': 'KR',
      'Custom Object Migration endpoint': servers[0]?.url ?? '',
    })
    await person.hears('`media-nv` is connected')
    await person.types('connect upcloud')
    await person.sends(await person.faces('API token'), {
      'Account name': 'backup-uc',
      'Object Storage service UUID': service,
      'API token': token,
      'Custom API endpoint': servers[1]?.url ?? '',
    })
    await person.hears('`backup-uc` is connected')
    stage.addTask({ id: '191297407830872', status: 3 })
    naver.addJob('media', { title: 'nightly', state: 'PAUSED' })
    upcloud.addJob(service, { uuid: job, bytes: 9e12 })
  })
  afterAll(async () => {
    await stage.stop()
    await Promise.all(servers.map((server) => server.stop()))
  })

  const quotas = [
    {
      cloud: 'Huawei Cloud',
      simulator: () => stage.cloud,
      command: 'start prod-hw/191297407830872 --source photos-read --target archive-write',
      path: '/start',
      says: 'as many migrations as its quota allows',
      next: 'ask Huawei for a larger quota',
    },
    {
      cloud: 'NAVER Cloud',
      simulator: () => naver,
      command: 'start media-nv/nightly',
      path: '/start',
      says: 'quota of requests to NAVER Cloud is used up',
      next: 'Wait until tomorrow',
    },
    {
      cloud: 'UpCloud',
      simulator: () => upcloud,
      command: `cancel backup-uc/${job} --yes`,
      path: job,
      says: 'has run out of credits',
      next: 'Add credits in the UpCloud console',
    },
  ]

  test.each(quotas)('an exhausted quota of $cloud is explained, with what to do', async (story) => {
    const { simulator, command, path, says, next } = story
    const person = stage.newcomer()
    const method = path === job ? 'DELETE' : 'POST'
    simulator().faults.add({ kind: 'quota', method, path })
    await person.types(command)
    expect(readingOf(await person.hears(says))).toContain(next)
    const asked = simulator()
      .calls()
      .filter((call) => call.method === method && call.path.includes(path))
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['prod-hw/191297407830872', 'Huawei Cloud OMS'],
    ['media-nv/nightly', 'NAVER Cloud Object Migration'],
  ])('a wrong clock is reported for %s, and the keys are not blamed', async (ref, label) => {
    const person = stage.newcomer()
    skewMs = 20 * minuteMs
    await person.types(`status ${ref}`)
    const answer = readingOf(await person.hears(`20 minutes ahead of the clock of ${label}`))
    expect(answer).toContain('Ask whoever runs Ferry to correct that clock')
    expect(answer).not.toContain('Connect again')
    skewMs = 0
    await person.types(`status ${ref}`)
    await person.hears('*Paused*')
  })
})
