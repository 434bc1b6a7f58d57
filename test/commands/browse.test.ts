import { beforeEach, describe, expect, test } from 'vitest'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { addAccount, type Browsable, denied, makeBrowsable, refused, silent, waysFrom } from './browsable.ts'
import { createDesk, type Desk } from './desk.ts'

let desk: Desk
let cloud: Browsable
const ways = (text: string) => waysFrom(desk, text)
const add = (provider: 'huawei' | 'naver' | 'upcloud', name: string) => addAccount(desk, provider, name)

beforeEach(async () => {
  desk = await createDesk()
  cloud = makeBrowsable(desk, [huawei, naver, upcloud])
})

describe('browse', () => {
  test('names the accounts that can be browsed, and the reason for those that cannot', async () => {
    await add('huawei', 'prod-hw')
    await add('upcloud', 'backup-uc')
    await add('naver', 'media-nv')
    expect(await desk.reads('browse')).toEqual([
      '*Which account do you want to browse?*',
      '`backup-uc` · UpCloud Managed Object Storage',
      '[Browse]',
      '`prod-hw` · Huawei Cloud OMS',
      '[Browse]',
      '(Nothing to browse: `media-nv` (NAVER Cloud Object Migration). This cloud’s migration service shows no buckets or regions.)',
    ])
    expect(cloud.calls).toEqual([])
  })

  test('opens the only account that can be browsed, and still names the others', async () => {
    await add('huawei', 'prod-hw')
    await add('naver', 'media-nv')
    const lines = await desk.reads('browse')
    expect(lines[0]).toBe('*Huawei Cloud OMS* · `prod-hw`')
    expect(lines.at(-1)).toContain('`media-nv`')
  })

  test.each(['browse', 'browse media-nv'])('says without a call that a cloud shows nothing: %s', async (text) => {
    await add('naver', 'media-nv')
    expect((await desk.reads(text))[0]).toMatch(/^Nothing to browse: `media-nv`/)
    expect(await ways(text)).toEqual({ 'List migrations': 'list media-nv', 'Connect another': 'connect' })
    expect(cloud.calls).toEqual([])
  })

  test.each([
    ['browse', 'account_none'],
    ['browse prod-hw', 'account_none'],
  ])('needs an account: %s', async (text, code) => expect((await desk.types(text)).code).toBe(code))
})

test.each([
  ['browse prod-hw AWS/photos', 'browse prod-hw AWS photos'],
  ['browse prod-hw aws/photos/2026/ --key one', 'browse prod-hw AWS photos/2026/ --key one'],
  ['browse prod-hw AWS/', 'browse prod-hw AWS'],
])('browse takes a place as a new migration does: %s', async (joined, apart) => {
  await add('huawei', 'prod-hw')
  await desk.addKey('one')
  expect((await desk.types(joined)).code).toBe('ok')
  expect(await desk.reads(joined)).toEqual(await desk.reads(apart))
  expect(await ways(joined)).toEqual(await ways(apart))
})

describe('who may browse', () => {
  beforeEach(async () => {
    await add('huawei', 'prod-hw')
    await desk.addKey('one')
  })

  test('everybody, as long as no bucket is opened: a storage key belongs to somebody', async () => {
    const member = { user: 'U9' }
    expect((await desk.types('browse prod-hw AWS', member)).code).toBe('ok')
    expect((await desk.types('browse prod-hw AWS --key one', member)).code).toBe('not_allowed')
    expect(cloud.secrets).toEqual([])
  })

  test('with a storage key, operators of this account; the role for another account is not enough', async () => {
    await add('huawei', 'test-hw')
    const grant = {
      type: 'user',
      id: 'U9',
      role: 'operator',
      account: 'test-hw',
      grantedBy: 'U1',
      grantedAt: 1,
    } as const
    await desk.tools.store.grants.set('U9@test-hw', grant)
    expect((await desk.types('browse test-hw AWS --key one', { user: 'U9' })).code).toBe('ok')
    expect((await desk.types('browse prod-hw AWS --key one', { user: 'U9' })).code).toBe('not_allowed')
  })
})

describe('browse of an account', () => {
  test('shows the service and offers each cloud', async () => {
    await add('huawei', 'prod-hw')
    expect(await desk.reads('browse prod-hw')).toEqual([
      '*Huawei Cloud OMS* · `prod-hw`',
      'API version: v2',
      '*3 clouds to migrate from.* Which one do you want to browse?',
      '[AWS] [Aliyun] [Tencent]',
    ])
    expect((await ways('browse prod-hw')).Aliyun).toBe('browse prod-hw Aliyun')
  })

  test('of one cloud shows its services, regions and buckets', async () => {
    await add('upcloud', 'backup-uc')
    expect(await desk.reads('browse backup-uc')).toEqual([
      '*UpCloud Managed Object Storage* · `backup-uc`',
      'API version: v2',
      '*2 storage services*',
      ':large_blue_circle: `own` · running · *this account’s*',
      '`other`',
      '*1 region*',
      '`us-east-1`',
      '*3 buckets*',
      '`invoices`',
      '`photos`',
      '`photos-old`',
    ])
    expect(await desk.reads('browse backup-uc OLD')).toContain('`photos-old`')
    expect(await desk.reads('browse backup-uc OLD')).not.toContain('`invoices`')
  })

  test('shows what it could read, with a line for each part that it could not', async () => {
    await add('upcloud', 'backup-uc')
    cloud.failures.regions = silent
    cloud.failures.services = refused('OMS.0202')
    const lines = await desk.reads('browse backup-uc')
    expect(lines).toContain('`photos`')
    expect(lines.slice(-2)).toEqual([
      '(:warning: Storage services: The account is frozen.)',
      '(:warning: Regions: Huawei Cloud OMS is not responding.)',
    ])
  })

  test('makes no further call after the credentials were refused, because repeated failures lock a key', async () => {
    await add('upcloud', 'backup-uc')
    cloud.failures.facts = denied
    expect((await desk.types('browse backup-uc')).code).toBe('provider_denied')
    expect(cloud.calls).toEqual(['facts'])
  })

  test('reports the failure itself if nothing could be read, and offers to repeat', async () => {
    await add('huawei', 'prod-hw')
    cloud.failures.facts = silent
    cloud.failures.clouds = silent
    expect((await desk.types('browse prod-hw')).code).toBe('provider_unreachable')
    expect(await ways('browse prod-hw')).toEqual({ 'Try again': 'browse prod-hw' })
  })

  test('does not hide an unexpected error in a line', async () => {
    await add('huawei', 'prod-hw')
    cloud.failures.clouds = new RangeError('a bug')
    expect((await desk.types('browse prod-hw')).code).toBe('unexpected')
  })
})

describe('browse of a cloud', () => {
  beforeEach(() => add('huawei', 'prod-hw'))

  test('opens the form for a storage key if there is none, and then leads back', async () => {
    expect(await desk.reads('browse prod-hw aws')).toEqual([
      '`prod-hw` › *AWS*',
      'AWS needs a storage key to show its buckets, and you have not added one yet.',
      '[Add a key (primary)]',
      'divider',
      '*1 region*',
      '`us-east-1` N. Virginia',
    ])
    const add = (await ways('browse prod-hw aws'))['Add a key'] ?? ''
    expect(add).toBe('keys add --for "browse prod-hw AWS"')
    const answers = { name: 'one', accessKey: 'EXAMPLE', secretKey: 'not-one' }
    expect(await waysFrom(desk, add, { answers })).toEqual({ Continue: 'browse prod-hw AWS' })
  })

  test('offers every stored key and chooses none', async () => {
    for (const name of ['one', 'two']) await desk.addKey(name)
    expect(await ways('browse prod-hw AWS')).toMatchObject({
      one: 'browse prod-hw AWS --key one',
      two: 'browse prod-hw AWS --key two',
    })
    expect(cloud.secrets).toEqual([])
  })

  test('offers many keys as one menu', async () => {
    for (let index = 0; index < 20; index += 1) await desk.addKey(`key-${index}`)
    expect((await desk.reads('browse prod-hw AWS'))[2]).toMatch(/^\[… /)
    expect((await ways('browse prod-hw AWS'))['key-7']).toBe('browse prod-hw AWS --key key-7')
  })

  test('shows its regions in pages and keeps the keys on view', async () => {
    await desk.addKey('one')
    cloud.regions = Array.from({ length: 20 }, (_, index) => ({ id: `region-${index}` }))
    const lines = await desk.reads('browse prod-hw AWS --page 2')
    expect(lines).toContain('*20 regions* · page 2 of 3')
    expect(lines).toContain('`region-8`')
    expect(lines).not.toContain('`region-7`')
    expect(await ways('browse prod-hw AWS --page 2')).toMatchObject({
      one: 'browse prod-hw AWS --key one',
      Previous: 'browse prod-hw AWS --page 1',
      Next: 'browse prod-hw AWS --page 3',
    })
  })

  test('suggests the nearest name for an unknown cloud, before any call', async () => {
    await desk.addKey('one')
    expect((await desk.reads('browse prod-hw AWD --key one'))[0]).toBe(
      ':warning: Huawei Cloud OMS can’t migrate from a cloud named `AWD`. Did you mean `AWS`?',
    )
    expect(cloud.calls).toEqual(['clouds'])
  })

  test('explains how to type an app id for a cloud that has them, and passes it on', async () => {
    await desk.addKey('one')
    expect(await desk.reads('browse prod-hw Tencent')).toContain(
      '(This cloud needs an app id besides the key. Give it first: `/migrate browse prod-hw Tencent --app-id 1250000000`)',
    )
    expect((await ways('browse prod-hw Tencent --app-id 12')).one).toBe('browse prod-hw Tencent --key one --app-id 12')
    await desk.types('browse prod-hw Tencent --key one --app-id 12')
    expect(cloud.calls.at(-1)).toBe('buckets Tencent 12')
  })

  test('still offers the keys if its regions cannot be read', async () => {
    await desk.addKey('one')
    cloud.failures.regions = silent
    expect((await desk.reads('browse prod-hw AWS')).at(-1)).toBe(
      '(:warning: Regions: Huawei Cloud OMS is not responding.)',
    )
    expect((await ways('browse prod-hw AWS')).one).toBe('browse prod-hw AWS --key one')
  })

  test.each([
    ['browse prod-hw AWS --key nobody', 'storage_key_not_found'],
    ['browse prod-hw AWS one two', 'usage'],
    ['browse prod-hw AWS --page none --key one', 'usage'],
  ])('%s: %s', async (text, code) => {
    await desk.addKey('one')
    expect((await desk.types(text)).code).toBe(code)
  })
})
