import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { leftOpen } from '../../src/views/create/field-question.ts'
import { addAccount, type Browsable } from './browsable.ts'
import { type Checkable, type Creator, createCreating, source, toSummary } from './creator.ts'
import type { Desk } from './desk.ts'

let desk: Desk
let cloud: Browsable
let found: Checkable
let person: Creator

beforeEach(async () => {
  ;({ desk, cloud, found, person } = await createCreating(huawei, naver, upcloud))
})

function titleOf({ page }: Creator): string {
  return page().title.text
}

describe('the questions of the form', () => {
  test('are those that the kind takes', async () => {
    await person.opens()
    await person.presses('Change')
    await person.chooses({ kind: 'sync' })
    await person.sends({ kind: 'sync' })
    expect(Object.keys(person.entries())).not.toContain('source.selection')
    expect(person.lines()[0]).toBe('Step 1 of 3 · a synchronization task of `prod-hw`')
  })

  test('leave out a kind that the cloud only has in other regions', async () => {
    const account = await desk.tools.store.accounts.get('prod-hw')
    if (account === undefined) throw new Error('There is no account')
    await desk.tools.store.accounts.set('prod-hw', { ...account, facts: { region: 'ap-southeast-3' } })
    await person.opens()
    await person.presses('Change')
    expect(JSON.stringify(person.page())).not.toContain('Synchronization task')
    await desk.tools.store.accounts.set('prod-hw', { ...account, facts: { region: 'cn-east-3' } })
    await person.chooses({ account: 'prod-hw' })
    expect(JSON.stringify(person.page())).toContain('Synchronization task')
  })

  test('for an account with an endpoint include a name, which is made of the buckets', async () => {
    await addAccount(desk, 'upcloud', 'backup-uc')
    await person.opens()
    await person.chooses({ account: 'backup-uc' })
    await person.sends({ account: 'backup-uc' })
    expect(person.lines()).toContain('Source endpoint: plain_text_input')
    await person.sends({
      'source.endpoint': 's3.amazonaws.com',
      'source.region': 'us-east-1',
      'source.key': 'photos-read',
      'source.bucket': 'photos',
    })
    expect(await person.suggested('target.bucket', 'inv')).toEqual(['invoices', 'Use “inv”'])
    await person.sends({ 'target.bucket': 'photos-old' })
    expect(found.orders.at(-1)?.spec).toMatchObject({ name: 'photos-to-photos-old', kind: 'job' })
  })

  test('the form begins with the account if there are several', async () => {
    await addAccount(desk, 'naver', 'old-ncp')
    await person.opens()
    expect(titleOf(person)).toBe('New migration')
    expect(await person.sends({ account: 'old-ncp' })).toEqual({})
    expect(person.lines()[0]).toContain('`old-ncp`')
  })

  test('a page shows every option as it was chosen before', async () => {
    await toSummary(person)
    await person.presses('Options')
    await person.presses('More options')
    const chosen = {
      'options.overwrite': 'always',
      'options.since': '2026-02-01',
      'options.limits': '50MB/s 09:00-18:00',
      'options.copiesMetadata': 'yes',
      'options.recordsFailures': 'no',
      'options.priority': 'high',
      description: 'of the spring',
    }
    expect(await person.sends(chosen)).toEqual({})
    expect(found.orders.at(-1)?.spec).toMatchObject({
      description: 'of the spring',
      options: {
        overwrite: 'always',
        since: Date.UTC(2026, 1, 1),
        limits: [{ start: '09:00', end: '18:00', bytesPerSecond: 50_000_000 }],
        copiesMetadata: true,
        recordsFailures: false,
        priority: 'high',
      },
    })
    await person.presses('Options')
    expect(person.entries()).toMatchObject({ 'options.since': '2026-02-01' })
    expect(await person.sends({ 'options.limits': 'fast' }).then(() => person.lines()[0])).toBeDefined()
  })
})

describe('the time since when objects are copied', () => {
  async function since(typed: string) {
    await toSummary(person)
    await person.presses('Options')
    const problems = await person.sends({ 'options.since': typed })
    await person.presses('Options')
    const { since: at } = found.orders.at(-1)?.spec.options ?? {}
    return { problem: problems['options.since'], at, kept: person.entries()['options.since'] }
  }

  test.each([
    ['2026-02-01', Date.UTC(2026, 1, 1), '2026-02-01'],
    [' 2026-02-01 00:00 ', Date.UTC(2026, 1, 1), ' 2026-02-01 00:00 '],
    ['2026-02-01 08:30', Date.UTC(2026, 1, 1, 8, 30), '2026-02-01 08:30'],
    ['2026-02-01T08:30:15Z', Date.UTC(2026, 1, 1, 8, 30, 15), '2026-02-01T08:30:15Z'],
    ['2026-02-01 08:30 UTC', Date.UTC(2026, 1, 1, 8, 30), '2026-02-01 08:30 UTC'],
  ])('is a day or a moment in UTC: %s', async (typed, at, kept) => {
    expect(await since(typed)).toEqual({ problem: undefined, at, kept })
  })

  test.each(['2026-02-31', 'yesterday', '2026-02-01 25:00', '01.02.2026', '99999-01-01'])(
    'is refused if it is no moment: %s',
    async (typed) => {
      expect((await since(typed)).problem).toContain('Type a day such as')
    },
  )
})

describe('a topic for the notification', () => {
  async function toOptions(): Promise<void> {
    await toSummary(person)
    await person.presses('Options')
    await person.presses('More options')
  }

  test('is required with a template, which the cloud would otherwise ignore silently', async () => {
    await toOptions()
    expect(await person.sends({ 'options.notification.template': 'short' })).toEqual({
      'options.notification.topic': 'Fill in the topic, or leave the template empty too.',
    })
  })

  test('can be removed without emptying the lists beside it', async () => {
    await toOptions()
    expect(await person.sends({ 'options.notification.language': 'en-us' })).toEqual({})
    expect(found.orders.at(-1)?.spec.options.notification).toBeUndefined()
  })

  test('can have any language that the cloud offers', async () => {
    await toOptions()
    const block = person.page().blocks.find(({ block_id: name }) => name === 'options.notification.language')
    expect(block).toMatchObject({ element: { options: [{ value: leftOpen }, { value: 'en-us' }, { value: 'zh-cn' }] } })
  })
})

describe('a list', () => {
  test('shows matches at the beginning of a name first, and the typed text last', async () => {
    await person.opens()
    await person.chooses({ 'source.cloud': 'AWS', 'source.key': 'photos-read' })
    cloud.buckets = ['old-photos', 'photos']
    await desk.clock.advance(61_000)
    expect(await person.suggested('source.bucket', 'PHOTO')).toEqual(['photos', 'old-photos', 'Use “PHOTO”'])
  })

  test('is read once a minute, however many letters are typed', async () => {
    await person.opens()
    await person.chooses({ 'source.cloud': 'AWS', 'source.key': 'photos-read' })
    for (const typed of ['p', 'ph', 'pho']) await person.suggested('source.bucket', typed)
    expect(cloud.calls.filter((call) => call.startsWith('buckets'))).toHaveLength(1)
  })

  test('never offers more than 100 entries', async () => {
    cloud.buckets = Array.from({ length: 3000 }, (_, index) => `bucket-${index}`)
    await person.opens()
    await person.chooses({ 'source.cloud': 'AWS', 'source.key': 'photos-read' })
    expect(await person.suggested('source.bucket', 'bucket')).toHaveLength(100)
  })

  test('that cannot be read becomes a text box, with the reason', async () => {
    cloud.failures.buckets = new AppError('provider_unreachable', { provider: 'Huawei Cloud OMS', account: 'prod-hw' })
    await person.opens()
    const lines = await person.chooses({ 'source.cloud': 'AWS', 'source.key': 'photos-read' })
    expect(lines).toContain('Source bucket: plain_text_input')
    expect(lines).toContain('(Ferry can’t offer a list: Huawei Cloud OMS is not responding.)')
    expect(await person.sends({ 'source.bucket': 'photos' })).toEqual({})
  })

  test('is shown only to people with the role', async () => {
    await person.opens()
    await person.chooses({ 'source.cloud': 'AWS', 'source.key': 'photos-read' })
    desk.admins.delete('U1')
    expect(await person.suggested('source.bucket')).toEqual([])
    expect(await person.suggested('source.key')).toEqual([])
  })

  test('that takes too long becomes a text box', async () => {
    await person.opens()
    await person.chooses({ 'source.cloud': 'AWS' })
    const connect = desk.tools.connect
    desk.tools.connect = (account) => ({ ...connect(account), browse: { buckets: () => new Promise(() => undefined) } })
    const lines = await person.chooses({ 'source.key': 'photos-read' })
    expect(lines).toContain('Source bucket: external_select')
    expect(await person.suggested('source.bucket', 'ph')).toEqual([])
  })
})

test('if a cloud finds buckets by an app id, their list appears as soon as there is one', async () => {
  await person.opens()
  const waiting = await person.chooses({ 'source.cloud': 'Tencent', 'source.key': 'photos-read' })
  expect(waiting).toContain('Source bucket: plain_text_input')
  expect(waiting.join('\n')).not.toContain('can’t offer a list')
  const lines = await person.chooses({ 'source.appId': '1250000000' })
  expect(lines).toContain('Source bucket: external_select')
})

test('a list of objects is a file for a task and a folder of files for a group', async () => {
  await person.opens()
  const lines = await person.chooses({ 'source.selection': 'list' })
  expect(lines).toContain('List file: plain_text_input')
  await person.presses('Change')
  await person.chooses({ kind: 'group' })
  await person.sends({ kind: 'group' })
  expect(person.lines()).toContain('Folder of the list files: plain_text_input')
})

test('the bucket of a list file is one of the destination’s buckets, listed as soon as their key is known', async () => {
  await toSummary(person)
  await person.presses('Change source')
  const lines = await person.chooses({ 'source.selection': 'list' })
  expect(lines).toContain('Bucket with the list file: external_select')
  expect(await person.suggested('source.listFile.bucket', 'inv')).toEqual(['invoices', 'Use “inv”'])
  expect(cloud.secrets.at(-1)).toBe('EXAMPLE-archive-write')
})

describe('the region', () => {
  test('comes from the cloud if it knows it', async () => {
    await toSummary(person)
    expect(found.orders[0]?.spec.source.region).toBe('us-east-1')
  })

  test('becomes a question if Ferry cannot find it out', async () => {
    cloud.failures.bucketRegion = new AppError('provider_unreachable', { provider: 'Huawei Cloud OMS' })
    await person.opens()
    await person.sends(source)
    expect(person.lines()[0]).toContain('Ferry could not detect the bucket’s region')
    expect(person.entries()).toMatchObject(source)
    await person.sends({ 'source.region': 'eu-west-1' })
    expect(titleOf(person)).toBe('New: destination')
  })
})
