import { describe, expect, test } from 'vitest'
import { draftLifetimeMs } from '../../src/migrations/spec/draft.ts'
import { aDraft } from './samples.ts'
import { createMemoryWorld, createSqliteWorld, storeOver } from './world.ts'

/** In Redis, which uses its own clock, a test looks at the time to live instead. */
describe.each([
  ['in memory', createMemoryWorld],
  ['in SQLite', createSqliteWorld],
])('a draft %s', (_, createWorld) => {
  test('is removed a day after its last change', async () => {
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
