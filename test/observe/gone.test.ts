import { describe, expect, test } from 'vitest'
import type { Migration } from '../../src/migrations/migration.ts'
import type { News } from '../../src/store/store.ts'
import { aMigration, inState } from '../notify/samples.ts'
import { keyAnswers } from '../providers/huawei/open-account.ts'
import { anAccount } from '../store/samples.ts'
import { createWorld, said, type World } from './world.ts'

const minuteMs = 60_000

/** Rounds, half a minute apart. */
async function rounds(world: World, count: number): Promise<void> {
  for (let round = 0; round < count; round += 1) {
    await world.clock.advance(minuteMs / 2)
    await world.tick()
  }
}

/** Messages about ends. That nothing moves meanwhile is said, too. */
function ends(news: News | undefined): string[] {
  return said(news).filter((text) => text.startsWith('end'))
}

function exchange({ cloud }: World, before: readonly Migration[], after: readonly Migration[]): void {
  for (const { id } of before) cloud.remove(`prod-hw/${id}`)
  for (const migration of after) cloud.add(migration)
}

async function createFollowing(ids: readonly string[]) {
  const world = await createWorld()
  const watches = []
  for (const id of ids) watches.push(await world.watch(id))
  await rounds(world, 4)
  world.isDelivering = false
  return { world, watches }
}

describe('a migration that the cloud does not find', () => {
  test('once, or for some minutes, is not gone', async () => {
    const { world, watches } = await createFollowing(['a', 'b', 'c', 'd'])
    const [a] = watches
    if (a === undefined) throw new Error('There are four')
    const kept = world.cloud.peek('prod-hw/a')
    world.cloud.remove('prod-hw/a')
    await rounds(world, 14)
    expect(said(await world.news(a))).toEqual([])
    expect(JSON.stringify((await world.news(a))?.card)).toContain('doesn’t find this migration')
    if (kept !== undefined) world.cloud.add(kept)
    await rounds(world, 5)
    expect(JSON.stringify((await world.news(a))?.card)).not.toContain('doesn’t find')
  })

  test('several times over ten minutes, while the account shows others, is gone, with its last figures', async () => {
    const { world, watches } = await createFollowing(['a', 'b', 'c', 'd'])
    const [a, b] = watches
    if (a === undefined || b === undefined) throw new Error('There are four')
    world.cloud.remove('prod-hw/a')
    await rounds(world, 30)
    const news = await world.news(a)
    expect(said(news)).toEqual([expect.stringMatching(/^end broadcast: Deleted/)])
    expect(JSON.stringify(news?.outbox)).toContain('Watch again')
    expect(ends(await world.news(b))).toEqual([])
  })

  test('that is the only one of its account is waited for a day', async () => {
    const { world, watches } = await createFollowing(['a'])
    const [a] = watches
    if (a === undefined) throw new Error('There is one')
    world.cloud.remove('prod-hw/a')
    await rounds(world, 60)
    expect(said(await world.news(a))).toEqual([])
    await world.clock.advance(24 * 60 * minuteMs)
    await rounds(world, 6)
    expect(said(await world.news(a))).toEqual([expect.stringMatching(/^end broadcast: Deleted/)])
  })

  test('while the account shows only what it did not show before is not gone: it may be another account', async () => {
    const { world, watches } = await createFollowing(['a', 'b'])
    const own = ['a', 'b'].flatMap((id) => world.cloud.peek(`prod-hw/${id}`) ?? [])
    const others = ['x', 'y', 'z'].map((id) => aMigration({ id }))
    // What was shown the first time is known the second time.
    for (const _ of ['once', 'again']) {
      exchange(world, own, others)
      await rounds(world, 60)
      exchange(world, others, own)
      await rounds(world, 8)
    }
    for (const watch of watches) expect(ends(await world.news(watch))).toEqual([])
  })

  test('that Ferry itself deleted is gone at once', async () => {
    const { world, watches } = await createFollowing(['a', 'b'])
    const [a] = watches
    if (a === undefined) throw new Error('There are two')
    world.cloud.remove('prod-hw/a')
    world.fleet.wake('T1', { what: 'deleted', account: 'prod-hw', id: 'a' })
    await rounds(world, 1)
    expect(said(await world.news(a))).toEqual([expect.stringMatching(/^end broadcast: Deleted/)])
  })

  test('after its end is no longer listed, which is no deletion', async () => {
    const { world, watches } = await createFollowing(['a', 'b', 'c', 'd'])
    const [a] = watches
    if (a === undefined) throw new Error('There are four')
    world.cloud.add(inState('failed', { id: 'a' }))
    await rounds(world, 3)
    world.cloud.remove('prod-hw/a')
    await rounds(world, 80)
    const told = said(await world.news(a))
    expect(told).toEqual([
      expect.stringMatching(/^end broadcast: Failed/),
      expect.stringContaining('no longer lists it'),
    ])
    await world.restart()
    await rounds(world, 80)
    expect(said(await world.news(a))).toEqual(told)
    // Somebody has restarted it after all.
    world.cloud.add(aMigration({ id: 'a' }))
    await rounds(world, 3)
    world.cloud.add(inState('succeeded', { id: 'a' }))
    await rounds(world, 3)
    expect(ends(await world.news(a))).toEqual([
      expect.stringMatching(/^end broadcast: Failed/),
      expect.stringMatching(/^end broadcast: Succeeded/),
    ])
  })
})

describe('a cloud that knows nothing for a while', () => {
  test('is a trouble of the account; nothing is called deleted, and ends are told when it is back', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    const { world, watches } = await createFollowing(ids)
    const kept = ids.flatMap((id) => world.cloud.peek(`prod-hw/${id}`) ?? [])
    for (const id of ids) world.cloud.remove(`prod-hw/${id}`)
    await rounds(world, 50)
    for (const watch of watches) {
      expect(said(await world.news(watch))).toEqual([])
      expect(await world.workspace.watches.get(watch.id)).toBeDefined()
    }
    expect((await world.workspace.health.list()).items).toMatchObject([
      { trouble: { code: 'many_missing' }, notice: { blind: { C1: 8 } } },
    ])
    // Few of each, so that each is told by itself.
    const ends = ['succeeded', 'cancelled', 'failed'] as const
    for (const [index, migration] of kept.entries()) {
      world.cloud.add({ ...migration, state: ends[index % 3] ?? 'failed', failure: { code: `CODE.${index}` } })
    }
    await rounds(world, 6)
    for (const watch of watches)
      expect(said(await world.news(watch))).toEqual([
        expect.stringMatching(/^end broadcast: (Succeeded|Cancelled|Failed)/),
      ])
  })
})

describe('an account that is connected to another region by mistake, and back', () => {
  test('loses nothing: nothing is called deleted, and it goes on as before', async () => {
    const { world, watches } = await createFollowing(['a', 'b', 'c'])
    const account = await world.workspace.accounts.get('prod-hw')
    if (account === undefined) throw new Error('There is one')
    const here = world.connection
    const elsewhere = { ...anAccount(), credentials: { ...keyAnswers, region: 'ap-southeast-1' }, createdAt: 2 }
    await world.workspace.accounts.set('prod-hw', elsewhere)
    world.connection = world.cloud.connect({ name: 'elsewhere' })
    await rounds(world, 40)
    for (const watch of watches) {
      expect(said(await world.news(watch))).toEqual([])
      expect(await world.workspace.watches.get(watch.id)).toBeDefined()
      expect(JSON.stringify((await world.news(watch))?.card)).toContain('now opens another project')
    }
    expect(world.cloud.calls.filter((call) => call.startsWith('show elsewhere'))).toEqual([])
    await world.workspace.accounts.set('prod-hw', { ...account, createdAt: 3 })
    world.connection = here
    world.cloud.add(inState('succeeded', { id: 'a' }))
    await rounds(world, 4)
    const [a, b] = await Promise.all(watches.map(async (watch) => ends(await world.news(watch))))
    expect(a).toEqual([expect.stringMatching(/^end broadcast: Succeeded/)])
    expect(b).toEqual([])
  })
})
