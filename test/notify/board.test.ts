import { describe, expect, test } from 'vitest'
import { mostCards, withBoard } from '../../src/notify/boards.ts'
import type { Channel } from '../../src/store/store.ts'
import { createWorld, type World } from '../observe/world.ts'
import { inState } from './samples.ts'

const ids = (count: number) => Array.from({ length: count }, (_, index) => `${1912 + index}`)

async function createFollowing(count: number): Promise<World> {
  const world = await createWorld({ isSending: true })
  for (const id of ids(count)) await world.watch(id)
  await pass(world, 3)
  return world
}

async function pass({ clock, ...world }: World, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await world.tick()
    await clock.advance(60_000)
  }
}

const inChannel = ({ slack }: World) => slack.messages.filter(({ threadTs }) => threadTs === undefined)
const boardOf = (world: World) => inChannel(world).find(({ text }) => text.includes('in progress'))
const cardsOf = (world: World) => inChannel(world).filter(({ text }) => /^(Running|Paused|Failed): /.test(text))

describe('a channel that follows many migrations', () => {
  test('has one message for all of them, and hardly any cards', async () => {
    const world = await createFollowing(60)
    expect(boardOf(world)?.text).toBe('60 migrations in progress: 60 running')
    expect(cardsOf(world).length).toBeLessThanOrEqual(mostCards + 1)
  })

  test('has a card for each up to that number, and no board', async () => {
    const world = await createFollowing(mostCards)
    expect(boardOf(world)).toBeUndefined()
    expect(cardsOf(world)).toHaveLength(mostCards)
  })

  test('edits one message when all figures move', async () => {
    const world = await createFollowing(60)
    await pass(world, 3)
    const before = world.slack.calls.length
    for (const [index, id] of ids(60).entries()) {
      const progress = { bytes: { done: 1000 + index, total: 10_000 }, objects: {}, isCounting: false }
      world.cloud.add(inState('running', { id, progress }))
    }
    await pass(world, 2)
    const edits = world.slack.calls.slice(before).filter(({ call }) => call.startsWith('update'))
    expect(edits.length).toBeLessThanOrEqual(2)
  })

  test('hears below the board what happens to those without a card, and how they end', async () => {
    const world = await createFollowing(60)
    const last = ids(60).at(-1) ?? ''
    world.cloud.add(inState('paused', { id: last }))
    await pass(world, 1)
    world.cloud.add(inState('failed', { id: last, failure: { code: 'TRF.0055' } }))
    await world.look(last)
    await pass(world, 1)
    const below = world.slack.messages.filter(({ threadTs }) => threadTs === boardOf(world)?.ts)
    expect(below.map(({ text, isBroadcast }) => [text.replace(/:.*/, ''), isBroadcast])).toEqual([
      ['', false],
      ['Failed', true],
    ])
  })

  test('loses the board when all have ended, is told of every end, and gets cards again afterwards', async () => {
    const world = await createFollowing(30)
    const board = boardOf(world)
    for (const id of ids(30)) world.cloud.add(inState('succeeded', { id }))
    await pass(world, 4)
    expect(inChannel(world).find(({ ts }) => ts === board?.ts)?.text).toBe('All migrations of this board have ended')
    expect(inChannel(world).filter(({ text }) => text.startsWith('30 migrations succeeded'))).toHaveLength(1)
    expect((await world.workspace.watches.list()).items).toEqual([])
    await world.watch('3000')
    await pass(world, 2)
    expect(cardsOf(world).at(-1)?.text).toContain('prod-hw/3000')
  })

  test('gets another board if somebody deletes it, and loses nothing that was to be said below it', async () => {
    const world = await createFollowing(30)
    const last = ids(30).at(-1) ?? ''
    world.slack.remove(boardOf(world)?.ts ?? '')
    world.cloud.add(inState('failed', { id: last, failure: { code: 'TRF.0055' } }))
    await world.look(last)
    const before = world.slack.calls.length
    await pass(world, 2)
    const board = boardOf(world)
    const below = world.slack.messages.filter(({ threadTs }) => threadTs !== undefined && threadTs === board?.ts)
    expect(below.map(({ text }) => text)).toEqual([expect.stringMatching(/^Failed: /)])
    expect(world.slack.calls.slice(before).filter(({ call }) => call.startsWith('post')).length).toBeLessThan(8)
  })

  test('goes on with the same board after a restart', async () => {
    const world = await createFollowing(30)
    const board = boardOf(world)
    await world.restart()
    await pass(world, 3)
    expect(inChannel(world).filter(({ text }) => text.includes('in progress'))).toEqual([board])
  })
})

describe('a board', () => {
  const empty: Channel = { channel: 'C1', receipts: {}, begun: {} }
  const open = { ...empty, board: { openedAt: 5 } }
  const closed = { ...empty, board: { openedAt: 5, closedAt: 7 } }
  test.each<[string, Channel, number, object | undefined]>([
    ['is not opened for few', empty, mostCards, undefined],
    ['is opened for many', empty, mostCards + 1, { openedAt: 9 }],
    ['stays while one is left', open, 1, { openedAt: 5 }],
    ['is closed when none is left', open, 0, { openedAt: 5, closedAt: 9 }],
    ['stays closed for few', closed, mostCards, { openedAt: 5, closedAt: 7 }],
    ['is followed by another one for many', closed, mostCards + 1, { openedAt: 9 }],
  ])('%s', (...[, channel, going, board]) => {
    expect(withBoard(channel, { going, now: 9 }).board).toEqual(board)
  })
})
