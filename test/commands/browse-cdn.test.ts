import { beforeEach, describe, expect, test } from 'vitest'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { addAccount, type Browsable, makeBrowsable, waysFrom } from './browsable.ts'
import { createDesk, type Desk, problemsIn } from './desk.ts'

let desk: Desk
let cloud: Browsable
const ways = (text: string) => waysFrom(desk, text)
const add = (provider: 'huawei' | 'naver' | 'upcloud', name: string) => addAccount(desk, provider, name)

beforeEach(async () => {
  desk = await createDesk()
  cloud = makeBrowsable(desk, [huawei, naver, upcloud])
})

describe('a CDN in front of a bucket', () => {
  const bucket = 'browse prod-hw AWS photos/ --key one'
  beforeEach(async () => {
    await add('huawei', 'prod-hw')
    await desk.addKey('one')
    await desk.tools.store.storageKeys.set('signing', {
      name: 'signing',
      secret: { accessKey: 'EXAMPLE', secretKey: 'not-one', cdnKey: 'not-a-cdn-key' },
      createdBy: 'U1',
      createdAt: 1,
    })
  })

  test('is entered in a form', async () => {
    const { reply } = await desk.types((await ways(bucket))['Check a CDN'] ?? '')
    expect(reply.type).toBe('form')
    const answers = { domain: 'cdn.example', authentication: 'NONE' }
    const sent = await desk.types('browse prod-hw AWS photos/ --key one --region us-east-1 --cdn ?', { answers })
    expect(sent.reply).toMatchObject({ type: 'form done', message: { text: 'cdn.example serves photos' } })
    expect(cloud.calls.slice(-2)).toEqual(['cdn AWS photos https cdn.example NONE', 'with no CDN key'])
  })

  test('can be typed in full, and uses the CDN key of the storage key', async () => {
    cloud.cdn = { canRead: false, problem: 'it lacks 3 of the 5 objects that were tried' }
    const lines = await desk.reads(
      'browse prod-hw AWS photos/ --key signing --cdn <http://cdn.example|http://cdn.example> --auth signed',
    )
    expect(lines).toEqual([
      ':x: `cdn.example` does not serve the objects of `photos`: it lacks 3 of the 5 objects that were tried.',
      '[Back to the bucket]',
    ])
    expect(cloud.calls).toEqual(['cdn AWS photos http cdn.example SIGNED', 'with not-a-cdn-key'])
  })

  test.each([
    [{ domain: 'ftp://cdn.example', authentication: 'NONE' }, ['domain']],
    [{ domain: 'https://user@cdn.example', authentication: 'NONE' }, ['domain']],
    [{ domain: 'https://cdn.example/path', authentication: 'NONE' }, ['domain']],
    [{ domain: 'cdn.example', authentication: 'SIGNED' }, ['authentication']],
    [{ domain: 'cdn.example', authentication: 'MAGIC' }, ['authentication']],
  ])('with a wrong answer makes no call: %o', async (answers, questions) => {
    const outcome = await desk.types(`${bucket} --cdn ?`, { answers })
    expect(Object.keys(problemsIn(outcome) ?? {})).toEqual(questions)
    expect(cloud.calls).toEqual([])
  })

  test.each([
    'browse prod-hw AWS --key one --cdn ?',
    'browse prod-hw AWS photos/ --cdn ?',
    `${bucket} --cdn https://cdn.example/path`,
    `${bucket} --cdn https://cdn.example --auth magic`,
  ])('is refused before any call: %s', async (text) => {
    expect((await desk.types(text)).code).toBe('usage')
    expect(cloud.calls).toEqual([])
  })
})
