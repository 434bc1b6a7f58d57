import { expect, test } from 'vitest'
import { fold } from '../../src/fleet/judge/known.ts'
import { searchFleet } from '../../src/fleet/search.ts'
import { createWorkspaceFleet, fleetOf } from '../../src/fleet/workspace-fleet.ts'
import { sample } from '../migrations/sample.ts'

test('a set is counted although the leader has not heard of its subscription yet', () => {
  const fleet = createWorkspaceFleet()
  const fitting = sample({ source: { bucket: 'set-a-1' } })
  for (const migration of [fitting, sample({ id: 'other', source: { bucket: 'set-b' } })]) {
    const { known } = fold(undefined, { identity: 'p1', reported: migration, now: migration.readAt })
    fleetOf(fleet, migration.account, 'p1').known.set(migration.id, known)
  }
  expect(fleet.subscriptions.size).toBe(0)
  const sets = [
    { id: 's-1', of: { account: 'prod-hw', bucket: 'set-a-*' } },
    { id: 's-2', of: { account: 'other-account' } },
  ]
  expect(searchFleet(fleet, { type: 'sets', sets }).sets).toEqual([
    { id: 's-1', counts: [{ state: 'running', count: 1 }] },
    { id: 's-2', counts: [] },
  ])
})
