import { beforeEach, describe, expect, test } from 'vitest'
import { fold } from '../../src/fleet/judge/known.ts'
import { type ListQuestion, listAnswerSchema, listFleet } from '../../src/fleet/list.ts'
import { createWorkspaceFleet, fleetOf, type WorkspaceFleet } from '../../src/fleet/workspace-fleet.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { readAt, sample } from '../migrations/sample.ts'

const identity = 'p1'
const day = 24 * 60 * 60_000
let fleet: WorkspaceFleet

beforeEach(() => {
  fleet = createWorkspaceFleet()
})

function know(...migrations: Migration[]): void {
  for (const migration of migrations) {
    const { known } = fold(undefined, { identity, reported: migration, now: migration.readAt })
    fleetOf(fleet, migration.account, identity).known.set(migration.id, known)
  }
}

function list(asked: Partial<ListQuestion> = {}) {
  const accounts = [{ account: 'prod-hw', identity }]
  const answer = listFleet(fleet, { type: 'list', accounts, offset: 0, limit: 8, ...asked })
  // What another replica answers goes through the schema.
  return listAnswerSchema.parse(answer)
}

const idsOf = ({ rows }: ReturnType<typeof list>) => rows.map(({ head }) => head.id)

describe('a page of what is known', () => {
  test('has the newest first, and begins and ends where it is told', () => {
    for (let index = 0; index < 20; index += 1) know(sample({ id: `m${index}`, startedAt: readAt - index }))
    expect(idsOf(list({ offset: 16, limit: 8 }))).toEqual(['m16', 'm17', 'm18', 'm19'])
    expect(list().total).toBe(20)
  })

  test('begins with what needs somebody, then what moves, then what is over', () => {
    const states = ['succeeded', 'running', 'queued', 'failed', 'unknown', 'paused'] as const
    know(...states.map((state, index) => sample({ id: state, state, startedAt: readAt - index })))
    know(sample({ id: 'still', startedAt: 1 }))
    const { known } = fleetOf(fleet, 'prod-hw', identity)
    const still = known.get('still')
    if (still !== undefined) known.set('still', { ...still, stalledAt: readAt })
    expect(idsOf(list())).toEqual(['failed', 'still', 'unknown', 'running', 'queued', 'paused', 'succeeded'])
    expect(list().rows[1]?.isStalled).toBe(true)
    expect(list().standing).toContainEqual({ is: 'stalled', count: 1 })
    expect(idsOf(list({ isStalled: true }))).toEqual(['still'])
  })

  test('puts a family where its worst member belongs, and counts every member', () => {
    know(sample({ id: 'new', startedAt: readAt + 1 }), sample({ id: 'g', kind: 'group' }))
    know(sample({ id: 't1', groupId: 'g', state: 'failed' }), sample({ id: 't2', groupId: 'g' }))
    expect(idsOf(list())).toEqual(['g', 'new'])
    expect(list()).toMatchObject({ total: 2, members: { tasks: 2, runs: 0 } })
    expect(list().standing.toSorted((a, b) => b.count - a.count)).toEqual([
      { is: 'running', count: 3 },
      { is: 'failed', count: 1 },
    ])
    expect(idsOf(list({ isFlat: true })).toSorted()).toEqual(['g', 'new', 't1', 't2'])
  })

  test('is the same whatever the order in which migrations became known', () => {
    const twins = ['a', 'b', 'c'].map((id) => sample({ id }))
    know(...twins)
    const one = idsOf(list())
    fleet = createWorkspaceFleet()
    know(...twins.toReversed())
    expect(idsOf(list())).toEqual(one)
  })

  test('counts exactly by state, whatever state is asked for, and what is incomplete as failed', () => {
    const missed = { ...sample().progress, notMigrated: { objects: 1 } }
    know(sample({ id: 'a' }), sample({ id: 'b' }), sample({ id: 'c', state: 'failed' }))
    know(sample({ id: 'd', state: 'succeeded', progress: missed }))
    const standing = [
      { is: 'running', count: 2 },
      { is: 'failed', count: 2 },
    ]
    expect(list().standing).toEqual(standing)
    expect(list({ states: ['failed'] }).standing).toEqual(standing)
    expect(idsOf(list({ states: ['failed'] })).toSorted()).toEqual(['c', 'd'])
    expect(idsOf(list({ states: ['succeeded'] }))).toEqual([])
  })

  test('leaves out what is deleted, other accounts, and the project that an account opened before', () => {
    know(sample({ id: 'gone', state: 'deleted' }), sample({ id: 'here' }), sample({ account: 'test-hw', id: 'there' }))
    const { known } = fold(undefined, { identity: 'p0', reported: sample({ id: 'former' }), now: readAt })
    fleetOf(fleet, 'prod-hw', 'p0').known.set('former', known)
    expect(idsOf(list())).toEqual(['here'])
  })

  test.each([
    ['photos', ['a']],
    ['PHOTO', ['a']],
    ['arch', ['a', 'b']],
    ['nightly', ['b']],
    ['night', ['b']],
    ['b', ['b']],
    ['hotos', []],
  ])('finds by the start of an id or of a bucket, and by a part of a name: %s', (text, ids) => {
    know(sample({ id: 'a' }), sample({ id: 'b', name: 'films nightly', source: { bucket: 'videos' } }))
    expect(idsOf(list({ text })).toSorted()).toEqual(ids)
  })

  test.each([
    ['phot', 'bucket'],
    ['nightly', 'name'],
    ['arch', undefined],
    ['a', undefined],
  ])('tells where all that fits has the text: %s', (text, textIn) => {
    know(sample({ id: 'a' }), sample({ id: 'b', name: 'archive nightly', target: { bucket: 'films' } }))
    expect(list({ text, states: ['failed'] }).textIn).toBe(textIn)
  })
})

describe('the age of a page', () => {
  test('is that of the oldest row on it, and of the members that a row counts', () => {
    know(sample({ id: 'new', startedAt: readAt }), sample({ id: 'old', startedAt: 1, readAt: readAt - day }))
    expect(list({ limit: 1 }).oldestReadAt).toBe(readAt)
    expect(list().oldestReadAt).toBe(readAt - day)
    know(sample({ id: 'g', kind: 'group', startedAt: readAt + 1 }), sample({ id: 't', groupId: 'g', readAt: 5 }))
    expect(list({ limit: 1 }).oldestReadAt).toBe(5)
    expect(list({ states: ['paused'] }).oldestReadAt).toBeUndefined()
  })
})

describe('what an answer says of accounts', () => {
  test('names each that was asked for, listed or not, and what is wrong with it', () => {
    know(sample())
    fleetOf(fleet, 'prod-hw', identity).listing.whole = { began: 0, ended: 0, isCut: true, ids: new Set() }
    fleet.health.set('new-hw', {
      ...{ account: 'new-hw', connectedAt: 1, refusals: 1 },
      trouble: { code: 'provider_denied', what: 'No.', next: '', since: 1, failures: 1 },
    })
    const accounts = ['prod-hw', 'new-hw'].map((account) => ({ account, identity }))
    expect(list({ accounts }).accounts).toMatchObject([
      { account: 'prod-hw', known: 1, isListed: true, isCut: true },
      { account: 'new-hw', known: 0, isListed: false, isCut: false, trouble: { code: 'provider_denied' } },
    ])
  })

  test('says if something ended so long ago that it is not known, where that could be listed', () => {
    know(sample({ id: 'a' }))
    const { listing } = fleetOf(fleet, 'prod-hw', identity)
    listing.whole = { began: 0, ended: 0, isCut: false, ids: new Set(['a']) }
    expect(list().isShortened).toBe(false)
    listing.whole = { began: 0, ended: 0, isCut: false, ids: new Set(['a', 'ended long ago']) }
    expect(list().isShortened).toBe(true)
    expect(list({ states: ['running'] }).isShortened).toBe(false)
    expect(list({ states: ['failed'] }).isShortened).toBe(true)
    for (let index = 0; index < 10; index += 1) know(sample({ id: `m${index}` }))
    expect(list().isShortened).toBe(false)
    expect(list({ offset: 8 }).isShortened).toBe(true)
  })
})
