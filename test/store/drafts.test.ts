import { describe, expect, test } from 'vitest'
import { draftLifetimeMs } from '../../src/migrations/draft.ts'
import { aDraft } from './samples.ts'
import { createMemoryWorld, createSqliteWorld, storeOver } from './world.ts'

/** Redis goes by its own clock; there the time to live is looked at instead. */
describe.each([
  ['in memory', createMemoryWorld],
  ['in SQLite', createSqliteWorld],
])('a draft %s', (_, createWorld) => {
  test('is forgotten a day after it was last changed', async () => {
    const world = await createWorld()
    const { drafts } = storeOver(await world.connect(), world.clock).in('T1')
    await drafts.set('U1/d1', aDraft())
    world.clock.advance(draftLifetimeMs - 1000)
    expect(await drafts.get('U1/d1')).toEqual(aDraft())
    await drafts.set('U1/d1', aDraft())
    world.clock.advance(draftLifetimeMs - 1000)
    expect((await drafts.list()).items).toEqual([aDraft()])
    world.clock.advance(2000)
    expect(await drafts.get('U1/d1')).toBeUndefined()
    expect(await drafts.list()).toEqual({ items: [], unreadable: [] })
    await world.end()
  })
})
