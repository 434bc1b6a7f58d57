import { expect, test } from 'vitest'
import { createWorld } from '../observe/world.ts'
import { shown } from '../send/post-office.ts'
import { inState } from './samples.ts'

async function createRefused() {
  const world = await createWorld({ isSending: true })
  for (const channel of ['C1', 'C2']) await world.watch(channel === 'C1' ? '1912' : '1913', channel)
  await world.minutes(3)
  for (const channel of ['C1', 'C2']) world.slack.closed.add(channel)
  for (const id of ['1912', '1913']) world.cloud.add(inState('failed', { id }))
  await world.minutes(2)
  world.slack.closed.clear()
  return world
}

const ends = (world: Awaited<ReturnType<typeof createRefused>>) =>
  ['C1', 'C2'].map((channel) => shown(world.slack, channel).filter((text) => text.startsWith('>> Failed')).length)

test('an invitation heals its channel at once, whichever replica hears of it', async () => {
  const world = await createRefused()
  world.fleet.wake('T1', { what: 'channel', channel: 'C1' })
  await world.clock.advance(3000)
  expect(ends(world)).toEqual([1, 0])
})

test('an installation heals every channel at once', async () => {
  const world = await createRefused()
  world.fleet.wake('T1', { what: 'served' })
  await world.clock.advance(3000)
  expect(ends(world)).toEqual([1, 1])
})

test('a start heals every channel at once', async () => {
  const world = await createRefused()
  await world.restart()
  await world.tick()
  await world.clock.advance(3000)
  expect(ends(world)).toEqual([1, 1])
})

test('the card that somebody has just touched is brought up to date before the others that move', async () => {
  const world = await createWorld({ isSending: true })
  const ids = Array.from({ length: 300 }, (_, index) => `${2000 + index}`)
  for (const [index, id] of ids.entries()) await world.watch(id, `C${index}`)
  await world.minutes(12)
  const last = ids.at(-1) ?? ''
  const moved = (id: string) =>
    inState('running', { id, progress: { bytes: { done: 7, total: 9 }, objects: {}, isCounting: false } })
  for (const id of ids) world.cloud.add(moved(id))
  await world.tick()
  const before = world.slack.calls.length
  await world.look(last)
  await world.clock.advance(3000)
  expect(world.slack.calls.slice(before).map(({ call }) => call)).toContain('update C299')
})
