import { describe, expect, test } from 'vitest'
import type { SubscriptionRecord } from '../../src/store/store.ts'
import { called } from '../notify/owned.ts'
import { aMigration, inState, startAt } from '../notify/samples.ts'
import { createWorld, denied, type World } from '../observe/world.ts'
import { shown } from '../send/post-office.ts'

const ids = ['1912', '1913', '1914', '1915']

/** A world in which these run in an account that Ferry has listed to its end. */
async function createListed(running: readonly string[] = ids): Promise<World> {
  const world = await createWorld({ isSending: true })
  // Nobody follows the account yet, so it is listed every five minutes.
  world.cloud.add(...running.map((id) => aMigration({ id, source: { cloud: 'AWS', bucket: `in-${id}` } })))
  await world.minutes(7)
  return world
}

/** Somebody waits for all that moves in the account. */
async function look(world: World): Promise<void> {
  world.fleet.wake('T1', { what: 'moving', accounts: ['prod-hw'] })
  await world.clock.settle()
}

let made = 0

async function subscribe(world: World, changes: Partial<SubscriptionRecord> = {}): Promise<SubscriptionRecord> {
  made += 1
  const subscription: SubscriptionRecord = {
    id: `s-${made}`,
    channel: 'C1',
    of: { account: 'prod-hw' },
    hears: 'failed',
    shows: 'announcements',
    createdBy: 'U1',
    createdAt: world.clock.now(),
    ...changes,
  }
  await world.fleet.storeIn('T1').subscriptions.set(subscription.id, subscription)
  await world.clock.settle()
  return subscription
}

const failed = (id: string, code = 'TRF.0055') =>
  inState('failed', { id, source: { cloud: 'AWS', bucket: `in-${id}` }, failure: { code } })
const succeeded = (id: string) => inState('succeeded', { id, source: { cloud: 'AWS', bucket: `in-${id}` } })

describe('a channel that subscribes to an account', () => {
  test('hears of failures in the channel itself, and of nothing else', async () => {
    const world = await createListed()
    await subscribe(world)
    await world.minutes(1)
    expect(shown(world.slack)).toEqual([])
    world.cloud.add(failed('1912'), succeeded('1913'))
    await world.minutes(2)
    expect(shown(world.slack)).toEqual([expect.stringMatching(/^Failed: in-1912 → archive/)])
  })

  test.each([
    ['a mention', [undefined], { mentioned: ['U1'], told: 0 }],
    ['a private message', ['private'], { mentioned: [], told: 1 }],
    ['nothing', ['none'], { mentioned: [], told: 0 }],
    ['both, if its subscriptions differ', ['private', undefined, 'none'], { mentioned: ['U1'], told: 1 }],
  ] as const)('calls people with %s, as it chose', async (_, ways, { mentioned, told }) => {
    const world = await createListed()
    for (const calling of ways) await subscribe(world, { of: {}, ...(calling && { calling }) })
    world.cloud.add(failed('1912'))
    await world.minutes(2)
    expect([called(world), world.slack.told.length]).toEqual([mentioned, told])
  })

  test('hears nothing from before', async () => {
    const world = await createListed()
    world.cloud.add(failed('1912'))
    await look(world)
    await world.clock.advance(1000)
    await subscribe(world, { hears: 'all' })
    await world.minutes(5)
    expect(shown(world.slack).filter((text) => text.includes('1912') || text.includes('Failed'))).toEqual([])
  })

  test('hears nothing from a first listing', async () => {
    const world = await createWorld({ isSending: true })
    await subscribe(world, { createdAt: startAt - 1 })
    // The account opens a project that was never listed.
    const account = await world.workspace.accounts.get('prod-hw')
    const credentials = { ...account?.credentials, projectId: 'f'.repeat(32) }
    if (account !== undefined) await world.workspace.accounts.set('prod-hw', { ...account, credentials })
    world.cloud.add(failed('1912'), aMigration({ id: '1913' }))
    await world.minutes(5)
    expect(shown(world.slack)).toEqual([])
    world.cloud.add(failed('1913'))
    await world.minutes(2)
    expect(shown(world.slack)).toHaveLength(1)
  })

  test('hears of a migration that was created later, also of one that had failed before Ferry first saw it', async () => {
    const world = await createListed()
    await subscribe(world)
    const startedAt = world.clock.now() + 1000
    world.cloud.add(aMigration({ id: '2001' }))
    await world.minutes(3)
    world.cloud.add(failed('2001'), { ...failed('2002'), startedAt })
    await world.minutes(30)
    expect(shown(world.slack)[0]).toMatch(/^Failed/)
    const group = world.slack.messages.find(({ text }) => text.startsWith('2 migrations failed'))
    expect(group).toBeDefined()
  })

  test('hears of one cause together', async () => {
    const world = await createListed()
    await subscribe(world)
    for (const id of ids) {
      world.cloud.add(failed(id))
      await world.minutes(1)
    }
    await world.minutes(2)
    const all = shown(world.slack)
    expect(all.slice(0, 2)).toEqual([
      expect.stringMatching(/^Failed: in-1912/),
      expect.stringMatching(/^4 migrations failed for the same reason/),
    ])
    expect(all.slice(2).every((text) => text.startsWith('> '))).toBe(true)
  })

  test('hears of everything once, through restarts and lost answers', async () => {
    const world = await createListed()
    await subscribe(world, { hears: 'ended' })
    await world.minutes(1)
    world.slack.faults = [
      { method: 'post', fault: 'lose after' },
      { method: 'post', fault: 'lose before' },
    ]
    world.cloud.add(failed('1912'))
    await world.tick()
    await world.restart()
    world.cloud.add(succeeded('1913'))
    await world.minutes(3)
    await world.restart()
    await world.minutes(3)
    expect(shown(world.slack).toSorted()).toEqual([
      expect.stringMatching(/^Failed: in-1912/),
      expect.stringMatching(/^Succeeded: in-1913/),
    ])
  })

  test('does not hear twice of what it watches as well', async () => {
    const world = await createListed()
    await world.watch('1912')
    await subscribe(world)
    await subscribe(world, { of: {}, hears: 'ended' })
    world.cloud.add(failed('1912'), failed('1913', 'TRF.0008'))
    await world.minutes(2)
    expect(shown(world.slack).filter((text) => text.includes('Failed: in-1912') && text.startsWith('>>'))).toHaveLength(
      1,
    )
    expect(shown(world.slack).filter((text) => text.startsWith('Failed: in-1913'))).toHaveLength(1)
  })

  test('that ended it hears no more, and forgets what it followed', async () => {
    const world = await createListed()
    const one = await subscribe(world)
    await world.minutes(1)
    expect((await world.workspace.watches.list()).items).toHaveLength(4)
    await subscribe(world, { ...one, ended: { by: 'U1', at: world.clock.now() } })
    world.cloud.add(failed('1912'))
    await world.minutes(2)
    expect(shown(world.slack)).toEqual([])
    expect((await world.workspace.watches.list()).items).toEqual([])
  })
})

describe('the board of a set', () => {
  const many = Array.from({ length: 30 }, (_, index) => `${5000 + index}`)
  const boardOf = ({ slack }: World) => slack.messages.find(({ text }) => /^\d+ migrations(, all ended)?: /.test(text))

  /** Ten of the set succeed and three fail, of two causes. */
  async function createHalfway(): Promise<World> {
    const world = await createListed(many)
    world.cloud.add(succeeded('4000'), failed('4001'))
    await look(world)
    await world.clock.advance(1000)
    await subscribe(world, { hears: 'all', shows: 'board' })
    await world.minutes(2)
    world.cloud.add(...many.slice(0, 10).map(succeeded))
    world.cloud.add(...many.slice(10, 12).map((id) => failed(id)), failed('5012', 'TRF.0008'))
    await world.minutes(3)
    return world
  }

  test('tells how all of it stands since the channel follows it, what failed first, and why', async () => {
    const world = await createHalfway()
    expect(boardOf(world)?.text).toBe('30 migrations: 3 failed · 17 running · 10 succeeded')
    const shownThere = JSON.stringify(boardOf(world)?.blocks)
    expect(shownThere).toMatch(/Last end about <!date/)
    const rows = [...shownThere.matchAll(/:(x|arrow_forward): \*in-(\d+) → archive\* `\d+` · ([^\\"]*)/g)]
    expect(rows.slice(0, 4).map(([, icon, , words]) => [icon, words])).toEqual([
      ['x', expect.stringContaining('The destination bucket is full')],
      ['x', expect.stringContaining('The destination bucket is full')],
      ['x', expect.not.stringContaining('full')],
      ['arrow_forward', expect.stringContaining('50 %')],
    ])
    expect(shownThere).toContain('"value":"status prod-hw/5012"')
  })

  test('is led to from its announcements, and goes on with the same counts after a restart', async () => {
    const world = await createHalfway()
    const url = `https://slack.test/archives/C1/p${boardOf(world)?.ts.replace('.', '')}`
    const group = world.slack.messages.find(({ text }) => text.startsWith('10 migrations succeeded'))
    expect(JSON.stringify(group?.blocks)).toContain(url)
    await world.restart()
    world.cloud.add(...many.slice(13).map(succeeded))
    await world.minutes(4)
    expect(boardOf(world)?.text).toBe('30 migrations, all ended: 3 failed · 27 succeeded')
  })
})

test('a channel whose set has nothing that runs hears that its account can’t be read, and is not disturbed while muted', async () => {
  const world = await createListed([])
  await subscribe(world)
  await subscribe(world, { channel: 'C2' })
  const mute = { until: world.clock.now() + 60 * 60_000, by: 'U1', at: 1 }
  await world.fleet.storeIn('T1').patience.set('C2', { of: 'C2', mutes: [mute] })
  await world.clock.settle()
  world.cloud.breaks('prod-hw', 'page', { error: denied() })
  await world.minutes(3)
  expect(shown(world.slack)).toEqual([expect.stringMatching(/^Ferry can’t follow prod-hw/)])
  expect(JSON.stringify(world.slack.messages[0]?.blocks)).toContain(
    'Nothing of it that this channel follows was running',
  )
  expect(shown(world.slack, 'C2')).toEqual([])
})

describe('a set', () => {
  test.each<[string, SubscriptionRecord['of'], string[]]>([
    ['of a bucket', { bucket: 'in-1912' }, ['1912']],
    ['of buckets by a pattern', { bucket: 'IN-191*' }, ids],
    ['of another account', { account: 'other' }, []],
    ['of a kind', { kinds: ['group'] }, []],
    ['of a name', { name: 'night*' }, ['1915']],
  ])('%s', async (_, of, followed) => {
    const world = await createListed(ids.slice(0, 3))
    world.cloud.add(aMigration({ id: '1915', name: 'Nightly', source: { cloud: 'AWS', bucket: 'in-1915' } }))
    await look(world)
    await subscribe(world, { of })
    await world.minutes(1)
    const { items } = await world.workspace.watches.list()
    expect(items.map(({ migrationId }) => migrationId).toSorted()).toEqual(followed)
  })

  test('is told of in states that were chosen', async () => {
    const world = await createListed()
    await subscribe(world, { of: { states: ['cancelled'] }, hears: 'ended' })
    world.cloud.add(failed('1912'), inState('cancelled', { id: '1913' }))
    await world.minutes(2)
    expect(shown(world.slack)).toEqual([expect.stringMatching(/^Cancelled/)])
  })

  test('has live cards while few run, and one board for many', async () => {
    const world = await createListed()
    await subscribe(world, { hears: 'all', shows: 'cards' })
    await world.minutes(1)
    expect(shown(world.slack)).toHaveLength(4)
    world.cloud.add(...Array.from({ length: 30 }, (_, index) => aMigration({ id: `30${index + 10}` })))
    await world.minutes(5)
    expect(shown(world.slack)).toHaveLength(5)
  })

  test('has a board from the start, if that is what the channel wants to see', async () => {
    const world = await createListed()
    await subscribe(world, { hears: 'ended', shows: 'board' })
    await world.minutes(1)
    expect(shown(world.slack)).toHaveLength(1)
    world.cloud.add(failed('1912'))
    await world.minutes(1)
    expect(shown(world.slack)[1]).toMatch(/^>> Failed/)
  })
})
