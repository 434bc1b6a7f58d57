import { describe, expect, test } from 'vitest'
import type { Nameable } from '../../src/access/people.ts'
import { ackKey } from '../../src/fleet/acks.ts'
import type { World } from '../observe/world.ts'
import { shown } from '../send/post-office.ts'
import { account, bucket, called, createOwned, fail, type Given, toldInPrivate } from './owned.ts'
import { inState } from './samples.ts'

const minuteMs = 60_000
const owners: Parameters<typeof createOwned>[0] = [
  [bucket('archive'), 'U0ANN'],
  [account, 'S0ONCALL'],
]
const people: Partial<Nameable> = { membersOf: async () => ['U0BEN'], firstAdmins: async () => ['U0ADMIN'] }

async function createEscalating(ids: readonly string[], given: Given = {}, named = owners): Promise<World> {
  const world = await createOwned(named, ids, { people, ...given })
  const escalation = { by: 'U1', at: 0, afterMs: 30 * minuteMs }
  await world.fleet.storeIn('T1').patience.set('C1', { of: 'C1', escalation })
  await world.clock.settle()
  return world
}

async function take(world: World, migrationId: string): Promise<void> {
  const ack = { account: 'prod-hw', migrationId, holder: 'U0ANN', by: 'U0ANN', at: world.clock.now() }
  await world.fleet.storeIn('T1').acks.set(ackKey(ack), ack)
  await world.minutes(1)
}

const untaken = (world: World) => shown(world.slack).filter((text) => text.includes('Nobody has taken this'))
const said = '>> Nobody has taken this for 30 min: Failed: photos → archive'

describe('what nobody takes', () => {
  test('goes to the account’s on-call group after the time that the channel chose, once', async () => {
    const world = await createEscalating(['1912'])
    await fail(world, ['1912'])
    await world.minutes(29)
    expect(untaken(world)).toEqual([])
    await world.minutes(2)
    await world.restart()
    await world.minutes(60)
    expect(untaken(world)).toEqual([said])
    expect(called(world)).toEqual(['U0ANN', 'S0ONCALL'])
    expect(toldInPrivate(world)).toEqual(['U0BEN: Nobody has taken this for 30 min: Failed: photos → archive'])
  })

  test('goes to the admins if the account’s owners were called before', async () => {
    const world = await createEscalating(['1912'], {}, [[account, 'U0ANN']])
    await fail(world, ['1912'])
    await world.minutes(31)
    expect(called(world)).toEqual(['U0ANN', 'U0ADMIN'])
  })

  test('is told as one, if it is several with one cause', async () => {
    const world = await createEscalating(['1912', '1913', '1914'])
    await fail(world, ['1912', '1913', '1914'])
    await world.minutes(31)
    expect(untaken(world)[0]).toBe('>> Nobody has taken this for 30 min: 3 migrations failed for the same reason')
  })

  test('says so in the channel if nobody can be reached', async () => {
    const world = await createEscalating(['1912'])
    for (const user of ['U0BEN', 'U1', 'U0ADMIN']) world.slack.gone.add(user)
    await fail(world, ['1912'])
    await world.minutes(33)
    expect(shown(world.slack).filter((text) => text.includes('none of the people'))).toHaveLength(1)
    expect(toldInPrivate(world)).toEqual([])
  })
})

describe('what somebody takes', () => {
  test('goes to nobody else, and the thread and the card say who has it', async () => {
    const world = await createEscalating(['1912'])
    await fail(world, ['1912'])
    await take(world, '1912')
    await world.minutes(60)
    expect(untaken(world)).toEqual([])
    expect(shown(world.slack).filter((text) => text.includes('<@U0ANN> has it'))).toHaveLength(1)
    const blocks = world.slack.messages.filter(({ blocks: each }) => JSON.stringify(each).includes('has it, since'))
    expect(blocks).toHaveLength(2)
  })

  test('and has failed again since, is nobody’s', async () => {
    const world = await createEscalating(['1912'])
    await fail(world, ['1912'])
    await take(world, '1912')
    world.cloud.add(inState('running', { id: '1912' }))
    await world.minutes(2)
    await fail(world, ['1912'])
    await world.minutes(31)
    expect(untaken(world).length).toBeGreaterThan(0)
  })
})

test('nobody else is called if the channel chose no time', async () => {
  const world = await createOwned(owners, ['1912'], { people })
  await fail(world, ['1912'])
  await world.minutes(120)
  expect(untaken(world)).toEqual([])
})
