import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulatedClock } from '../../playground/clock.ts'
import { createNaver } from '../../playground/naver/simulator.ts'
import { createUpcloud } from '../../playground/upcloud/simulator.ts'
import type { Person } from './person.ts'
import { labelsIn, readingOf } from './reading.ts'
import { connectAccount, keepKey, sourceKey } from './setup.ts'
import { createStage, modes, type Stage } from './stage.ts'

/** A name with spaces, quotes, backticks, commas and a dash, which typed text would lose. */
const oddFolder = 'my “files” — it’s, `all` <b>&amp; 100%/'
const buckets = [
  {
    name: 'photos',
    region: 'us-east-1',
    cloudType: 'AWS',
    contents: [
      ...Array.from({ length: 40 }, (_, index) => ({ key: `2026/img-${String(index).padStart(3, '0')}.jpg` })),
      { key: `${oddFolder}deep/one.txt` },
      { key: `${'Backups/Server01/DataVolume02/'.repeat(3)}disk.img` },
    ],
  },
  ...Array.from({ length: 22 }, (_, index) => ({ name: `logs-${index}`, region: 'eu-west-1', cloudType: 'AWS' })),
]

describe.each(modes)('browsing Huawei Cloud, over %s', { concurrent: true }, (mode) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createStage({ mode, account: { buckets } })
    const person = stage.person()
    await connectAccount(person, stage.cloudUrl)
    await keepKey(person, 'photos-read', sourceKey)
    await keepKey(person, 'wrong', { ...sourceKey, secretKey: 'example-wrong-secret' })
  })
  afterAll(() => stage.stop())

  test('leads by clicks from the account to the second page of a folder, within one message', async () => {
    const person = stage.newcomer()
    await person.types('browse')
    const account = await person.hears('clouds to migrate from')
    await person.presses('AWS', account)
    await person.presses(
      'photos-read',
      await person.hears('Operators can open its buckets with a storage key. Which one?'),
    )
    const first = await person.hears('*23 buckets* · page 1 of 3')
    await person.presses('Next', first)
    await person.presses('Next', await person.hears('page 2 of 3'))
    const last = await person.hears('page 3 of 3')
    await person.presses('Open', last, '`photos`')
    const bucket = await person.hears('can be migrated from')
    expect(readingOf(bucket)).toContain('US Standard (N. Virginia)')
    await person.presses('Open', bucket, '`2026/`')
    await person.presses('Next', await person.hears('img-000.jpg'))
    const second = await person.hears('img-015.jpg')
    expect(readingOf(second)).toContain('3.81 MB')
    expect(second.ts).toBe(account.ts)
    await person.presses('Back to start', second)
    await person.presses('Up', await person.hears('img-000.jpg'))
    await person.hears('`Backups/`')
  })

  test('opens a folder with any name exactly', async () => {
    const person = stage.newcomer()
    await person.types('browse prod-hw aws photos --key photos-read')
    await person.presses('Open', await person.hears('› `photos`'), 'files')
    await person.presses('Open', await person.hears('`deep/`'), 'deep/')
    await person.hears('`one.txt`')
    expect(stage.cloudCalls('/buckets/objects').at(-1)).toMatchObject({ status: 200 })
  })

  test('does not take a path behind a button for a secret, however similar it looks', async () => {
    const person = stage.newcomer()
    await person.types('browse prod-hw AWS photos/Backups/ --key photos-read')
    for (const folder of ['Server01/', 'DataVolume02/', 'Backups/', 'Server01/', 'DataVolume02/']) {
      await person.presses('Open', await person.hears(`\`${folder}\``), folder)
    }
    await person.hears('Backups/')
  })

  test('says whether any object begins with a typed name', async () => {
    const person = stage.newcomer()
    await person.types('browse prod-hw AWS photos/2026/img-01 --key photos-read')
    expect(readingOf(await person.hears('There are objects'))).toContain('img-000.jpg')
    await person.types('browse prod-hw AWS photos/2026/IMG —key photos-read')
    await person.hears('No object name begins with')
  })

  test('explains a wrong storage key and offers another', async () => {
    const person = stage.newcomer()
    await person.types('browse prod-hw AWS --key wrong')
    const refusal = await person.hears('(`OMS.0153`)')
    await person.presses('Another key', refusal)
    await person.hears('Operators can open its buckets with a storage key. Which one?')
  })

  test('explains that a bucket does not exist, and offers all buckets', async () => {
    const person = stage.newcomer()
    await person.types('browse prod-hw AWS nowhere --key photos-read')
    await person.presses('Open it anyway', await person.hears('No bucket has `nowhere` in its name.'))
    await person.presses('All buckets', await person.hears('What to do'))
    await person.hears('*23 buckets*')
  })

  test('checks a CDN in front of a bucket with a form', async () => {
    const person = stage.newcomer()
    await person.types('browse prod-hw AWS photos/ --key photos-read')
    await person.presses('Check a CDN', await person.hears('can be migrated from'))
    const form = await person.faces('Check a CDN')
    await person.sends(form, {
      'CDN address': 'cdn.example.com',
      Authentication: 'None: anybody can read',
    })
    const result = await person.hears('`cdn.example.com` serves the objects of `photos`')
    await person.presses('Back to the bucket', result)
    await person.hears('`2026/`')
  })

  test('asks for a key if none fits, and continues once it is saved', async () => {
    const person = stage.newcomer()
    await person.types('browse prod-hw AWS logs-21')
    await person.presses('Add a key', await person.hears('Operators can open this bucket'))
    const name = `added-${mode}`
    await person.sends(await person.faces('Add a storage key'), {
      'Key name': name,
      'Access key': sourceKey.accessKey,
      'Secret key': sourceKey.secretKey,
    })
    await person.presses('Continue', await person.hears(`\`${name}\` is saved`))
    await person.presses(name, await person.hears('Operators can open this bucket'))
    await person.hears('can be migrated from')
    await person.types('browse prod-hw AWS logs-21')
    expect(labelsIn(await person.hears('Operators can open this bucket'))).toContain(`${name}, as last time`)
  })
})

describe('browsing the other clouds', () => {
  const service = '0ab2f83f-03f3-4c48-9a38-0a3e89c6d024'
  const naverAccount = { name: 'media', accessKey: 'EXAMPLENAVERKEY00001', secretKey: 'example-naver-secret-not-real' }
  const clock = createSimulatedClock()
  const naver = createNaver({ clock, accounts: [naverAccount], gatewayClock: { now: Date.now } })
  const upcloud = createUpcloud({
    clock,
    accounts: [
      {
        username: 'example',
        token: 'ucat_example_not_real',
        services: [{ uuid: service, name: 'example', buckets: [{ name: 'photos', objects: 12, bytes: 3_400_000 }] }],
      },
    ],
  })
  let servers: Awaited<ReturnType<typeof naver.listen>>[]
  let stage: Stage
  let person: Person
  beforeAll(async () => {
    servers = await Promise.all([naver.listen(), upcloud.listen()])
    const hosts = servers.map(({ url }) => new URL(url).host).join(',')
    stage = await createStage({ account: { privacyAccepted: false }, environment: { ENDPOINT_ALLOWLIST: hosts } })
    person = stage.person()
  })
  afterAll(async () => {
    await stage.stop()
    await Promise.all(servers.map((server) => server.stop()))
  })

  test('says of NAVER that there is nothing to browse, and what to do instead', async () => {
    await person.types('connect naver')
    await person.sends(await person.faces('Region code'), {
      'Account name': 'media-nv',
      'Access key': naverAccount.accessKey,
      'Secret key': naverAccount.secretKey,
      'Region code': 'KR',
      'Custom Object Migration endpoint': servers[0]?.url ?? '',
    })
    await person.hears('`media-nv` is connected')
    await person.types('browse')
    const nothing = await person.hears('Nothing to browse: `media-nv`')
    expect(labelsIn(nothing)).toEqual(['List migrations', 'Connect another'])
  })

  test('shows the account’s own service and its buckets for UpCloud', async () => {
    await person.types('connect upcloud')
    await person.sends(await person.faces('API token'), {
      'Account name': 'backup-uc',
      'Object Storage service UUID': service,
      'API token': 'ucat_example_not_real',
      'Custom API endpoint': servers[1]?.url ?? '',
    })
    await person.hears('`backup-uc` is connected')
    await person.types('browse')
    const page = readingOf(await person.hears('*UpCloud Managed Object Storage*'))
    expect(page).toContain('`example` · europe-1 · running · *this account’s*')
    expect(page).toContain('`photos` · 12 objects · 3.4 MB')
    expect(page).toContain('Nothing to browse: `media-nv`')
  })
})

describe('a privacy statement', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createStage({ account: { privacyAccepted: false } })
    await connectAccount(stage.person(), stage.cloudUrl)
  })
  afterAll(() => stage.stop())

  test('that nobody has accepted is offered with the error that it causes, and accepted after a confirmation', async () => {
    const person = stage.person()
    const body = { error_code: 'OMS.0092', error_msg: 'The privacy agreement has not been accepted.' }
    stage.cloud.faults.add({ kind: 'status', status: 400, body, path: '/cloud-type' })
    await person.types('browse prod-hw aws')
    await person.presses('Read and accept', await person.hears('Nobody has accepted the privacy statement'))
    const question = await person.hears('Ferry can’t undo this')
    expect(stage.cloudCalls('/privacy-agreements')).toEqual([])
    await person.presses('Accept for the owner', question)
    await person.hears('is accepted for `prod-hw`')
    expect(stage.cloudCalls('/privacy-agreements')).toMatchObject([{ method: 'POST', status: 200 }])
  })
})
