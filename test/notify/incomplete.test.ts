import { describe, expect, test } from 'vitest'
import type { Migration } from '../../src/migrations/migration.ts'
import type { Patience } from '../../src/store/records/patience.ts'
import { createWorld, type World } from '../observe/world.ts'
import { shown } from '../send/post-office.ts'
import { inState } from './samples.ts'

const ids = ['1912', '1913', '1914']

async function createFollowing(patience: Omit<Patience, 'of'> = {}): Promise<World> {
  const world = await createWorld({ isSending: true })
  for (const id of ids) await world.watch(id)
  await world.fleet.storeIn('T1').patience.set('C1', { of: 'C1', ...patience })
  await world.minutes(2)
  return world
}

function incomplete(id: string): Migration {
  const progress = { bytes: { done: 5e9, total: 100e9 }, objects: { done: 50, total: 1000 } }
  return inState('succeeded', { id, progress: { ...progress, notMigrated: { objects: 950, bytes: 95e9 } } })
}

/** Messages after the cards. */
const said = ({ slack }: World) => shown(slack).filter((text) => !/^(Running|Finished|Succeeded)[^.]*\(/.test(text))

describe('a migration that is done with objects that were not migrated', () => {
  test('is told in the channel as finished, never as succeeded', async () => {
    const world = await createFollowing()
    world.cloud.add(incomplete('1912'))
    await world.minutes(2)
    expect(said(world)).toEqual([expect.stringMatching(/^>> Finished, 950 objects not migrated/)])
    expect(shown(world.slack).join('\n')).not.toContain('Succeeded')
  })

  test('has a cause of its own, as failures have: the first is told alone, the others together', async () => {
    const world = await createFollowing()
    world.cloud.add(...ids.map(incomplete))
    await world.minutes(2)
    expect(said(world)).toEqual([
      expect.stringMatching(/^>> Finished, 950 objects not migrated/),
      expect.stringMatching(/^3 migrations finished with objects not migrated/),
      expect.stringMatching(/^> photos → archive and 1 more/),
    ])
  })

  test('is told beside successes, not among them', async () => {
    const world = await createFollowing()
    world.cloud.add(inState('succeeded', { id: '1912' }), incomplete('1913'), inState('succeeded', { id: '1914' }))
    await world.minutes(2)
    expect(said(world).filter((text) => text.startsWith('>> Finished'))).toHaveLength(1)
    expect(said(world).filter((text) => text.startsWith('>> Succeeded'))).toHaveLength(2)
  })

  test('is marked as such in a digest', async () => {
    const world = await createFollowing({ digest: { time: '12:30', timeZone: 'UTC', by: 'U1', at: 1 } })
    world.cloud.add(...ids.map(incomplete))
    await world.minutes(32)
    expect(said(world)).toContainEqual(expect.stringMatching(/^News of 3 migrations/))
    const members = world.slack.messages.findLast(({ threadTs }) => threadTs !== undefined)
    expect(JSON.stringify(members?.blocks)).toContain('950 objects not migrated')
    expect(JSON.stringify(members?.blocks)).toContain(':warning:')
  })
})
