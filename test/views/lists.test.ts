import { describe, expect, test } from 'vitest'
import { validateMessage } from '../../playground/slack/blockkit/validate.ts'
import { countStates } from '../../src/migrations/families.ts'
import type { ListFilter } from '../../src/migrations/list-filter.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { type MigrationList, migrationList, pageSize } from '../../src/views/list/list.ts'
import type { Row } from '../../src/views/list/rows.ts'
import { readAt, sample } from '../migrations/sample.ts'
import { readable, typedBy } from './readable.ts'

function list(changes: Partial<MigrationList> = {}) {
  return migrationList({
    rows: rows([sample()]),
    page: 1,
    total: 1,
    members: { tasks: 0, runs: 0 },
    standing: [],
    filter: {},
    isShortened: false,
    isCut: false,
    command: 'list',
    troubles: [],
    ...changes,
  })
}

function rows(heads: readonly Migration[], members: readonly Migration[] = []): Row[] {
  return heads.map((head) => ({ head, members: countStates(members) }))
}

function several(count: number): Migration[] {
  return Array.from({ length: count }, (_, index) => sample({ id: String(191_297_407_830_000 + index) }))
}

describe('a list', () => {
  test('has three short lines and a button for each migration', () => {
    const message = list({ total: 1 })
    expect(readable(message)).toEqual([
      '*1 migration*',
      '*photos → archive*',
      ':arrow_forward: Running · 40 %',
      '`prod-hw/191297407830872`',
      '[Open]',
      '[… Follow in a channel…]',
    ])
    expect(typedBy(message)).toMatchObject({ Open: 'status prod-hw/191297407830872' })
  })

  test('shows no percentage for a migration that has ended or is still being counted', () => {
    const counting = sample({ progress: { ...sample().progress, isCounting: true } })
    const lines = readable(list({ rows: rows([sample({ state: 'succeeded' }), counting]) }))
    expect(lines).toContain(':white_check_mark: Succeeded')
    expect(lines).toContain(':arrow_forward: Running · still counting')
  })

  test('distinguishes a group from its tasks, which copy between the same buckets', () => {
    const lines = readable(list({ rows: rows([sample({ kind: 'group' }), sample()]) }))
    expect(lines).toContain(':arrow_forward: Running · 40 % · task group')
    expect(lines).toContain(':arrow_forward: Running · 40 %')
  })

  test.each([
    ['group', '3 tasks: 1 failed, 2 succeeded'],
    ['sync', '3 runs: 1 failed, 2 succeeded'],
  ] as const)('counts the parts of a %s', (kind, words) => {
    const states = ['succeeded', 'failed', 'succeeded'] as const
    const members = states.map((state) => sample({ state }))
    const lines = readable(list({ rows: rows([sample({ kind })], members) }))
    expect(lines[lines.findIndex((line) => line.includes('Running')) + 1]).toBe(words)
    expect(lines.filter((line) => line === '[Open]')).toHaveLength(1)
  })

  test('has pages in both directions, and the same words stay in the commands', () => {
    const message = list({ rows: rows(several(pageSize)), page: 2, total: 70, command: 'list failed' })
    expect(readable(message)[0]).toBe('*70 migrations* · page 2 of 4')
    expect(readable(message).at(-1)).toMatch(/^\[Previous\] \[Next\] /)
    expect(typedBy(message)).toMatchObject({ Previous: 'list failed --page 1', Next: 'list failed --page 3' })
  })

  test('has no way back on its first page and no way on from its last', () => {
    expect(readable(list({ total: 21 })).at(-1)).toMatch(/^\[Next\] /)
    expect(readable(list({ page: 3, total: 41 })).at(-1)).toMatch(/^\[Previous\] \[…/)
  })

  test('names the accounts that could not be read below the others', () => {
    const lines = readable(list({ troubles: [{ account: 'test-hw', what: 'Huawei Cloud OMS is not responding.' }] }))
    expect(lines.at(-2)).toBe('(:warning: `test-hw`: Huawei Cloud OMS is not responding.)')
  })

  const standing = [
    { is: 'running', count: 1_200 },
    { is: 'failed', count: 1 },
    { is: 'stalled', count: 3 },
    { is: 'succeeded', count: 40 },
  ] as const

  test('narrows itself to a state by a button with its number, what needs somebody first', () => {
    const message = list({ total: 1_241, standing, filter: { account: 'prod-hw', text: 'wave2' } })
    expect(readable(message)[1]).toBe('[Failed 1] [Not moving 3] [… Running 1,200 | Succeeded 40]')
    expect(typedBy(message)).toMatchObject({
      'Failed 1': 'list prod-hw failed wave2',
      'Not moving 3': 'list prod-hw stalled wave2',
      'Running 1,200': 'list prod-hw running wave2',
      'Succeeded 40': 'list prod-hw succeeded wave2',
    })
    expect(list({ total: 1_241, standing }).text).toBe(
      '1,241 migrations: 1 failed, 3 not moving, 1,200 running, 40 succeeded',
    )
  })

  test('that is narrowed says to what, and leads back to all', () => {
    const message = list({ total: 1, standing, filter: { state: 'failed', kind: 'task' } })
    expect(readable(message)[0]).toBe('*1 migration* · failed · each a task')
    expect(typedBy(message)).toMatchObject({ 'All 1,241': 'list task', 'Running 1,200': 'list running task' })
  })

  test('with few migrations has nothing to narrow', () => {
    const few = [
      { is: 'running', count: 1 },
      { is: 'failed', count: 1 },
    ] as const
    expect(Object.keys(typedBy(list({ total: 2, standing: few })))).not.toContain('Failed 1')
  })

  test('explains what its rows count below them', () => {
    const message = list({ total: 18, members: { tasks: 4, runs: 1 } })
    expect(readable(message)[0]).toBe('*18 migrations* + 4 tasks in groups + 1 run of synchronization tasks')
  })

  test('gives the reason of a failure, and says what stands still', () => {
    const failed = sample({ state: 'failed', name: 'nightly', failure: { code: 'TRF.0055', message: 'x' } })
    const lines = readable(list({ rows: [...rows([failed]), { head: sample(), members: [], isStalled: true }] }))
    expect(lines[2]).toBe(
      ':x: Failed · 40 % · The destination bucket is full: it has reached its storage quota. (`TRF.0055`)',
    )
    expect(lines[3]).toBe('`prod-hw/191297407830872` · nightly')
    expect(lines).toContain(':arrow_forward: Running · 40 % · :warning: no progress')
  })

  test('offers what can be done with all that it shows, whatever page this is', () => {
    const all = typedBy(list({ total: 1_241, standing, filter: { account: 'prod-hw' } }))
    expect(all).toMatchObject({ 'Pause what runs…': 'pause all prod-hw', 'Retry what failed…': 'retry all prod-hw' })
    expect(all).not.toHaveProperty('Start what is paused…')
    const failed = typedBy(list({ total: 2, standing, filter: { state: 'failed' } }))
    expect(failed).toMatchObject({ 'Retry what failed…': 'retry all failed' })
    expect(failed).not.toHaveProperty('Pause what runs…')
  })

  test.each<[MigrationList['filter'], MigrationList['textIn'], string | undefined]>([
    [{}, undefined, 'subscribe all all --form'],
    [{ account: 'prod-hw', state: 'failed' }, undefined, 'subscribe prod-hw failed --form'],
    [{ state: 'running', kind: 'job' }, undefined, 'subscribe all kind job all --form'],
    [{ state: 'cancelled' }, undefined, 'subscribe all state cancelled ended --form'],
    [{ text: 'wave2' }, 'bucket', 'subscribe all bucket wave2* all --form'],
    [{ text: 'wave 2' }, 'name', 'subscribe all name "*wave 2*" all --form'],
    [{ text: '1912' }, undefined, undefined],
    [{ text: 'wave*' }, 'name', undefined],
    [{ isStalled: true }, undefined, undefined],
  ])('offers to follow what it shows, if a subscription can say that: %j', (filter, textIn, command) => {
    const shown = { filter, ...(textIn !== undefined && { textIn }) }
    expect(typedBy(list({ total: 2, ...shown }))['Follow in a channel…']).toBe(command)
    const none = { rows: [], total: 0, command: 'list …' }
    expect(typedBy(list({ ...none, ...shown }))['Follow in a channel…']).toBe(command)
  })

  test('of the longest names fits a message, and keeps each row', () => {
    const long = (index: number) => {
      const bucket = 'b'.repeat(63)
      return sample({
        ...{ id: `${index}${'i'.repeat(180)}`, name: 'n'.repeat(200), state: 'failed' as const },
        ...{ source: { bucket }, target: { bucket } },
        failure: { message: 'm'.repeat(1000) },
      })
    }
    const message = list({
      rows: rows(Array.from({ length: pageSize }, (_, index) => long(index))),
      total: 900,
      standing,
    })
    expect(validateMessage(message)).toEqual([])
    expect(readable(message).filter((line) => line.includes('bbb'))).toHaveLength(pageSize)
  })

  test('says when the row was read that was read longest ago', () => {
    expect(readable(list({ oldestReadAt: readAt }))).toContain('(Figures from 2026-11-21 12:00 UTC.)')
    const two = { rows: rows(several(2)), total: 2, oldestReadAt: readAt }
    expect(readable(list(two))).toContain('(Figures from 2026-11-21 12:00 UTC or later.)')
  })

  test('says what is not listed any more', () => {
    const shortened = expect.stringContaining('What ended over 90 days ago is not listed')
    expect(readable(list({ isShortened: true }))).toContainEqual(shortened)
    expect(readable(list({ isShortened: true, rows: [], total: 0 }))).toContainEqual(shortened)
  })

  test('offers to connect an account again that refuses its key', () => {
    const troubles = [{ account: 'test-hw', what: 'No.', isKnown: true, way: 'connect test-hw' }]
    expect(typedBy(list({ troubles }))['Connect again']).toBe('connect test-hw')
    expect(typedBy(list({ troubles, rows: [], total: 0 }))['Connect again']).toBe('connect test-hw')
  })
})

describe('the tasks of a group', () => {
  const group = 'prod-hw/d85e'
  const below = { kind: 'group', ref: group } as const
  const command = `list --group ${group}`

  test('are counted as tasks, and lead back to the group', () => {
    const message = list({ below, command, total: 21 })
    expect(readable(message)[0]).toBe('*21 tasks* of the group `prod-hw/d85e` · page 1 of 2')
    expect(readable(message).at(-1)).toBe('[Next] [The group]')
    expect(typedBy(message)).toMatchObject({ Next: `${command} --page 2`, 'The group': `status ${group}` })
    expect(readable(list({ below, command }))[0]).toBe('*1 task* of the group `prod-hw/d85e`')
  })

  test('can be empty', () => {
    expect(readable(list({ below, command, rows: [] }))).toEqual([
      'The group `prod-hw/d85e` has no tasks, or there is no such group.',
      '[The group]',
    ])
    const filter = { state: 'failed' } as const
    const failed = readable(list({ below, command: `list failed --group ${group}`, filter, rows: [] }))
    expect(failed[0]).toBe('No task of the group `prod-hw/d85e` has failed.')
    expect(failed.at(-1)).toBe('[List all] [The group]')
  })
})

describe('an empty list', () => {
  const nothing = (changes: Partial<MigrationList>) => readable(list({ rows: [], ...changes }))

  test('says that there is no migration', () => {
    expect(nothing({})).toEqual([
      'There is no migration. Create one here or in the cloud; Ferry lists it within a minute.',
      '[New migration]',
    ])
  })

  test.each<[ListFilter, string]>([
    [{ state: 'failed' }, 'No migration has failed.'],
    [{ state: 'queued', account: 'prod-hw' }, 'No migration in `prod-hw` is waiting.'],
    [{ isStalled: true, kind: 'group' }, 'No task group has stalled.'],
    [
      { state: 'succeeded', kind: 'sync', text: 'wave2', account: 'prod-hw' },
      'No synchronization task like `wave2` in `prod-hw` has succeeded.',
    ],
    [{ kind: 'policy' }, 'There is no policy.'],
    [{ account: 'prod-hw' }, 'There is no migration in `prod-hw`.'],
  ])('says in a sentence what was asked for, and offers to leave it out: %j', (filter, sentence) => {
    const lines = nothing({ command: 'list narrowed', filter })
    expect(lines[0]).toBe(sentence)
    expect(lines[1]).toContain('[List all]')
  })

  test('leads back from a page that does not exist', () => {
    expect(nothing({ page: 9 })).toEqual(['There is nothing on this page.', '[First page]'])
  })

  test('does not claim that there is none if accounts could not be read', () => {
    expect(nothing({ troubles: [{ account: 'test-hw', what: 'Huawei Cloud OMS is not responding.' }] })).toEqual([
      'As far as Ferry knows, there is no migration.',
      '(:warning: `test-hw`: Huawei Cloud OMS is not responding.)',
    ])
  })
})
