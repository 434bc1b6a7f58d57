import { describe, expect, test } from 'vitest'
import { countStates } from '../../src/migrations/families.ts'
import { etaOf, fractionOf } from '../../src/migrations/figures/pace.ts'
import type { Migration, NotMigrated } from '../../src/migrations/migration.ts'
import { skippedObjects } from '../../src/migrations/outcome.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { migrationCard } from '../../src/views/card/card.ts'
import { boardMessage } from '../../src/views/group/board.ts'
import { type GroupSummary, groupSummary } from '../../src/views/group/group.ts'
import { groupMembers } from '../../src/views/group/members.ts'
import type { GroupLine } from '../../src/views/group/places.ts'
import { correctionTitle, endTitle } from '../../src/views/group/title.ts'
import { migrationList } from '../../src/views/list/list.ts'
import { endMessage } from '../../src/views/notice/announcement.ts'
import { figureLines } from '../../src/views/words/figures.ts'
import { readAt, sampleWithout } from '../migrations/sample.ts'
import { readable, typedBy } from './readable.ts'

/** A policy of 100 GB and 1,000 objects, of which this much was migrated and this much was not. */
function policy(moved: [gigabytes: number, objects: number], missed: NotMigrated, changes: Partial<Migration> = {}) {
  const [gigabytes, objects] = moved
  const about = { provider: 'naver', kind: 'policy', account: 'media-nv', id: 'photos-policy' } as const
  const progress = {
    bytes: { done: gigabytes * 1e9, total: 100e9 },
    objects: { done: objects, total: 1000 },
    notMigrated: missed,
    isCounting: false,
  }
  return sampleWithout('speedBytesPerSecond', { ...about, progress, needsOnStart: [], ...changes })
}

const locked = { objects: 950, bytes: 95e9 }
const finished = policy([5, 50], locked, { state: 'succeeded', nativeState: 'DONE' })
const running = policy([3, 30], { objects: 900, bytes: 90e9 })

describe('a running policy with objects that were not migrated', () => {
  test('shows the share that was migrated, and what was not beside it', () => {
    expect(fractionOf(running)).toBeCloseTo(0.03)
    const card = readable(migrationCard({ migration: running, provider: naver, purpose: 'live' }))
    expect(card.slice(1, 6)).toEqual([
      ':arrow_forward: *Running* · 3 % □□□□□□□□□□',
      '3 GB of 100 GB · 30 of 1,000 objects',
      'speed not reported · no ETA',
      ':warning: 900 objects (90 GB) not migrated so far. Is the destination bucket locked?',
      expect.stringContaining('media-nv/photos-policy'),
    ])
  })

  test('takes no time for them', () => {
    const measured = { bytesPerSecond: 1e9, overMs: 600_000 }
    expect(etaOf({ ...running, measured })).toEqual({ type: 'remaining', ms: 7000 })
    const passed = policy([3, 30], { objects: 970, bytes: 97e9 }, { measured })
    expect(etaOf(passed)).toEqual({ type: 'unknown', why: 'not reported' })
  })

  test('comes first on a board', () => {
    const smooth = policy([50, 500], {}, { id: 'smooth' })
    const lines = readable(boardMessage([smooth, running].map((migration) => ({ migration }))))
    expect(lines[2]).toBe(':arrow_forward: *photos → archive* `photos-policy` · 3 % · 900 objects not migrated')
  })
})

describe('a policy that is done with objects that were not migrated', () => {
  test('is finished, and its card says what is missing, what to do and whose turn it is', () => {
    const card = migrationCard({ migration: finished, provider: naver, purpose: 'live' })
    expect(card.text).toBe('Finished, 950 objects not migrated: photos → archive (media-nv/photos-policy)')
    expect(readable(card)).toEqual([
      '*photos → archive*',
      ':warning: *Finished, 950 objects not migrated*',
      '5 GB of 100 GB · 50 of 1,000 objects',
      '950 objects (95 GB) not migrated',
      '*The cloud reports “done”, but did not migrate everything.*',
      expect.stringMatching(/^\*What to do:\* Don’t delete the source: .* an older NAVER document .*“a locked bucket”/),
      '*Who can fix it:* The owner of the destination bucket',
      expect.any(String),
      '[Create a copy of this (primary)] [… Delete]',
    ])
  })

  test('is announced with the same words', () => {
    const message = endMessage({ migration: finished, provider: naver })
    expect(readable(message)[0]).toBe(':warning: *Finished, 950 objects not migrated: photos → archive*')
    expect(message.text).toMatch(/^Finished, 950 objects not migrated: photos → archive\. The cloud reports/)
    expect(readable(message).join()).not.toMatch(/succeeded|:white_check_mark:/i)
    expect(typedBy(message)).toEqual({
      'Create a copy of this': 'create --like media-nv/photos-policy',
      Details: 'status media-nv/photos-policy',
    })
  })

  test.each([
    ['yes', 'Ferry reported this migration as succeeded before. That was wrong.'],
    ['perhaps', 'If Ferry reported this migration as succeeded before, that was wrong.'],
  ] as const)('is corrected where its success was told: %s', (heard, words) => {
    expect(readable(endMessage({ migration: finished, provider: naver, heard }))[1]).toBe(words)
  })

  test('is named so in a list, and counted apart among the members of a family', () => {
    const done = { ...finished, progress: { bytes: {}, objects: {} } }
    const rows = [{ head: { ...finished, kind: 'group' as const }, members: countStates([finished, done, done]) }]
    const none = { members: { tasks: 2, runs: 0 }, standing: [], filter: {}, troubles: [] }
    const how = { ...none, page: 1, total: 1, isCut: false, isShortened: false, command: 'list' }
    const list = migrationList({ ...how, rows })
    expect(readable(list)).toContain(
      ':warning: Finished, 950 objects not migrated · task group · The cloud reports “done”, but did not migrate everything.',
    )
    expect(readable(list)).toContain('3 tasks: 1 incomplete, 2 succeeded')
  })

  test.each<[NotMigrated, string]>([
    [{ objects: 1, bytes: 5e9 }, 'Finished, 1 object not migrated'],
    [{ bytes: 5e9 }, 'Finished, 5 GB not migrated'],
    [{ objects: 0, bytes: 0 }, 'Succeeded'],
    [{}, 'Succeeded'],
  ])('of which %j is missing', (missed, word) => {
    const migration = policy([5, 50], missed, { state: 'succeeded' })
    expect(migrationCard({ migration, provider: naver, purpose: 'live' }).text).toMatch(`${word}: photos`)
  })
})

describe('a group of incomplete migrations', () => {
  const line = (id: string, changes: Partial<GroupLine> = {}): GroupLine => ({
    ...{ account: 'media-nv', migrationId: id, from: id, to: 'kr', state: 'succeeded', missed: locked, at: readAt },
    ...changes,
  })
  const summary = (changes: Partial<GroupSummary>) =>
    readable(groupSummary({ id: 'g', title: endTitle, lines: [line('a'), line('b')], ...changes }))

  test('says what is missing and whose turn it is', () => {
    expect(summary({})[0]).toBe(':warning: *2 migrations finished with objects not migrated, in kr*')
    expect(summary({})).toContain('*Who can fix it:* The owner of the destination bucket')
    expect(readable(groupMembers([line('a')]))[0]).toBe(':warning: *a → kr* · 950 objects not migrated')
  })

  test('says if Ferry reported them as succeeded before', () => {
    const [title, before] = summary({ title: correctionTitle })
    expect(title).toBe(':warning: *Correction: 2 migrations finished with objects not migrated, in kr*')
    expect(before).toBe('Ferry reported them as succeeded before.')
  })

  test('tells how they stand now', () => {
    const { missed: _, ...succeeded } = line('a', { now: 'succeeded' })
    const lines = [succeeded, { ...succeeded, isIncompleteNow: true }]
    expect(summary({ lines })[1]).toBe('Now: 1 incomplete · 1 succeeded')
    expect(summary({ lines: [line('a', { now: 'succeeded', isIncompleteNow: true })] })[1]).not.toContain('Now:')
  })
})

describe('what a cloud calls skipped', () => {
  const skippedBy = (provider: Migration['provider']) => {
    const progress = { bytes: { done: 1, total: 1 }, objects: { done: 988, total: 1000, skipped: 12 } }
    const of = { huawei, naver, upcloud }[provider]
    return figureLines(policy([5, 50], {}, { provider, state: 'succeeded', progress }), of).at(-1)
  }

  test('is there already, by the document of OMS', () => {
    expect(skippedBy('huawei')).toBe('12 skipped: already there or unchanged')
  })

  test('is not claimed to be anywhere if no document says what it means', () => {
    expect(skippedBy('upcloud')).toBe(
      ':warning: 12 skipped. UpCloud Managed Object Storage does not document why: check that they are at the destination before you delete the source',
    )
  })

  test('has a source for every cloud', () => {
    expect(Object.values(skippedObjects).map(({ means }) => means)).toEqual([
      'already there',
      'not migrated',
      'not documented',
    ])
    for (const { source } of Object.values(skippedObjects)) expect(source.length).toBeGreaterThan(20)
  })
})
