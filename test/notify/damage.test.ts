import { describe, expect, test } from 'vitest'
import type { Status } from '../../src/approvals/request.ts'
import { entriesIn } from '../../src/store/backend.ts'
import { createWorld, type World } from '../observe/world.ts'
import { shown } from '../send/post-office.ts'
import { aRequestRecord } from '../store/request-samples.ts'
import { inState } from './samples.ts'

const notice = /^Ferry has stopped posting here/
const noticesIn = ({ slack }: World, channel = 'C1') =>
  slack.messages.filter((message) => message.channel === channel && notice.test(message.text))

async function pass({ clock, ...world }: World, rounds = 3): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await world.tick()
    await clock.advance(10_000)
  }
}

async function createFollowing(ids: readonly string[] = ['1912']): Promise<World> {
  const world = await createWorld({ isSending: true })
  for (const id of ids) await world.watch(id)
  await world.watch('2012', 'C2')
  await pass(world)
  return world
}

/** Garbles what is stored of the channel while no replica runs. Returns what is stored then. */
async function damage(world: World, channel = 'C1'): Promise<string> {
  await world.fleet.stop()
  const text = ((await world.backend.get(`T1/channels:${channel}`)) ?? '').slice(0, 40)
  await world.backend.set(`T1/channels:${channel}`, text)
  await world.restart()
  await pass(world)
  return text
}

/** Records of channels that were set aside. */
async function setAside({ backend }: World): Promise<string[]> {
  const texts: string[] = []
  for await (const [, text] of entriesIn(backend, 'T1/channels.aside')) texts.push(text)
  return texts
}

async function repair(world: World, channel = 'C1'): Promise<void> {
  const { clock, fleet } = world
  await fleet.storeIn('T1').repairs.set(channel, { channel, by: 'U0ADMIN', at: clock.now() })
  await pass(world)
}

async function end({ cloud, ...world }: World, id: string): Promise<void> {
  cloud.add(inState('succeeded', { id }))
  await pass({ cloud, ...world })
}

/** Ends that the channel hears of. */
const endsIn = ({ slack }: World, channel = 'C1') =>
  shown(slack, channel).filter((text) => text.startsWith('>> Succeeded'))
const cardsIn = ({ slack }: World, channel = 'C1') =>
  slack.messages.filter((one) => one.channel === channel && one.threadTs === undefined && !one.text.startsWith('Ferry'))

describe('a channel whose record cannot be read', () => {
  test('is told once, whatever restarts, and the others go on', async () => {
    const world = await createFollowing()
    const text = await damage(world)
    await world.restart()
    await pass(world)
    expect(noticesIn(world)).toHaveLength(1)
    await end(world, '1912')
    await end(world, '2012')
    expect(endsIn(world)).toEqual([])
    expect(endsIn(world, 'C2')).toHaveLength(1)
    expect(noticesIn(world, 'C2')).toEqual([])
    expect(await world.backend.get('T1/channels:C1')).toBe(text)
  })

  test('is told once although the answer to the post is lost', async () => {
    const world = await createFollowing()
    world.slack.faults.push({ method: 'post', fault: 'lose after' })
    await damage(world)
    await world.restart()
    await pass(world)
    expect(noticesIn(world)).toHaveLength(1)
    expect(world.slack.calls.filter(({ call }) => call === 'find C1').length).toBeGreaterThan(0)
  })

  test('in which Ferry cannot post is told to the admins in private, once', async () => {
    const world = await createFollowing()
    await world.workspace.grants.set('U0ADMIN', {
      type: 'user',
      id: 'U0ADMIN',
      role: 'admin',
      grantedBy: 'U1',
      grantedAt: 0,
    })
    world.slack.closed.add('C1')
    await damage(world)
    await world.restart()
    await pass(world)
    expect(world.slack.told).toEqual([{ user: 'U0ADMIN', text: expect.stringContaining('is damaged') }])
    expect(world.slack.told[0]?.text).toContain('<#C1>')
    world.slack.closed.delete('C1')
    world.fleet.wake('T1', { what: 'channel', channel: 'C1' })
    await pass(world)
    expect(noticesIn(world)).toHaveLength(1)
  })

  test('goes on by itself if its record is put back, and is told again if that is damaged later', async () => {
    const world = await createFollowing()
    const text = (await world.backend.get('T1/channels:C1')) ?? ''
    await damage(world)
    await world.fleet.stop()
    await world.backend.set('T1/channels:C1', text)
    await world.restart()
    await end(world, '1912')
    expect(endsIn(world)).toHaveLength(1)
    expect(cardsIn(world)).toHaveLength(1)
    expect(noticesIn(world)).toEqual([])
    expect(shown(world.slack)).toContain('Ferry posts here again')
    await damage(world)
    await repair(world)
    expect(endsIn(world)).toHaveLength(1)
  })
})

test('a stand-in that is damaged too is replaced, and kept', async () => {
  const world = await createFollowing()
  await damage(world)
  await end(world, '1912')
  const text = await damage(world, 'C1.damaged')
  expect(await setAside(world)).toEqual([text])
  await repair(world)
  expect(shown(world.slack)).toContain('Ferry posts here again')
  expect(cardsIn(world)).toHaveLength(2)
})

describe('a record that is begun anew', () => {
  test('tells nothing again, posts new cards, and tells what happened since', async () => {
    const world = await createFollowing(['1912', '1913', '1914'])
    await end(world, '1912')
    const text = await damage(world)
    await end(world, '1913')
    await repair(world)
    await end(world, '1914')
    expect(endsIn(world)).toHaveLength(3)
    expect(cardsIn(world).length).toBeLessThanOrEqual(6)
    expect(noticesIn(world)).toEqual([])
    expect(shown(world.slack)).toContain('Ferry posts here again')
    expect(await setAside(world)).toEqual([text])
    expect(await world.workspace.repairs.list()).toMatchObject({ items: [], unreadable: [] })
    const before = world.slack.messages.length
    await world.restart()
    await pass(world)
    expect(world.slack.messages).toHaveLength(before)
  })

  test('repeats no group, and a later failure of the same cause is told', async () => {
    const ids = Array.from({ length: 6 }, (_, index) => `${1912 + index}`)
    const world = await createFollowing(ids)
    const fail = async (those: readonly string[]) => {
      for (const id of those) world.cloud.add(inState('failed', { id, failure: { code: 'TRF.0055' } }))
      await pass(world)
    }
    await fail(ids.slice(0, 4))
    const groups = () => shown(world.slack).filter((text) => /migrations failed for the same reason/.test(text))
    expect(groups()).toHaveLength(1)
    await damage(world)
    await repair(world)
    expect(groups()).toHaveLength(1)
    const before = shown(world.slack).filter((text) => text.startsWith('>> Failed')).length
    await fail(ids.slice(4, 5))
    expect(shown(world.slack).filter((text) => text.startsWith('>> Failed'))).toHaveLength(before + 1)
  })

  test('shows open requests again, and no request that was over', async () => {
    const world = await createFollowing()
    const { clock, workspace } = world
    const add = async (id: string, status: Status) => {
      const { request, posting } = aRequestRecord(status)
      const far = Number.MAX_SAFE_INTEGER
      const terms = { ...request.terms, expiresAt: far, remindAt: [far] }
      const begun = { createdAt: clock.now(), nextSeq: clock.now(), outbox: [] }
      const record = { request: { ...request, id, terms, requestedAt: clock.now() }, posting: { ...posting, ...begun } }
      await workspace.requests.set(id, record)
    }
    await add('r-000001', { type: 'waiting' })
    await add('r-000002', { type: 'rejected', by: 'U2', at: clock.now(), reason: 'wrong bucket' })
    await pass(world)
    const cards = () => world.slack.messages.flatMap(({ key }) => /^(r-\d+)#.*#card$/.exec(key)?.[1] ?? [])
    expect(cards().toSorted()).toEqual(['r-000001', 'r-000002'])
    await damage(world)
    await repair(world)
    expect(cards().toSorted()).toEqual(['r-000001', 'r-000001', 'r-000002'])
  })

  test('is begun by the next leader if the first one misses the wish', async () => {
    const world = await createFollowing()
    await damage(world)
    await world.fleet.stop()
    await world.workspace.repairs.set('C1', { channel: 'C1', by: 'U0ADMIN', at: world.clock.now() })
    await world.restart()
    await pass(world)
    expect(shown(world.slack)).toContain('Ferry posts here again')
    expect(cardsIn(world)).toHaveLength(2)
  })

  test('is not begun by a wish from before the damage', async () => {
    const world = await createFollowing()
    await world.workspace.repairs.set('C1', { channel: 'C1', by: 'U0ADMIN', at: world.clock.now() })
    await pass(world)
    await damage(world)
    expect(noticesIn(world)).toHaveLength(1)
  })

  test('says so for a week', async () => {
    const world = await createFollowing()
    await damage(world)
    await repair(world)
    expect(await world.workspace.channels.get('C1')).toHaveProperty('damaged.anew.by', 'U0ADMIN')
    await world.pass(8 * 24 * 60 * 60_000)
    await pass(world)
    expect(await world.workspace.channels.get('C1')).not.toHaveProperty('damaged')
  })

  test('goes with everything else of its workspace', async () => {
    const world = await createFollowing()
    await damage(world)
    await repair(world)
    await world.fleet.stop()
    await world.workspace.purge()
    expect(await setAside(world)).toEqual([])
  })
})
