import { beforeEach, describe, expect, test } from 'vitest'
import { explainEnd } from '../../src/catalogue/explain-end.ts'
import { isFlag } from '../../src/commands/machine/command.ts'
import { create } from '../../src/commands/verbs/create/create.ts'
import { allQuestions } from '../../src/migrations/fields/form.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { sample } from '../migrations/sample.ts'
import { addAccount } from './browsable.ts'
import { type Checkable, type Creator, createCreating } from './creator.ts'
import type { Desk } from './desk.ts'

let desk: Desk
let found: Checkable
let person: Creator

beforeEach(async () => {
  ;({ desk, found, person } = await createCreating(huawei, upcloud))
})

const keys = '--source photos-read --target archive-write --region us-east-1'

describe('a typed order', () => {
  test.each([
    `create prod-hw AWS/photos → archive ${keys}`,
    `create aws/photos -> archive ${keys}`,
    `create prod-hw AWS/photos TO archive ${keys}`,
    `new aws/photos -&gt; archive ${keys}`,
  ])('%s opens the summary directly', async (text) => {
    await person.opens(text)
    expect(person.page().title.text).toBe('New migration: check')
    expect(found.orders[0]?.spec).toMatchObject({
      account: 'prod-hw',
      source: { cloud: 'AWS', bucket: 'photos', region: 'us-east-1', key: 'photos-read', selection: 'everything' },
      target: { bucket: 'archive', key: 'archive-write' },
    })
  })

  test('has the same options as the form', async () => {
    const options = '--priority high --overwrite never --since 2026-11-22 --limit 50MB/s --storage-class IA'
    await person.opens(`create AWS/photos → archive ${keys} ${options}`)
    expect(found.orders[0]?.spec.options).toMatchObject({
      priority: 'high',
      overwrite: 'never',
      since: Date.UTC(2026, 10, 22),
      limits: [{ start: '00:00', end: '23:59', bytesPerSecond: 50_000_000 }],
      storageClass: 'IA',
    })
  })

  test('with an option that Ferry cannot read opens the page of that option, and drops nothing silently', async () => {
    await person.opens(`create AWS/photos → archive ${keys} --priority urgent`)
    expect(person.page().title.text).toBe('New: all options')
    expect(person.lines().join('\n')).toContain('Priority: Choose one of: high, medium, low.')
    expect(found.orders).toEqual([])
  })

  test('can contain every option', () => {
    const flags = allQuestions.flatMap(({ flag }) => flag ?? [])
    expect(flags.filter((flag) => !isFlag(flag))).toEqual([])
  })

  test('has each of its options in the help', () => {
    const help = create.notes?.join(' ') ?? ''
    const flags = allQuestions.flatMap(({ field, flag }) => (flag && field.startsWith('options.') ? [`--${flag}`] : []))
    expect(flags.filter((flag) => !help.includes(flag))).toEqual([])
  })

  test('takes its paths as the source prefix and the destination prefix', async () => {
    await person.opens(`create AWS/photos/2026/11/ → archive/from-aws/ ${keys}`)
    expect(found.orders[0]?.spec).toMatchObject({
      source: { bucket: 'photos', selection: 'prefixes', names: ['2026/11/'] },
      target: { bucket: 'archive', prefix: 'from-aws/' },
    })
  })

  test('without a region makes Ferry ask the cloud for it', async () => {
    await person.opens('create AWS/photos → archive --source photos-read --target archive-write')
    expect(found.orders[0]?.spec.source.region).toBe('us-east-1')
  })

  test('with something missing opens the page for it', async () => {
    await person.opens('create AWS/photos → archive --target archive-write --region us-east-1')
    expect(person.page().title.text).toBe('New migration: source')
    expect(person.entries()).toMatchObject({ 'source.cloud': 'AWS', 'source.bucket': 'photos' })
    expect(found.orders).toEqual([])
  })

  test('can name an endpoint instead of a cloud, for an account that knows clouds by their address', async () => {
    await addAccount(desk, 'upcloud', 'backup-uc')
    await person.opens('create backup-uc s3.amazonaws.com/photos → photos-old --source photos-read --region us-east-1')
    expect(found.orders[0]?.spec).toMatchObject({
      name: 'photos-to-photos-old',
      source: { endpoint: 's3.amazonaws.com', bucket: 'photos' },
    })
  })

  test.each([
    ['create prod-hw AWS/photos →', 'usage'],
    ['create → archive', 'usage'],
    ['create prod-hw AWS/photos → archive and more', 'usage'],
    ['create nowhere AWS/photos → archive', 'account_not_found'],
  ])('%s: %s', async (text, code) => expect((await desk.types(text)).code).toBe(code))

  test('with only an account opens the form for it', async () => {
    await addAccount(desk, 'upcloud', 'backup-uc')
    expect((await person.opens('create backup-uc'))[0]).toBe('Step 1 of 3 · a job of `backup-uc`')
  })
})

describe('like a migration', () => {
  test('copies its places, its prefix and the keys that last opened its buckets', async () => {
    const source = {
      cloud: 'AWS',
      region: 'us-east-1',
      bucket: 'photos',
      selection: 'prefixes',
      names: ['2026/'],
    } as const
    desk.cloud.add(sample({ state: 'failed', source, target: { bucket: 'archive', prefix: 'old/' } }))
    await desk.tools.store.keyUses.set('photos', { bucket: 'photos', sourceKey: 'photos-read', usedAt: 1 })
    await desk.tools.store.keyUses.set('archive', { bucket: 'archive', targetKey: 'archive-write', usedAt: 1 })
    await person.opens('create --like prod-hw/191297407830872')
    expect(found.orders[0]?.spec).toMatchObject({
      source: { ...{ cloud: 'AWS', region: 'us-east-1', bucket: 'photos', key: 'photos-read' }, names: ['2026/'] },
      target: { bucket: 'archive', prefix: 'old/', key: 'archive-write' },
    })
  })

  // A migration that failed because of an option can be created again with one change.
  test('copies the options, the bandwidth limit and the priority', async () => {
    const copying = { overwrite: 'always', storageClass: 'IA', encrypts: true, restoresArchived: false } as const
    const limits = [{ start: '09:00', end: '18:00', bytesPerSecond: 50_000_000 }]
    desk.cloud.add(sample({ state: 'failed', copying, limits, priority: 'high' }))
    await desk.tools.store.keyUses.set('photos', { bucket: 'photos', sourceKey: 'photos-read', usedAt: 1 })
    await desk.tools.store.keyUses.set('archive', { bucket: 'archive', targetKey: 'archive-write', usedAt: 1 })
    await person.opens('create --like prod-hw/191297407830872')
    expect(found.orders[0]?.spec.options).toEqual({ ...copying, limits, priority: 'high' })
  })

  // OMS reports how a synchronization task overwrites, but nobody can choose it.
  test('leaves out options that the kind does not take', async () => {
    desk.cloud.add(sample({ kind: 'sync', state: 'paused', copying: { overwrite: 'always', encrypts: true } }))
    await desk.tools.store.keyUses.set('photos', { bucket: 'photos', sourceKey: 'photos-read', usedAt: 1 })
    await desk.tools.store.keyUses.set('archive', { bucket: 'archive', targetKey: 'archive-write', usedAt: 1 })
    await person.opens('create --like prod-hw/191297407830872')
    expect(found.orders[0]?.spec.options).toEqual({ encrypts: true })
  })

  test('leaves the keys open if nobody has used any', async () => {
    const source = { cloud: 'AWS', region: 'us-east-1', bucket: 'photos', selection: 'prefixes' } as const
    desk.cloud.add(sample({ state: 'failed', source, target: { bucket: 'archive' } }))
    await person.opens('create --like prod-hw/191297407830872')
    expect(person.page().title.text).toBe('New migration: source')
    expect(person.entries()['source.names']).toBeUndefined()
    expect(found.orders).toEqual([])
  })

  test('is offered on the card of a failure that only a new migration can solve', async () => {
    const { cardChoices } = await import('../../src/views/card/choices.ts')
    const labels = (code: string) => {
      const migration = sample({ state: 'failed', failure: { code } })
      return JSON.stringify(
        cardChoices({ migration, explanation: explainEnd(migration), provider: huawei, purpose: 'reply' }),
      )
    }
    expect(labels(codeForNew)).toContain('create --like prod-hw/191297407830872')
    expect(labels('TRF.0055')).not.toContain('create --like')
  })
})

const codeForNew = 'TRF.0060'
