import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulatedClock } from '../../playground/clock.ts'
import { createNaver } from '../../playground/naver/simulator.ts'
import type { Message } from '../../playground/slack/protocol.ts'
import { createUpcloud } from '../../playground/upcloud/simulator.ts'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { cloudAccount } from './setup.ts'
import { createReadyStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const naverAccount = { name: 'media', accessKey: 'EXAMPLENAVERKEY00001', secretKey: 'example-naver-secret-not-real' }
const service = '0ab2f83f-03f3-4c48-9a38-0a3e89c6d024'
const token = 'ucat_example_not_real'
const problemType = (name: string) => `https://developers.upcloud.com/1.3/errors#ERROR_${name}`

/** The card of a watch while its cloud refuses or breaks, and the status of the same migration. */
describe('a card and a status of a migration that can’t be read', () => {
  const clock = createSimulatedClock()
  const naver = createNaver({ clock, accounts: [naverAccount], gatewayClock: { now: Date.now } })
  const accounts = [{ username: 'example', token, services: [{ uuid: service, name: 'example' }] }]
  const upcloud = createUpcloud({ clock, accounts })
  let servers: Awaited<ReturnType<typeof naver.listen>>[]
  let stage: Stage

  beforeAll(async () => {
    servers = await Promise.all([naver.listen(), upcloud.listen()])
    stage = await createReadyStage({ hosts: servers.map(({ url }) => new URL(url).host) })
    const engineer = stage.person()
    await engineer.types('connect naver')
    await engineer.sends(await engineer.faces('Region code'), {
      'Account name': 'media-nv',
      'Access key': naverAccount.accessKey,
      'Secret key': naverAccount.secretKey,
      'Region code': 'KR',
      'Custom Object Migration endpoint': servers[0]?.url ?? '',
    })
    await engineer.hears('`media-nv` is connected')
    await engineer.types('connect upcloud')
    await engineer.sends(await engineer.faces('API token'), {
      'Account name': 'backup-uc',
      'Object Storage service UUID': service,
      'API token': token,
      'Custom API endpoint': servers[1]?.url ?? '',
    })
    await engineer.hears('`backup-uc` is connected')
  })
  afterAll(async () => {
    await stage.stop()
    await Promise.all(servers.map((server) => server.stop()))
  })

  /** Watches a migration, then has its cloud answer like this from now on. Resolves to the card and the status. */
  async function inOutage(id: string, spoil: () => void): Promise<{ person: Person; card: string; status: string }> {
    const person = stage.newcomer()
    await person.types(`watch ${id}`)
    await person.hears('Watching')
    const isShared = (message: Message) => message.only_for === undefined
    await until('the card', () => person.messages().some((one) => isShared(one) && readingOf(one).includes(id)))
    spoil()
    const outdated = (message: Message) => readingOf(message).includes('These figures are out of date')
    const posted = () => person.messages().find((one) => isShared(one) && outdated(one))
    const card = readingOf(await until('the card to say so', posted))
    await person.types(`status ${id}`)
    return { person, card, status: readingOf(await person.hears('These figures are out of date')) }
  }

  test('for a code that Ferry does not know: message and request id, and where to take them', async () => {
    const id = '610000000000001'
    stage.addTask({ id, sourceBucket: 'unknown-code' })
    const body = { error_code: 'OMS.9876', error_msg: 'A brand new message.' }
    const { card, status } = await inOutage(id, () =>
      stage.cloud.faults.add({ kind: 'status', status: 400, path: '/tasks', times: 10_000, body }),
    )
    for (const text of [card, status]) {
      expect(text).toContain('Ferry doesn’t know the code `OMS.9876`.')
      expect(text).toContain('The cloud’s message: `A brand new message.`')
      expect(text).toMatch(/Request id, for the cloud’s support: `[0-9a-f]{32}`/)
      expect(text).toContain('If it lasts, give the request id to the cloud’s support.')
    }
    stage.cloud.faults.clear()
  })

  test('for a hostile message that repeats the account’s secret: harmless, short and without the secret', async () => {
    const id = '610000000000002'
    stage.addTask({ id, sourceBucket: 'hostile-words' })
    const { secretKey } = cloudAccount
    const message = `key ${secretKey} <!channel> <https://evil.example|click> \u202E\u0000\n${'x'.repeat(10_000)}`
    const body = { error_code: 'OMS.9875', error_msg: message }
    const { card, status } = await inOutage(id, () =>
      stage.cloud.faults.add({ kind: 'status', status: 400, path: '/tasks', times: 10_000, body }),
    )
    for (const text of [card, status]) {
      expect(text).toMatch(
        /The cloud’s message: `key \[redacted\] &lt;!channel&gt; &lt;https:\/\/evil.example\|click&gt; x{50,}…`\n/,
      )
      expect(text).not.toContain(secretKey)
      expect(text).not.toContain('<!channel>')
    }
    stage.cloud.faults.clear()
  })

  test('for a parameter that UpCloud refuses: its name and the reason', async () => {
    const id = 'a1b2c3d4-e5f6-4890-abcd-ef1234567891'
    upcloud.addJob(service, { uuid: id, sourceBucket: 'refused-value', bytes: 9e11 })
    const body = {
      type: problemType('INVALID_REQUEST'),
      title: 'Validation error.',
      invalid_params: [{ name: 'service_uuid', reason: 'Value must be a UUID.' }],
      correlation_id: '01K1ZM92JWR9YMWTCMV6JPSQ0J',
      status: 400,
    }
    const { card, status } = await inOutage(id, () =>
      upcloud.faults.add({ kind: 'status', status: 400, path: '/jobs', times: 10_000, body }),
    )
    for (const text of [card, status]) {
      expect(text).toContain('The cloud’s message: `Validation error.`\nDetails: `service_uuid: Value must be a UUID.`')
      expect(text).toContain('Request id, for the cloud’s support: `01K1ZM92JWR9YMWTCMV6JPSQ0J`')
      expect(text).toContain('there is nothing for you to correct')
      expect(text).not.toMatch(/send the request again|own message/)
    }
    upcloud.faults.clear()
  })

  test('for an UpCloud that broke: its message once, and the correlation id for its support', async () => {
    const id = 'a1b2c3d4-e5f6-4890-abcd-ef1234567892'
    upcloud.addJob(service, { uuid: id, sourceBucket: 'broken-cloud', bytes: 9e11 })
    const body = {
      type: problemType('GENERAL_FAILURE'),
      title: 'Your request could not be fulfilled due to a technical issue.',
      correlation_id: '01KC8T59GZXZTNCZMYGJXGFSGM',
      status: 500,
    }
    const { card, status } = await inOutage(id, () =>
      upcloud.faults.add({ kind: 'status', status: 500, path: '/jobs', times: 10_000, body }),
    )
    for (const text of [card, status]) {
      expect(text).toContain('had an internal error (`UPCLOUD.GENERAL_FAILURE`).')
      expect(text.split('due to a technical issue')).toHaveLength(2)
      expect(text).toContain('Request id, for the cloud’s support: `01KC8T59GZXZTNCZMYGJXGFSGM`')
      expect(text).toContain('give the request id to the cloud’s support')
    }
    upcloud.faults.clear()
  })

  test('for NAVER: message, details and trace id', async () => {
    naver.addJob('media', { title: 'refused-policy', sourceBucket: 'films', targetBucket: 'films-kr', bytes: 9e11 })
    const error = { errorCode: '100', message: 'Bad Request Exception', details: 'region_code is not valid.' }
    const { card, status } = await inOutage('refused-policy', () =>
      naver.faults.add({ kind: 'status', status: 400, path: '/polic', times: 10_000, body: { error } }),
    )
    for (const text of [card, status]) {
      expect(text).toContain('The cloud’s message: `Bad Request Exception`\nDetails: `region_code is not valid.`')
      expect(text).toMatch(/Request id, for the cloud’s support: `\w{32}`/)
    }
    naver.faults.clear()
  })
})
