import { expect, test } from 'vitest'
import { inState } from '../notify/samples.ts'
import { createWorld, denied } from './world.ts'

const dayMs = 24 * 60 * 60_000

test('an event is dropped once every channel was told, and the store holds it no longer', async () => {
  const world = await createWorld()
  await world.watch('1912', 'C1')
  await world.watch('1912', 'C2')
  await world.minutes(3)
  world.cloud.add(inState('paused'))
  await world.minutes(2)
  const stored = async () => (await world.workspace.known.list()).items.flatMap(({ events }) => events)
  expect(await stored()).toHaveLength(1)
  await world.minutes(125)
  expect(await stored()).toEqual([])
  expect(world.known('1912')?.events).toEqual([])
})

test('an event stays as long as a channel has not been told', async () => {
  const world = await createWorld()
  await world.watch('1912')
  await world.minutes(3)
  world.isDelivering = false
  world.cloud.add(inState('paused'))
  await world.minutes(125)
  expect(world.known('1912')?.events).toHaveLength(1)
})

test('what ended long ago is not kept, however often it is listed, unless somebody follows it', async () => {
  const world = await createWorld()
  const startedAt = world.clock.now() - 100 * dayMs
  for (const id of ['old', 'followed']) world.cloud.add(inState('succeeded', { id, startedAt }))
  world.isDelivering = false
  await world.watch('followed')
  await world.minutes(5)
  expect(world.known('old')).toBeUndefined()
  expect(world.known('followed')).toBeDefined()
  expect((await world.workspace.known.list()).items).toHaveLength(1)
})

test('the notice about an account is forgotten once it has healed and every channel was told', async () => {
  const world = await createWorld()
  await world.watch('1912')
  await world.minutes(3)
  world.cloud.breaks('prod-hw', 'page', { error: denied() })
  world.cloud.breaks('prod-hw', 'show', { error: denied() })
  world.isDelivering = false
  await world.tick()
  expect(world.health()?.notice).toMatchObject({ blind: { C1: 1 } })
  world.cloud.mends()
  await world.look()
  await world.tick()
  expect(world.health()?.notice?.healedAt).toBeDefined()
  world.isDelivering = true
  await world.minutes(3)
  expect(world.health()).toBeUndefined()
  expect((await world.workspace.health.list()).items).toEqual([])
  const [channel] = (await world.workspace.channels.list()).items
  expect(Object.keys(channel?.receipts ?? {})).toHaveLength(1)
})
