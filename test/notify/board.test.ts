import { describe, expect, test } from 'vitest'
import { mostCards, withBoard } from '../../src/notify/threads/boards.ts'
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
const boardOf = (world: World) => inChannel(world).find(({ text }) => /^\d+ migrations(, all ended)?: /.test(text))
const cardsOf = (world: World) => inChannel(world).filter(({ text }) => /^(Running|Paused|Failed): /.test(text))

describe('a channel that follows many migrations', () => {
  test('has one message for all of them, and hardly any cards', async () => {
    const world = await createFollowing(60)
    expect(boardOf(world)?.text).toBe('60 migrations: 60 running')
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
    expect(below[0]?.text).toContain(`*photos → archive* \`prod-hw/${last}\`: Paused`)
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
    expect(inChannel(world).find(({ ts }) => ts === board?.ts)?.text).toBe('30 migrations, all ended: 30 succeeded')
    expect(inChannel(world).filter(({ text }) => text.startsWith('30 migrations succeeded'))).toHaveLength(1)
    expect((await world.workspace.watches.list()).items).toEqual([])
    await pass(world, 62)
    expect(inChannel(world).find(({ ts }) => ts === board?.ts)?.text).toBe(
      'All 30 migrations of this board have ended: 30 succeeded',
    )
    const before = world.slack.calls.length
    await world.watch('3000')
    await pass(world, 2)
    expect(cardsOf(world).at(-1)?.text).toContain('prod-hw/3000')
    expect(world.slack.calls.slice(before).filter(({ call }) => call.startsWith('update'))).toEqual([])
  })

  test('tells the first failure before the message about all, without a card too', async () => {
    const world = await createFollowing(40)
    const those = ids(40).slice(30)
    for (const id of those) world.cloud.add(inState('failed', { id, failure: { code: 'TRF.0055' } }))
    await pass(world, 1)
    const said = world.slack.messages.filter(({ threadTs, isBroadcast }) => threadTs === undefined || isBroadcast)
    const news = said.map(({ text }) => text).filter((text) => /^Failed|failed for/.test(text))
    expect(news).toEqual([expect.stringMatching(/^Failed: /), expect.stringMatching(/^10 migrations failed/)])
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
    expect(inChannel(world).filter(({ text }) => /^\d+ migrations(, all ended)?: /.test(text))).toEqual([board])
  })
})

describe('a board', () => {
  const minute = 60_000
  const empty: Channel = { channel: 'C1', receipts: {}, begun: {} }
  const open = { ...empty, board: { openedAt: 5 } }
  const idle = { ...empty, board: { openedAt: 5, idleSince: 7 } }
  const closed = { ...empty, board: { openedAt: 5, idleSince: 7, closedAt: 8 } }
  test.each<[string, Channel, { going: number; isWanted?: boolean; now: number }, object | undefined]>([
    ['is not opened for few', empty, { going: mostCards, now: 9 }, undefined],
    ['is opened for many', empty, { going: mostCards + 1, now: 9 }, { openedAt: 9 }],
    ['is opened for one if somebody wants a board', empty, { going: 1, isWanted: true, now: 9 }, { openedAt: 9 }],
    ['stays while one is left', open, { going: 1, now: 9 }, { openedAt: 5 }],
    ['is kept for a while when none is left', open, { going: 0, now: 9 }, { openedAt: 5, idleSince: 9 }],
    ['goes on if one is retried', idle, { going: 1, now: 9 }, { openedAt: 5 }],
    [
      'is closed an hour later',
      idle,
      { going: 0, now: 7 + 60 * minute },
      { openedAt: 5, idleSince: 7, closedAt: 7 + 60 * minute },
    ],
    ['stays closed for few', closed, { going: mostCards, now: 9 }, closed.board],
    ['is followed by another one for many', closed, { going: mostCards + 1, now: 9 }, { openedAt: 9 }],
  ])('%s', (...[, channel, state, board]) => {
    expect(withBoard(channel, { isWanted: false, ...state }).board).toEqual(board)
  })
})
