import { describe, expect, test } from 'vitest'
import type { News } from '../../src/store/store.ts'
import type { World } from '../observe/world.ts'
import { createWorld, said } from '../observe/world.ts'
import { inState } from './samples.ts'

const cardText = (news: News | undefined) => JSON.stringify(news?.card)

async function createEnded() {
  const world = await createWorld()
  const watch = await world.watch('1912')
  await world.minutes(3)
  const ended = { by: 'U9', at: world.clock.now() }
  await change(world, { ...watch, ended })
  return { world, watch }
}

async function change({ fleet, clock }: World, watch: Awaited<ReturnType<World['watch']>>): Promise<void> {
  await fleet.storeIn('T1').watches.set(watch.id, watch)
  await clock.settle()
}

describe('a watch that somebody ended', () => {
  test('tells the channel who did, and its card shows no figures that would grow old', async () => {
    const { world, watch } = await createEnded()
    const news = await world.news(watch)
    expect(said(news)).toEqual([expect.stringMatching(/No longer followed here: ended by <@U9>$/)])
    expect(cardText(news)).toContain('Not followed here any more')
    expect(cardText(news)).not.toContain('Running')
    expect(world.nudged).toContain(watch.id)
  })

  test('costs no call, and tells nothing of what happens later', async () => {
    const { world, watch } = await createEnded()
    world.cloud.add(inState('failed'))
    const calls = await world.minutes(20, /^show/)
    expect(calls).toEqual([])
    expect(said(await world.news(watch))).toEqual([])
  })

  test('goes on with its card when somebody follows again, without what happened meanwhile', async () => {
    const { world, watch } = await createEnded()
    world.cloud.add(inState('paused'))
    await world.minutes(20)
    await change(world, { ...watch, resumed: { by: 'U8', at: world.clock.now() } })
    const news = await world.news(watch)
    expect(said(news)).toEqual([expect.stringMatching(/Followed here again by <@U8>$/)])
    expect(cardText(news)).toContain('Paused')
  })

  test('is forgotten after a week, but not what its card is about', async () => {
    const { world, watch } = await createEnded()
    await world.minutes(2)
    const card = (await world.workspace.channels.get(watch.channel))?.receipts[watch.id]?.cardTs
    await world.pass(8 * 24 * 60 * 60_000)
    await world.minutes(2)
    expect(await world.workspace.watches.get(watch.id)).toBeUndefined()
    const { items } = await world.workspace.channels.list()
    expect(items).toMatchObject([{ receipts: {}, past: { [card ?? '']: `${watch.account}/${watch.migrationId}` } }])
  })
})
