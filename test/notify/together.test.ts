import { describe, expect, test } from 'vitest'
import { createWorld, type World } from '../observe/world.ts'
import { shown } from '../send/post-office.ts'
import { inState } from './samples.ts'

const failure = { code: 'TRF.0055' }
const ids = (count: number) => Array.from({ length: count }, (_, index) => `${1912 + index}`)

async function createFollowing(count: number): Promise<World> {
  const world = await createWorld({ isSending: true })
  for (const id of ids(count)) await world.watch(id)
  for (let minute = 0; minute < 4; minute += 1) {
    await world.tick()
    await world.clock.advance(30_000)
  }
  return world
}

async function fail({ cloud, ...world }: World, those: readonly string[], state: 'failed' | 'succeeded' = 'failed') {
  for (const id of those) cloud.add(inState(state, { id, ...(state === 'failed' && { failure }) }))
  await world.tick()
  await world.clock.advance(10_000)
}

/** Messages after the cards. */
const news = ({ slack }: World) =>
  shown(slack).filter((text) => !text.startsWith('Running') && !text.startsWith('Failed: '))

/** Each migration is named in exactly one message below a card, a summary or a board. */
function expectNamedOnce({ slack }: World, those: readonly string[]): void {
  const said = slack.messages
    .filter(({ threadTs }) => threadTs !== undefined)
    .map(({ blocks }) => JSON.stringify(blocks))
  for (const id of those) {
    const naming = said.filter((text) => text.includes(`prod-hw/${id}`))
    expect(naming, id).toHaveLength(1)
  }
}

describe('failures with one cause', () => {
  test('are a message about the first and one about all, with the others in its thread', async () => {
    const world = await createFollowing(8)
    await fail(world, ids(8))
    expect(news(world)).toEqual([
      expect.stringMatching(/^>> Failed: photos → archive/),
      expect.stringMatching(/^8 migrations failed for the same reason/),
      expect.stringMatching(/^> photos → archive and 6 more/),
    ])
  })

  test('each is named once: in its own message or in the thread', async () => {
    const world = await createFollowing(8)
    await fail(world, ids(3))
    await fail(world, ids(8).slice(3))
    expectNamedOnce(world, ids(8))
  })

  test('that come later are added to the message, and nobody is told twice', async () => {
    const world = await createFollowing(6)
    await fail(world, ids(2))
    await fail(world, ids(6).slice(2))
    expect(news(world).filter((text) => text.includes('for the same reason'))).toEqual([
      expect.stringMatching(/^6 migrations failed/),
    ])
    await world.minutes(20)
    expect(news(world)).toHaveLength(4)
  })

  test('are told by whoever leads the workspace next, exactly once', async () => {
    const world = await createFollowing(8)
    for (const id of ids(8)) world.cloud.add(inState('failed', { id, failure }))
    await world.tick()
    await world.restart()
    await world.clock.advance(60_000)
    await world.tick()
    await world.clock.advance(60_000)
    expect(news(world)).toHaveLength(3)
  })

  test('the summary tells how they stand now', async () => {
    const world = await createFollowing(4)
    await fail(world, ids(4))
    for (const id of ids(2)) world.cloud.add(inState('running', { id }))
    await world.tick()
    await world.clock.advance(20_000)
    const summary = world.slack.messages.find(({ text }) => text.includes('for the same reason'))
    expect(JSON.stringify(summary?.blocks)).toContain('Now: 2 failed · 2 running')
  })

  test('end their watches like others, once all is told', async () => {
    const world = await createFollowing(8)
    await fail(world, ids(8), 'succeeded')
    await world.minutes(5)
    expect((await world.workspace.watches.list()).items).toEqual([])
    expect(news(world).filter((text) => text.startsWith('8 migrations succeeded'))).toHaveLength(1)
  })
})

test('failures with several causes are told apart', async () => {
  const world = await createFollowing(4)
  for (const [index, id] of ids(4).entries()) {
    world.cloud.add(inState('failed', { id, failure: { code: index < 2 ? 'TRF.0055' : 'TRF.0001' } }))
  }
  await world.tick()
  await world.clock.advance(10_000)
  expect(news(world).filter((text) => text.startsWith('>> '))).toHaveLength(2)
  expect(news(world).filter((text) => text.startsWith('2 migrations failed'))).toHaveLength(2)
})

test('a lost answer to the list of members is looked up, and what came meanwhile is listed after it', async () => {
  const world = await createFollowing(6)
  await fail(world, ids(2))
  world.slack.faults.push({ method: 'post', fault: 'lose after' })
  for (const id of ids(6).slice(2, 4)) world.cloud.add(inState('failed', { id, failure }))
  await world.tick()
  await world.clock.advance(1500)
  await fail(world, ids(6).slice(4))
  await world.clock.advance(60_000)
  expectNamedOnce(world, ids(6))
})

// Whether Slack takes replies below what is left of a deleted message is not documented.
test.each(['takes', 'refuses'])(
  'a summary that was deleted comes back with all members, if Slack %s replies',
  async (what) => {
    const world = await createFollowing(9)
    const { slack } = world
    await fail(world, ids(9).slice(0, 6))
    const deleted = slack.messages.find(({ text }) => text.includes('migrations failed'))?.ts ?? ''
    if (what === 'takes') slack.tombstones.add(deleted)
    slack.remove(deleted)
    await fail(world, ids(9).slice(6))
    await world.clock.advance(60_000)
    // What was below the deleted summary went with it.
    slack.messages = slack.messages.filter(({ threadTs }) => threadTs !== deleted)
    expectNamedOnce(world, ids(9))
  },
)

test('what was told alone is remembered only while more of the same may be added to it', async () => {
  const world = await createFollowing(1)
  await fail(world, ids(1))
  expect((await world.workspace.groups.list()).items).toHaveLength(1)
  await world.minutes(62)
  expect((await world.workspace.groups.list()).items).toEqual([])
  expect(news(world)).toHaveLength(1)
})

test('a group that cannot be read is left as it is, and the log says so', async () => {
  const world = await createFollowing(3)
  await fail(world, ids(3))
  const [group] = (await world.workspace.groups.list()).items
  await world.backend.set(`T1/groups:${group?.id}`, '{"value":{"id":5}}')
  await world.restart()
  await world.minutes(2)
  expect(world.logged).toContain('A record cannot be read and is left as it is')
  expect((await world.workspace.groups.list()).unreadable).toEqual([group?.id])
  expect(news(world)).toHaveLength(3)
})

test('what happens while Slack refuses the channel is told together once it does not', async () => {
  const world = await createFollowing(8)
  world.slack.closed.add('C1')
  for (const id of ids(8)) {
    await fail(world, [id])
    await world.minutes(20)
  }
  world.slack.closed.clear()
  world.fleet.wake('T1', { what: 'channel', channel: 'C1' })
  await world.minutes(3)
  const alone = news(world).filter((text) => text.startsWith('>> '))
  expect(alone.length).toBeLessThanOrEqual(2)
  expectNamedOnce(world, ids(8))
})
