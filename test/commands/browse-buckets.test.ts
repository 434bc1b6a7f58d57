import { beforeEach, describe, expect, test } from 'vitest'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { addAccount, type Browsable, makeBrowsable, refused, silent, waysFrom } from './browsable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

let desk: Desk
let cloud: Browsable
const ways = (text: string) => waysFrom(desk, text)
const add = (provider: 'huawei' | 'naver' | 'upcloud', name: string) => addAccount(desk, provider, name)

beforeEach(async () => {
  desk = await createDesk()
  cloud = makeBrowsable(desk, [huawei, naver, upcloud])
})

describe('the buckets that a key opens', () => {
  beforeEach(async () => {
    await add('huawei', 'prod-hw')
    await desk.addKey('one')
  })

  test('are listed in pages of ten', async () => {
    cloud.buckets = Array.from({ length: 23 }, (_, index) => `bucket-${index}`)
    const lines = await desk.reads('browse prod-hw AWS --key one --page 3')
    expect(lines.slice(0, 6)).toEqual([
      '`prod-hw` › AWS · opened with `one`',
      '*23 buckets* · page 3 of 3',
      '`bucket-20`',
      '[Open]',
      '`bucket-21`',
      '[Open]',
    ])
    expect(await ways('browse prod-hw AWS --key one --page 3')).toMatchObject({
      Open: 'browse prod-hw AWS bucket-22/ --key one',
      Previous: 'browse prod-hw AWS --key one --page 2',
    })
    expect(cloud.secrets).toEqual(['EXAMPLE-one', 'EXAMPLE-one'])
  })

  test('offer the first page if a page does not exist', async () => {
    expect(await desk.reads('browse prod-hw AWS --key one --page 9')).toContain('There is nothing on this page.')
    expect(await ways('browse prod-hw AWS --key one --page 9')).toMatchObject({
      'First page': 'browse prod-hw AWS --key one',
    })
  })

  test.each(['PHOTO', 'photo…', 'hoto'])('can be filtered by a part of the name: %s', async (part) => {
    const lines = await desk.reads(`browse prod-hw AWS ${part} --key one`)
    expect(lines).toContain('`photos`')
    expect(lines).toContain('`photos-old`')
    expect(lines).not.toContain('`invoices`')
    expect((await ways(`browse prod-hw AWS ${part} --key one`))['All buckets']).toBe('browse prod-hw AWS --key one')
  })

  test('open by full name, even if other names begin with it', async () => {
    expect((await desk.reads('browse prod-hw AWS photos --key one'))[0]).toBe('`prod-hw` › AWS › `photos`')
  })

  test('offer to open a name that the list does not have, because a key may open more than it lists', async () => {
    expect(await desk.reads('browse prod-hw AWS zzz --key one')).toContain('No bucket has `zzz` in its name.')
    expect(await ways('browse prod-hw AWS zzz --key one')).toMatchObject({
      'Open it anyway': 'browse prod-hw AWS zzz/ --key one',
      'All buckets': 'browse prod-hw AWS --key one',
    })
  })

  test('can be opened even if the key must not list them, because many keys open a single bucket', async () => {
    cloud.failures.buckets = refused('OMS.0153')
    expect((await desk.reads('browse prod-hw AWS photos --key one'))[0]).toBe('`prod-hw` › AWS › `photos`')
    expect((await desk.types('browse prod-hw AWS --key one')).code).toBe('provider_refused')
  })

  test('show the error of a wrong key, and offer another key', async () => {
    cloud.failures.buckets = refused('OMS.0153')
    const lines = await desk.reads('browse prod-hw AWS --key one')
    expect(lines[0]).toMatch(/\(`OMS\.0153`\)$/)
    expect(await ways('browse prod-hw AWS --key one')).toEqual({
      'Another key': 'browse prod-hw AWS',
      'Other clouds': 'browse prod-hw',
    })
  })
})

describe('a bucket', () => {
  const photos = 'browse prod-hw AWS photos/ --key one'
  beforeEach(async () => {
    await add('huawei', 'prod-hw')
    await desk.addKey('one')
  })

  test('shows its region, then folders, then objects with sizes', async () => {
    expect(await desk.reads(photos)).toEqual([
      '`prod-hw` › AWS › `photos`',
      'Region `us-east-1` · can be migrated from',
      ':file_folder: `2026/`',
      '[Open]',
      '`a.jpg` · 1.00 MB',
      '[All buckets] [Check a CDN] [… Another key | Other clouds]',
    ])
  })

  test('opens folder by folder, and leads back the same way', async () => {
    const inFolder = (await ways(photos)).Open ?? ''
    expect(inFolder).toBe('browse prod-hw AWS photos/2026/ --key one --region us-east-1')
    const deeper = await ways(inFolder)
    expect(deeper).toMatchObject({
      Open: 'browse prod-hw AWS photos/2026/11/ --key one --region us-east-1',
      Up: 'browse prod-hw AWS photos/ --key one --region us-east-1',
    })
    expect((await desk.reads(deeper.Open ?? ''))[0]).toBe('`prod-hw` › AWS › `photos` › `2026/` › `11/`')
    expect(await ways(deeper.Open ?? '')).toMatchObject({
      Up: 'browse prod-hw AWS photos/2026/ --key one --region us-east-1',
      'Whole bucket': 'browse prod-hw AWS photos/ --key one --region us-east-1',
    })
  })

  test('costs one call per page once its region is known', async () => {
    await desk.types('browse prod-hw AWS photos/2026/ --key one --region us-east-1')
    expect(cloud.calls).toEqual(['objects AWS photos 2026/ after nothing in us-east-1'])
  })

  test('is shown page by page, and offers the next and the first page', async () => {
    cloud.objects = Array.from({ length: 40 }, (_, index) => `file ${String(index).padStart(2, '0')}`)
    const { Next: second = '' } = await ways(photos)
    expect(second).toBe('browse prod-hw AWS photos/ --key one --region us-east-1 --after %file%2014')
    expect(await desk.reads(second)).toContain('`file 15` · 1.00 MB')
    expect((await ways(second))['Back to start']).toBe('browse prod-hw AWS photos/ --key one --region us-east-1')
    expect(await ways((await ways(second)).Next ?? '')).not.toHaveProperty('Next')
  })

  test.each([
    ['browse prod-hw AWS photos/ --key one', [], 'The bucket is empty, or this key can’t list it.'],
    ['browse prod-hw AWS photos/x/ --key one', ['a'], 'There is nothing in this folder.'],
    ['browse prod-hw AWS photos/ --key one --after zzz', ['a'], 'There is nothing after this page.'],
  ])('says so if there is nothing to show: %s', async (text, objects, said) => {
    cloud.objects = objects
    expect(await desk.reads(text)).toContain(said)
  })

  test.each([
    [undefined, 'Region `us-east-1`'],
    [false, 'Region `us-east-1` · :warning: cannot be migrated from'],
  ])('says whether it can be a source as far as the cloud says so: %s', async (canMigrate, line) => {
    cloud.canMigrate = canMigrate
    expect((await desk.reads(photos))[1]).toBe(line)
  })

  test.each([
    ['2026/b', ':white_check_mark: There are objects with the prefix `2026/b`.'],
    ['2026/B', 'No object name begins with `2026/B`. Names are case-sensitive. This is the folder it would be in:'],
  ])('says whether any object begins with %s, and shows the surrounding folder', async (path, line) => {
    const lines = await desk.reads(`browse prod-hw AWS photos/${path} --key one`)
    expect(lines).toContain(line)
    expect(lines).toContain('`b.jpg` · 1.00 MB')
  })

  test('shows its objects even if its region cannot be read', async () => {
    cloud.failures.bucketRegion = refused('OMS.0155')
    const lines = await desk.reads(photos)
    expect(lines).toContain('`a.jpg` · 1.00 MB')
    expect(lines).toContain('(:warning: The region: The cloud could not find out the region of the bucket.)')
  })

  test('shows its region even if its objects cannot be read', async () => {
    cloud.failures.objects = silent
    const lines = await desk.reads(photos)
    expect(lines[1]).toBe('Region `us-east-1` · can be migrated from')
    expect(lines).toContain('(:warning: The objects: Huawei Cloud OMS is not responding.)')
  })

  test('that does not open shows the reason and offers other keys and places', async () => {
    cloud.failures.bucketRegion = refused('OMS.0155')
    cloud.failures.objects = refused('OMS.0153')
    expect((await desk.reads(photos))[0]).toMatch(/\(`OMS\.0153`\)$/)
    expect(await ways(photos)).toEqual({
      'Another key': 'browse prod-hw AWS photos/',
      'Other clouds': 'browse prod-hw',
      'All buckets': 'browse prod-hw AWS --key one',
    })
    expect((await desk.tools.store.keyUses.list()).items).toEqual([])
  })

  test('remembers the key that opened it, and offers it first next time', async () => {
    await desk.addKey('another')
    await desk.types(photos)
    const lines = await desk.reads('browse prod-hw AWS photos')
    expect(lines[2]).toBe('[one, as last time (primary)]')
    expect((await ways('browse prod-hw AWS photos'))['one, as last time']).toBe('browse prod-hw AWS photos --key one')
  })

  test('does not offer a key that was removed', async () => {
    await desk.types(photos)
    await desk.tools.store.storageKeys.delete('one')
    expect(await desk.reads('browse prod-hw AWS photos')).not.toContain('[one, as last time (primary)]')
  })

  test('has buttons only for names that fit a button completely', async () => {
    cloud.objects = [`${'😀'.repeat(250)}/x`, 'half\uD800/x', 'plain/x']
    const { reply } = await desk.types(photos)
    const opens = JSON.stringify(shownIn(reply)).match(/"value":"browse [^"]+/g) ?? []
    expect(opens.filter((open) => open.includes('photos/plain/'))).toHaveLength(1)
    expect(opens.filter((open) => /uD800|😀|%F0/.test(open))).toEqual([])
  })
})
