import { describe, expect, test } from 'vitest'
import type { Failure } from '../../src/migrations/migration.ts'
import { createWorld, type World } from '../observe/world.ts'
import type { Posted } from '../send/fake-slack.ts'
import { inState } from './samples.ts'

const full = { code: 'TRF.0055' }
const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `${1912 + from + index}`)

async function createFollowing(count: number): Promise<World> {
  const world = await createWorld({ isSending: true })
  for (const id of ids(0, count)) await world.watch(id)
  for (let minute = 0; minute < 4; minute += 1) {
    await world.tick()
    await world.clock.advance(30_000)
  }
  return world
}

type Failing = { failure?: (id: string) => Failure; bucket?: (id: string) => string; from?: (id: string) => string }

async function fail({ cloud, ...world }: World, those: readonly string[], failing: Failing = {}): Promise<void> {
  const { failure = () => full, bucket = () => 'archive', from = () => 'photos' } = failing
  for (const id of those) {
    const places = { source: { cloud: 'AWS', bucket: from(id) }, target: { cloud: 'HuaweiCloud', bucket: bucket(id) } }
    cloud.add(inState('failed', { id, failure: failure(id), ...places }))
  }
  await world.tick()
  await world.clock.advance(10_000)
}

const own = (id: string) => `bucket-${id}`
const inChannel = ({ slack }: World) =>
  slack.messages.filter(({ threadTs, isBroadcast }) => threadTs === undefined || isBroadcast)
const failed = (world: World) => inChannel(world).filter(({ text }) => / failed | have failed /.test(text))
const texts = (messages: readonly Posted[]) => messages.map(({ text }) => text)
const wordsOf = (message: Posted | undefined) => JSON.stringify(message?.blocks)
const summaryOf = (world: World) => failed(world).find(({ threadTs }) => threadTs === undefined)
const announced = (world: World) => texts(failed(world).filter(({ isBroadcast }) => isBroadcast))
const groupsOf = async ({ workspace }: World) => (await workspace.groups.list()).items

describe('failures with one cause in several buckets', () => {
  test('are one group, whose message counts the buckets and lists them, the most concerned first', async () => {
    const world = await createFollowing(8)
    const buckets = ['invoice-vault', 'cctv-archive', 'invoice-vault', 'orders-vault']
    await fail(world, ids(0, 8), { bucket: (id) => buckets[Number(id) % 4] ?? '' })
    expect(await groupsOf(world)).toHaveLength(1)
    expect(summaryOf(world)?.text).toMatch(
      /^8 migrations failed for the same reason, in 3 destination buckets\. Destination buckets are full/,
    )
    expect(wordsOf(summaryOf(world))).toMatch(/invoice-vault\u00a04\* · \*\S+\u00a02\* · \*\S+\u00a02\*/)
    expect(wordsOf(summaryOf(world))).not.toContain('The destination bucket')
  })

  test('are listed in the thread under their bucket, each with its route and its id', async () => {
    const world = await createFollowing(5)
    await fail(world, ids(0, 5), { bucket: (id) => (Number(id) % 2 === 0 ? 'even' : 'odd'), from: own })
    const [list] = world.slack.messages.filter(({ threadTs }) => threadTs === summaryOf(world)?.ts)
    expect(wordsOf(list).match(/\*(even|odd)\*/g)).toHaveLength(2)
    for (const id of ids(1, 5)) expect(wordsOf(list)).toMatch(new RegExp(`bucket-${id} → (even|odd).*prod-hw/${id}`))
  })

  test('name the one bucket in the title if there is only one', async () => {
    const world = await createFollowing(3)
    await fail(world, ids(0, 3))
    expect(summaryOf(world)?.text).toMatch(/^3 migrations failed for the same reason, in archive\. The destination/)
  })

  test('are one group although each message of the cloud names another bucket', async () => {
    const world = await createFollowing(6)
    const failure = (id: string) => ({ code: 'OMS.1020', message: `Can't get dest bucket [${own(id)}].` })
    await fail(world, ids(0, 6), { bucket: own, failure })
    expect(await groupsOf(world)).toHaveLength(1)
    expect(summaryOf(world)?.text).toMatch(/^6 migrations failed .*in 6 destination buckets/)
    for (const id of ids(0, 6)) expect(summaryOf(world)?.text).not.toContain(`"${own(id)}"`)
  })

  test('offer a retry for all, and one for each bucket', async () => {
    const world = await createFollowing(5)
    await fail(world, ids(0, 5), { bucket: (id) => (Number(id) % 2 === 0 ? 'even' : 'odd') })
    const [group] = await groupsOf(world)
    expect(wordsOf(summaryOf(world))).toContain(`"retry --group ${group?.id}"`)
    expect(wordsOf(summaryOf(world))).toContain(`"retry --group ${group?.id} --to even"`)
    expect(wordsOf(summaryOf(world))).toContain(`"retry --group ${group?.id} --to odd"`)
  })
})

describe('a group that grows', () => {
  test('past 10 and past 100 is told in a new message of its thread that the channel sees, once each', async () => {
    const world = await createFollowing(120)
    await fail(world, ids(0, 5), { bucket: own })
    expect(announced(world)).toEqual([])
    await fail(world, ids(5, 12), { bucket: own })
    await fail(world, ids(12, 30), { bucket: own })
    expect(announced(world)).toEqual([
      expect.stringMatching(/^12 migrations have failed now for the same reason, in 12 destination buckets/),
    ])
    await fail(world, ids(30, 104), { bucket: own })
    await fail(world, ids(104, 120), { bucket: own })
    await world.minutes(3)
    expect(announced(world).slice(1)).toEqual([expect.stringMatching(/^104 migrations have failed now/)])
    const below = failed(world).filter(({ isBroadcast }) => isBroadcast)
    expect(below.map(({ threadTs }) => threadTs)).toEqual([summaryOf(world)?.ts, summaryOf(world)?.ts])
  })

  test('has its first message brought up to date before the cards of its members', async () => {
    const world = await createFollowing(20)
    await fail(world, ids(0, 4))
    await world.minutes(1)
    await fail(world, ids(4, 20))
    expect(announced(world)).toEqual([expect.stringMatching(/^20 migrations have failed now/)])
    expect(summaryOf(world)?.text).toMatch(/^20 migrations failed/)
  })

  test('past both at once is told once', async () => {
    const world = await createFollowing(110)
    await fail(world, ids(0, 5))
    await fail(world, ids(5, 110))
    await world.minutes(3)
    expect(announced(world)).toEqual([expect.stringMatching(/^110 migrations have failed now/)])
  })

  test('is not told again if its first message told of as many', async () => {
    const world = await createFollowing(16)
    await fail(world, ids(0, 12))
    await fail(world, ids(12, 16))
    expect(summaryOf(world)?.text).toMatch(/^16 migrations failed/)
    expect(announced(world)).toEqual([])
  })

  test('while its first message is on its way is told of what that message did not tell', async () => {
    const world = await createFollowing(14)
    const { wire } = world.slack
    const { post } = wire
    const released = Promise.withResolvers<void>()
    wire.post = async (order) => {
      const ts = await post(order)
      if (order.message.text.startsWith('4 migrations failed')) await released.promise
      return ts
    }
    await fail(world, ids(0, 4))
    await fail(world, ids(4, 14))
    expect(texts(failed(world)).at(-1)).toMatch(/^4 migrations failed/)
    released.resolve()
    await world.minutes(2)
    expect(announced(world)).toEqual([expect.stringMatching(/^14 migrations have failed now/)])
  })

  test('is told by whoever leads the workspace next, and not twice after a lost answer', async () => {
    const world = await createFollowing(14)
    await fail(world, ids(0, 4))
    for (const id of ids(4, 14)) world.cloud.add(inState('failed', { id, failure: full }))
    await world.tick()
    await world.restart()
    world.slack.faults.push({ method: 'post', fault: 'lose after' }, { method: 'post', fault: 'lose after' })
    await world.minutes(3)
    await world.restart()
    await world.minutes(3)
    expect(announced(world)).toEqual([expect.stringMatching(/^14 migrations have failed now/)])
  })
})

test('a flood of other ends is told again when it has grown', async () => {
  const world = await createFollowing(24)
  const succeed = async (those: readonly string[]) => {
    for (const id of those) world.cloud.add(inState('succeeded', { id }))
    await world.tick()
    await world.clock.advance(10_000)
  }
  await succeed(ids(0, 5))
  await succeed(ids(5, 24))
  await world.minutes(3)
  expect(
    texts(inChannel(world)).filter(
      (text) => / succeeded( now)?$/.test(text) && !text.includes(':') && text.includes('succeeded'),
    ),
  ).toEqual(['24 migrations succeeded', '24 migrations have succeeded now'])
})

describe('a group that an earlier version stored', () => {
  test('goes on: it is shown by bucket, joined, and told once it passes 10', async () => {
    const world = await createFollowing(14)
    await fail(world, ids(0, 6), { bucket: own })
    await asEarlier(world)
    await fail(world, ids(6, 9), { bucket: own })
    expect(summaryOf(world)?.text).toMatch(/^9 migrations failed for the same reason, in 9 destination buckets/)
    expect(announced(world)).toEqual([])
    await fail(world, ids(9, 14), { bucket: own })
    expect(await groupsOf(world)).toHaveLength(1)
    expect(announced(world)).toEqual([expect.stringMatching(/^14 migrations have failed now/)])
  })

  test('is not told again if it is past 10 already', async () => {
    const world = await createFollowing(16)
    await fail(world, ids(0, 4))
    await fail(world, ids(4, 13))
    const before = announced(world).length
    await asEarlier(world)
    await world.minutes(3)
    await fail(world, ids(13, 16))
    expect(announced(world)).toHaveLength(before)
  })

  /** Restarts over what the version before would have stored. */
  async function asEarlier(world: World): Promise<void> {
    await world.fleet.stop()
    for (const { passed: _, ...group } of await groupsOf(world)) await world.workspace.groups.set(group.id, group)
    const channel = await world.workspace.channels.get('C1')
    if (channel === undefined) throw new Error('Nothing was sent')
    const receipts = Object.entries(channel.receipts).map(([id, { cardTells: __, ...receipt }]) => [id, receipt])
    await world.workspace.channels.set('C1', { ...channel, receipts: Object.fromEntries(receipts) })
    await world.restart()
  }
})

/** Which of a thousand fail one after the other. */
const waves: [from: number, to: number][] = [
  [0, 3],
  [3, 60],
  [60, 300],
  [300, 301],
  [301, 1000],
]

test('1,000 failures in 1,000 buckets are few messages in the channel, and each is named once', async () => {
  const world = await createFollowing(1000)
  const before = new Set(world.slack.messages.map(({ ts }) => ts))
  for (const [from, to] of waves) await fail(world, ids(from, to), { bucket: own })
  await world.minutes(5)
  const since = world.slack.messages.filter(({ ts }) => !before.has(ts))
  const seen = since.filter(({ threadTs, isBroadcast }) => threadTs === undefined || isBroadcast)
  expect(texts(seen)).toEqual([
    expect.stringMatching(/^Failed: /),
    expect.stringMatching(/^1,000 migrations failed for the same reason, in 1,000 destination buckets/),
    expect.stringMatching(/^60 migrations have failed now/),
    expect.stringMatching(/^300 migrations have failed now/),
  ])
  const naming = since.filter(({ threadTs }) => threadTs !== undefined).map((message) => wordsOf(message))
  for (const id of ids(0, 1000)) {
    expect(
      naming.filter((words) => words.includes(`prod-hw/${id}\``)),
      id,
    ).toHaveLength(1)
  }
  for (const message of since) expect(JSON.stringify([message.text, message.blocks]).length).toBeLessThan(13_000)
}, 120_000)
