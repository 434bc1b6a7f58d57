import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readingOf } from './reading.ts'
import { projectId, sourceKey } from './setup.ts'
import { createReadyStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const sourceCdn = { domain: 'cdn.example.com', protocol: 'https', authentication_type: 'ALIYUN_OSS_A' } as const

/** Only lists of synchronization tasks say that the source is read through a delivery network. */
describe('a synchronization task whose source is read through a CDN that requires a key', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage()
    const engineer = stage.person()
    await engineer.types('keys add')
    await engineer.sendsAndLearns(
      await engineer.faces('Add a storage key'),
      {
        'Key name': 'photos-cdn',
        'Access key': sourceKey.accessKey,
        'Secret key': sourceKey.secretKey,
        'CDN authentication key': 'example-cdn-key-not-real',
      },
      '`photos-cdn` is saved',
    )
  })
  afterAll(() => stage.stop())

  const stopped = (id: string, sourceBucket: string) =>
    stage.cloud.addSync(projectId, { id, sourceBucket, status: 'STOPPED', historyMs: 0, sourceCdn })
  const startsOf = (id: string) => stage.cloudCalls(`/${id}/start`)

  test('asks for its key in the form, and refuses a storage key without one', async () => {
    const id = '11111111-0000-4000-8000-000000000001'
    stopped(id, 'cdn-form')
    const person = stage.newcomer()
    await person.types(`start ${id}`)
    const form = await person.faces('Choose a storage key with a CDN authentication key')
    await person.sends(form, { 'Source key': 'photos-read', 'Destination key': 'archive-write' })
    expect(startsOf(id)).toEqual([])
    await person.sends(form, { 'Source key': 'photos-cdn', 'Destination key': 'archive-write' })
    await until('the start', () => startsOf(id).some(({ status }) => status === 200))
  })

  test('does not start by a typed command with a storage key that has none', async () => {
    const id = '11111111-0000-4000-8000-000000000002'
    stopped(id, 'cdn-typed')
    const person = stage.newcomer()
    await person.types(`start ${id} --source photos-read --target archive-write`)
    await person.hears('The source’s CDN requires an authentication key')
    expect(startsOf(id)).toEqual([])
    await person.types(`start ${id} --source photos-cdn --target archive-write`)
    await person.hears('cdn-typed → web-uploads-copy')
    expect(startsOf(id)).toMatchObject([{ status: 200 }])
  })

  test('names the CDN in its status, which the cloud’s answer leaves out', async () => {
    const id = '11111111-0000-4000-8000-000000000003'
    stopped(id, 'cdn-shown')
    const person = stage.newcomer()
    await person.types('list')
    await person.hears('cdn-shown → web-uploads-copy')
    await person.types('status cdn-shown')
    expect(readingOf(await person.hears('cdn-shown → web-uploads-copy'))).toContain(
      'Read through the CDN `https://cdn.example.com`',
    )
  })

  test('is not started while its list can’t be read: nobody knows whether it needs the key', async () => {
    const id = '11111111-0000-4000-8000-000000000004'
    stage.cloud.faults.add({
      kind: 'status',
      status: 403,
      path: '/sync-tasks?',
      times: 1000,
      body: { error_code: 'OMS.0206', error_msg: 'No permission to list synchronization tasks.' },
    })
    stopped(id, 'cdn-unlisted')
    const person = stage.newcomer()
    await person.types(`start ${id} --source photos-read --target archive-write`)
    await person.hears('does not say whether the source is read through a CDN')
    expect(startsOf(id)).toEqual([])
    stage.cloud.faults.clear()
  })
})
