import { describe, expect, test } from 'vitest'
import { createAccountFleet } from '../../src/fleet/account-fleet.ts'
import { projectOf } from '../../src/fleet/judge/identity.ts'
import { mayBeProved } from '../../src/observe/account/adopting.ts'
import { naver } from '../../src/providers/naver/index.ts'
import { watchOnce } from '../../src/requests/creating/watch.ts'
import { aPolicy, cardOf, createNaverWorld, firstKey, naverAccount, secondKey } from './naver-world.ts'

const present = projectOf(naverAccount(secondKey), naver)
const former = projectOf(naverAccount(firstKey), naver)

/** Two followed policies and one that nobody follows. Everything so far was told. */
async function createFollowing() {
  const world = await createNaverWorld()
  world.cloud.add(aPolicy('gamma'))
  const [alpha, beta] = [await world.follows('alpha'), await world.follows('beta', 'C2')]
  await world.rounds(4)
  world.isDelivering = false
  return { world, alpha, beta }
}

describe('a NAVER account that is given another key', () => {
  test('of the same project goes on as before: nobody is told, and ends are', async () => {
    const { world, alpha, beta } = await createFollowing()
    await world.connects(secondKey)
    await world.rounds(1)
    expect(world.health()).toBeUndefined()
    await world.rounds(3)
    expect(await world.untold(alpha)).toEqual([])
    expect(cardOf(await world.news(alpha))).not.toContain('another project')
    for (const { id } of [alpha, beta])
      expect(await world.workspace.watches.get(id)).toMatchObject({ identity: present })
    world.cloud.add(aPolicy('alpha', { state: 'succeeded' }))
    await world.rounds(2)
    expect(await world.untold(alpha)).toEqual([expect.stringMatching(/^end broadcast: Succeeded/)])
    expect(await world.untold(beta)).toEqual([])
  })

  test('tells what happened while no key opened it, once', async () => {
    const { world, alpha, beta } = await createFollowing()
    world.cloud.add(aPolicy('alpha', { state: 'succeeded' }))
    await world.connects(secondKey)
    await world.rounds(4)
    await world.restart()
    await world.rounds(3)
    expect(await world.untold(alpha)).toEqual([expect.stringMatching(/^end broadcast: Succeeded/)])
    expect(await world.untold(beta)).toEqual([])
  })

  test('keeps what was to be told before, and one record of each migration', async () => {
    const { world, alpha } = await createFollowing()
    world.cloud.add(aPolicy('alpha', { state: 'paused' }))
    await world.rounds(1)
    await world.connects(secondKey)
    await world.rounds(2)
    expect(await world.untold(alpha)).toEqual([expect.stringContaining('Paused')])
    const { items } = await world.workspace.known.list()
    expect(items.map(({ identity, migration }) => `${identity} ${migration.id}`).toSorted()).toEqual([
      `${present} alpha`,
      `${present} beta`,
      `${present} gamma`,
    ])
    const { items: figures } = await world.workspace.checkpoints.list()
    expect(figures.filter(({ identity }) => identity === former)).toEqual([])
  })

  test('is the same project though nothing that was followed is left, if another migration proves it', async () => {
    const { world, alpha } = await createFollowing()
    world.cloud.remove('prod-hw/alpha')
    await world.connects(secondKey)
    await world.rounds(30)
    expect(await world.untold(alpha)).toEqual([expect.stringMatching(/^end broadcast: Deleted/)])
  })

  test.each([
    ['creation time', { createdAt: 1 }],
    ['creation time, though another title fits,', { createdAt: 1 }, ['beta', 'gamma']],
    ['provenance', { createdAt: undefined }],
    ['destination', { target: { cloud: 'NAVER Cloud', region: 'KR', bucket: 'elsewhere' } }],
    ['source prefix', { source: { ...aPolicy('alpha').source, selection: 'prefixes' as const, names: ['2026/'] } }],
  ])('with a title in common but another %s is another project', async (_, changes, others: string[] = []) => {
    const { world, alpha } = await createFollowing()
    for (const id of ['alpha', 'beta', 'gamma']) if (!others.includes(id)) world.cloud.remove(`prod-hw/${id}`)
    const { createdAt: _dropped, ...bare } = aPolicy('alpha')
    world.cloud.add({
      ...bare,
      ...Object.fromEntries(
        Object.entries({ createdAt: aPolicy('alpha').createdAt, ...changes }).filter(
          ([, value]) => value !== undefined,
        ),
      ),
      state: 'succeeded',
    })
    await world.connects(secondKey)
    await world.rounds(4)
    expect(world.health()).toMatchObject({
      trouble: { code: 'account_elsewhere' },
      notice: { blind: { C1: 1, C2: 1 } },
    })
    expect(await world.untold(alpha)).toEqual([])
    expect(await world.workspace.watches.get(alpha.id)).not.toMatchObject({ identity: present })
  })

  test.each([
    ['region', { ...secondKey, regionCode: 'JP' }],
    ['endpoint', { ...secondKey, endpoint: 'https://other.apigw.ntruss.com' }],
  ])('and another %s is another project', async (_, credentials) => {
    const { world } = await createFollowing()
    await world.connects(credentials)
    await world.rounds(4)
    expect(world.health()).toMatchObject({ trouble: { code: 'account_elsewhere' } })
  })

  test('is not judged until it has been listed completely', async () => {
    const { world, alpha } = await createFollowing()
    world.cloud.add(...Array.from({ length: 950 }, (_, index) => aPolicy(`many-${index}`)))
    await world.connects(secondKey)
    await world.rounds(2)
    expect(world.health()).toBeUndefined()
    expect(await world.workspace.watches.get(alpha.id)).not.toMatchObject({ identity: present })
    await world.rounds(2)
    expect(world.health()).toBeUndefined()
    expect(await world.workspace.watches.get(alpha.id)).toMatchObject({ identity: present })
  })

  test('that can not be listed completely for half an hour is told to open another project', () => {
    const fleet = { ...createAccountFleet('prod-hw', present), site: 'a site' }
    const listing = { ...fleet.listing, cycleBegan: 1_000_000 }
    expect(mayBeProved({ ...fleet, listing }, 1_000_000 + 29 * 60_000)).toBe(true)
    expect(mayBeProved({ ...fleet, listing }, 1_000_000 + 31 * 60_000)).toBe(false)
  })

  test('is adopted by the leader alone: another replica finds one record of each migration', async () => {
    const { world, alpha } = await createFollowing()
    const other = await world.addReplica()
    await world.connects(secondKey)
    await Promise.all([world.rounds(2), other.tick()])
    await world.fleet.stop()
    await world.clock.advance(60_000)
    await world.clock.passUntil(other.tick())
    const { items } = await world.workspace.known.list()
    expect(items.map(({ identity }) => identity)).toEqual([present, present, present])
    expect(other.of('T1')?.fleet.watches.get(alpha.id)).toMatchObject({ identity: present })
    expect(other.of('T1')?.fleet.health.get('prod-hw')).toBeUndefined()
  })

  test('and back to the first one loses nothing and doubles nothing', async () => {
    const { world, alpha } = await createFollowing()
    for (const credentials of [secondKey, firstKey, secondKey, firstKey]) {
      await world.connects(credentials)
      await world.rounds(2)
    }
    world.cloud.add(aPolicy('alpha', { state: 'succeeded' }))
    await world.connects(secondKey)
    await world.rounds(3)
    expect(await world.untold(alpha)).toEqual([expect.stringMatching(/^end broadcast: Succeeded/)])
  })

  test('that is cut off in the middle, with a restart and another wrong key between, is adopted in the end', async () => {
    const { world, alpha } = await createFollowing()
    await world.connects({ ...secondKey, accessKey: 'NCPEXAMPLEKEY0000003' })
    world.cloud.breaks('prod-hw', 'page', { error: new Error('The network is down'), times: 1 })
    await world.rounds(1)
    world.cloud.mends()
    await world.restart()
    await world.connects(secondKey)
    await world.rounds(2)
    expect(await world.workspace.watches.get(alpha.id)).toMatchObject({ identity: present })
  })
})

describe('a record of version 070c658', () => {
  test('has no word about its project but the key, and is adopted all the same', async () => {
    const { world, alpha } = await createFollowing()
    await world.fleet.stop()
    for (const { site: _, ...record } of (await world.workspace.known.list()).items) {
      await world.workspace.known.set(`prod-hw#${former}/${record.migration.id}`, record)
    }
    await world.connects(secondKey)
    await world.restart()
    await world.rounds(2)
    world.cloud.add(aPolicy('alpha', { state: 'failed', failure: { code: 'x' } }))
    await world.rounds(2)
    expect(world.health()).toBeUndefined()
    expect(await world.untold(alpha)).toEqual([expect.stringMatching(/^end broadcast: Failed/)])
  })
})

describe('following again what another key shows', () => {
  const wanted = { account: 'prod-hw', kind: 'policy', migrationId: 'alpha', channel: 'C1', identity: present } as const

  /** The same title in another project: nothing is adopted. */
  async function createElsewhere() {
    const { world, alpha } = await createFollowing()
    world.cloud.add(aPolicy('alpha', { createdAt: 1 }))
    await world.connects(secondKey)
    await world.rounds(3)
    return { world, alpha }
  }

  test('a watch that goes on is told how it ends', async () => {
    const { world, alpha } = await createElsewhere()
    await watchOnce({ ...wanted, createdBy: 'U2', createdAt: world.clock.now() }, world.fleet.storeIn('T1'))
    await world.rounds(2)
    world.cloud.add(aPolicy('alpha', { createdAt: 1, state: 'succeeded' }))
    await world.rounds(2)
    expect(await world.untold(alpha)).toEqual([expect.stringMatching(/^end broadcast: Succeeded/)])
  })

  test('a watch that was ended, and is taken up again, is told how it ends', async () => {
    const { world, alpha } = await createElsewhere()
    const store = world.fleet.storeIn('T1')
    const ended = { by: 'U1', at: world.clock.now() }
    await store.watches.set(alpha.id, { ...alpha, identity: former, ended })
    await world.rounds(2)
    await watchOnce({ ...wanted, createdBy: 'U2', createdAt: world.clock.now() }, store)
    await world.rounds(2)
    world.cloud.add(aPolicy('alpha', { createdAt: 1, state: 'succeeded' }))
    await world.rounds(2)
    expect((await world.untold(alpha)).filter((text) => text.startsWith('end'))).toEqual([
      expect.stringMatching(/^end broadcast: Succeeded/),
    ])
  })
})
