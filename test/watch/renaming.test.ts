import { describe, expect, test } from 'vitest'
import { createRound, type Round } from './round.ts'
import { inState, said } from './samples.ts'

describe('a migration that gets another id', () => {
  async function begin(round: Round) {
    const watch = await round.watch('old-title')
    await round.tick()
    const renaming = { ...watch, nextMigrationId: 'new-title' }
    round.isDelivering = false
    return { watch, renaming, rename: () => renameIn(round, 'old-title', 'new-title') }
  }

  test.each(['running', 'paused'] as const)('%s: is followed under either, whenever it happens', async (state) => {
    const round = await createRound()
    const { watch, renaming, rename } = await begin(round)
    await round.workspace.watches.set(watch.id, renaming)
    await round.tick()
    expect((await round.sighting(watch))?.migration?.id).toBe('old-title')
    rename()
    round.cloud.add(inState(state, { id: 'new-title' }))
    await round.tick()
    const sighting = await round.sighting(watch)
    expect(sighting?.migration).toMatchObject({ id: 'new-title', state })
    expect(said(sighting)[0]).toContain('`old-title` is now `new-title`')
    expect(said(sighting).join()).not.toContain('Deleted')
  })

  test('keeps its card and its thread', async () => {
    const round = await createRound()
    const { watch, rename } = await begin(round)
    rename()
    await round.workspace.watches.set(watch.id, { ...watch, migrationId: 'new-title' })
    await round.tick()
    expect((await round.sighting(watch))?.nextSeq).toBe(watch.createdAt + 1)
    expect((await round.workspace.watches.list()).items).toHaveLength(1)
  })

  // The tick has read the watch before the renaming began, and finds nothing under the old id.
  test('is not taken for deleted by a tick that began before', async () => {
    const round = await createRound()
    const { watch, renaming, rename } = await begin(round)
    const goOn = round.cloud.holds('prod-hw', 'listActive')
    const ticking = round.tick()
    await round.clock.advance(1)
    await round.workspace.watches.set(watch.id, renaming)
    rename()
    goOn()
    await ticking
    expect(said(await round.sighting(watch))).toEqual([])
    await round.tick()
    expect((await round.sighting(watch))?.migration?.id).toBe('new-title')
  })
})

function renameIn({ cloud }: Round, from: string, to: string): void {
  const migration = cloud.peek(`prod-hw/${from}`)
  cloud.remove(`prod-hw/${from}`)
  if (migration !== undefined) cloud.add({ ...migration, id: to })
}
