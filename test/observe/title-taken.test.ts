import { describe, expect, test } from 'vitest'
import { watchOnce } from '../../src/requests/creating/watch.ts'
import { aPolicy, createNaverWorld } from './naver-world.ts'
import { acceptAll } from './world.ts'

describe('a policy', () => {
  test('with the title of one that is gone is another one: it is not back, and is not followed', async () => {
    const world = await createNaverWorld()
    const [alpha] = [await world.follows('alpha'), await world.follows('beta'), await world.follows('gamma')]
    await world.rounds(4)
    world.cloud.remove('prod-hw/alpha')
    await world.rounds(30)
    expect(await world.workspace.watches.get(alpha.id)).toMatchObject({ goneAt: expect.any(Number) })
    world.cloud.add(aPolicy('alpha', { createdAt: world.clock.now() }))
    await world.rounds(3)
    expect(await world.workspace.watches.get(alpha.id)).toBeUndefined()
    expect(world.known('alpha')).toMatchObject({ migration: { state: 'running' } })
  })

  test('takes the title of one that is gone only when everybody has heard that it is gone', async () => {
    const world = await createNaverWorld()
    const [alpha] = [await world.follows('alpha'), await world.follows('beta'), await world.follows('gamma')]
    await world.rounds(4)
    world.isDelivering = false
    world.cloud.remove('prod-hw/alpha')
    await world.rounds(30)
    world.cloud.add(aPolicy('alpha', { createdAt: world.clock.now(), state: 'paused' }))
    await world.rounds(3)
    expect(await world.untold(alpha)).toEqual([expect.stringMatching(/^end broadcast: Deleted/)])
    await acceptAll(world)
    await world.rounds(3)
    expect(await world.workspace.watches.get(alpha.id)).toBeUndefined()
    expect(world.known('alpha')).toMatchObject({ migration: { state: 'paused' } })
  })

  test('with such a title that somebody watches is followed as the one that it is', async () => {
    const world = await createNaverWorld()
    const [alpha] = [await world.follows('alpha'), await world.follows('beta'), await world.follows('gamma')]
    await world.rounds(4)
    world.cloud.remove('prod-hw/alpha')
    await world.rounds(30)
    const createdAt = world.clock.now()
    world.cloud.add(aPolicy('alpha', { createdAt }))
    const wanted = { account: 'prod-hw', kind: 'policy', migrationId: 'alpha', channel: 'C1' } as const
    await watchOnce({ ...wanted, createdBy: 'U2', createdAt }, world.fleet.storeIn('T1'))
    world.isDelivering = false
    await world.rounds(3)
    world.cloud.add(aPolicy('alpha', { createdAt, state: 'succeeded' }))
    await world.rounds(3)
    expect(await world.untold(alpha)).toEqual([
      expect.stringContaining('Followed here again'),
      expect.stringMatching(/^end broadcast: Succeeded/),
    ])
  })
})
