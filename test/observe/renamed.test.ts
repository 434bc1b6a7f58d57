import { describe, expect, test } from 'vitest'
import { beginRenaming, endRenaming } from '../../src/commands/verbs/policy/renaming.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { aMigration } from '../notify/samples.ts'
import { aPolicy, cardOf, createNaverWorld, type NaverWorld, secondKey } from './naver-world.ts'
import { acceptAll, createWorld, said } from './world.ts'

/** Followed policies. Everything so far was told. */
async function createFollowing() {
  const world = await createNaverWorld()
  const alpha = await world.follows('alpha')
  for (const id of ['beta', 'gamma', 'delta']) await world.follows(id)
  await world.rounds(4)
  world.isDelivering = false
  return { world, alpha }
}

/** Renames a policy in the console. */
function rename({ cloud }: NaverWorld, from: string, to: string | (Partial<Migration> & { id: string })): void {
  const policy = cloud.peek(`prod-hw/${from}`)
  if (policy === undefined) throw new Error(`There is no ${from}`)
  cloud.remove(`prod-hw/${from}`)
  cloud.add({ ...policy, ...(typeof to === 'string' ? { id: to } : to) })
}

const renamed = expect.stringMatching(/^progress thread: .*Renamed/)

describe('a policy that is renamed in the console', () => {
  test('keeps its card and its watch, is told in the thread, and so is its end', async () => {
    const { world, alpha } = await createFollowing()
    rename(world, 'alpha', 'omega')
    await world.rounds(8)
    expect(await world.untold(alpha)).toEqual([renamed])
    expect(await world.workspace.watches.get(alpha.id)).toMatchObject({ id: alpha.id, migrationId: 'omega' })
    expect(cardOf(await world.news(alpha))).toContain('prod-hw/omega')
    expect(world.known('alpha')).toBeUndefined()
    world.cloud.add({ ...aPolicy('alpha'), id: 'omega', state: 'succeeded' })
    await world.rounds(2)
    expect(await world.untold(alpha)).toEqual([renamed, expect.stringMatching(/^end broadcast: Succeeded/)])
    await world.rounds(40)
    expect(await world.untold(alpha)).toHaveLength(2)
  })

  test('by one reading alone is not renamed', async () => {
    const { world, alpha } = await createFollowing()
    rename(world, 'alpha', 'omega')
    await world.rounds(1)
    expect(await world.workspace.watches.get(alpha.id)).toMatchObject({ migrationId: 'alpha' })
    rename(world, 'omega', 'alpha')
    await world.rounds(10)
    expect(await world.untold(alpha)).toEqual([])
    expect(await world.workspace.watches.get(alpha.id)).toMatchObject({ migrationId: 'alpha' })
  })

  test('and ends at once is told to be renamed and to have ended', async () => {
    const { world, alpha } = await createFollowing()
    rename(world, 'alpha', { id: 'omega', state: 'succeeded' })
    await world.rounds(8)
    expect(await world.untold(alpha)).toEqual([renamed, expect.stringMatching(/^end broadcast: Succeeded/)])
  })

  test('again and again, with restarts between, is followed to its last title', async () => {
    const { world, alpha } = await createFollowing()
    rename(world, 'alpha', 'omega')
    await world.rounds(2)
    await world.restart()
    rename(world, 'omega', 'psi')
    await world.rounds(8)
    expect(await world.workspace.watches.get(alpha.id)).toMatchObject({ migrationId: 'psi' })
    rename(world, 'psi', 'alpha')
    await world.rounds(3)
    await world.restart()
    await world.rounds(8)
    expect(await world.workspace.watches.get(alpha.id)).toMatchObject({ migrationId: 'alpha' })
    expect((await world.untold(alpha)).filter((text) => text.startsWith('end'))).toEqual([])
  })

  test('keeps what was still to be told', async () => {
    const { world, alpha } = await createFollowing()
    world.cloud.add(aPolicy('alpha', { state: 'failed', failure: { code: 'x' } }))
    await world.rounds(2)
    await world.clock.advance(16 * 60_000)
    rename(world, 'alpha', 'omega')
    await world.rounds(8)
    const told = await world.untold(alpha)
    expect(told).toEqual([expect.stringMatching(/^end broadcast: Failed/), renamed])
  })

  test('together with many others is no trouble of the account', async () => {
    const { world, alpha } = await createFollowing()
    for (const id of ['alpha', 'beta', 'gamma', 'delta']) rename(world, id, `new-${id}`)
    await world.rounds(8)
    expect(world.health()).toBeUndefined()
    expect(await world.untold(alpha)).toEqual([renamed])
  })

  test('to a title that its channel follows already is followed there once', async () => {
    const { world, alpha } = await createFollowing()
    rename(world, 'alpha', 'omega')
    await world.rounds(1)
    const omega = await world.follows('omega')
    await world.rounds(8)
    expect(await world.workspace.watches.get(alpha.id)).toMatchObject({ ended: { by: 'U1' } })
    world.cloud.add({ ...aPolicy('alpha'), id: 'omega', state: 'succeeded' })
    await world.rounds(2)
    const ends = [...(await world.untold(alpha)), ...(await world.untold(omega))].filter((text) =>
      text.startsWith('end'),
    )
    expect(ends).toHaveLength(1)
  })

  test('while Ferry renames it to something else is followed under the title that it has', async () => {
    const { world, alpha } = await createFollowing()
    const store = world.fleet.storeIn('T1')
    const renaming = { account: 'prod-hw', from: 'alpha', to: 'by-ferry' }
    await beginRenaming(renaming, { store })
    rename(world, 'alpha', 'by-console')
    await world.rounds(8)
    await endRenaming(renaming, 'alpha', { store })
    await world.rounds(2)
    expect(await world.workspace.watches.get(alpha.id)).toMatchObject({ migrationId: 'by-console' })
    expect(await world.workspace.watches.get(alpha.id)).not.toHaveProperty('nextMigrationId')
  })

  test('and whose account gets another key at the same time is followed all the same', async () => {
    const { world, alpha } = await createFollowing()
    rename(world, 'alpha', 'omega')
    await world.connects(secondKey)
    await world.rounds(10)
    expect(world.health()).toBeUndefined()
    expect(await world.untold(alpha)).toEqual([renamed])
  })
})

describe('a policy that is missing', () => {
  test.each<[string, Partial<Migration>[]]>([
    ['with two candidates', [{ id: 'omega' }, { id: 'psi' }]],
    ['with one of another creation time', [{ id: 'omega', createdAt: 1 }]],
    ['with one of other places', [{ id: 'omega', target: { ...aPolicy('alpha').target, prefix: 'old/' } }]],
  ])('%s is not renamed, and is called deleted in the end', async (_, candidates) => {
    const { world, alpha } = await createFollowing()
    world.cloud.remove('prod-hw/alpha')
    world.cloud.add(...candidates.map((changes) => ({ ...aPolicy('alpha'), ...changes })))
    await world.rounds(30)
    expect(await world.untold(alpha)).toEqual([expect.stringMatching(/^end broadcast: Deleted/)])
  })

  test('beside one that was there before is not renamed to it', async () => {
    const { world, alpha } = await createFollowing()
    world.cloud.add({ ...aPolicy('alpha'), id: 'copy' })
    await world.rounds(2)
    world.cloud.remove('prod-hw/alpha')
    await world.rounds(30)
    expect(await world.untold(alpha)).toEqual([expect.stringMatching(/^end broadcast: Deleted/)])
  })

  test('is not called deleted before the account was listed completely: it may have another title', async () => {
    const { world, alpha } = await createFollowing()
    // The list is so long that a cycle takes longer than ten minutes, and the new title is at its end.
    world.cloud.add(...Array.from({ length: 2_500 }, (_, index) => aPolicy(`many-${index}`)))
    await world.rounds(40)
    const policy = world.cloud.peek('prod-hw/alpha')
    if (policy === undefined) throw new Error('There is one')
    world.cloud.remove('prod-hw/alpha')
    await world.rounds(1)
    world.cloud.add({ ...policy, id: 'omega' })
    await world.rounds(60)
    expect(world.known('omega')?.events.map(({ details }) => details.type)).toEqual(['stalled', 'renamed', 'stalled'])
    expect(await world.workspace.watches.get(alpha.id)).toMatchObject({ migrationId: 'omega' })
  })
})

test('a task of a cloud whose ids are no titles is never renamed', async () => {
  const world = await createWorld()
  const createdAt = world.clock.now() - 1_000
  for (const id of ['a', 'b', 'c', 'd']) world.cloud.add(aMigration({ id, createdAt }))
  const watches = [await world.watch('a'), await world.watch('b'), await world.watch('c'), await world.watch('d')]
  await world.minutes(3)
  await acceptAll(world)
  world.isDelivering = false
  world.cloud.remove('prod-hw/a')
  world.cloud.add(aMigration({ id: 'e', createdAt }))
  await world.minutes(15)
  expect(watches[0] && said(await world.news(watches[0]))).toEqual([expect.stringMatching(/^end broadcast: Deleted/)])
})
