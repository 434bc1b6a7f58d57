import { describe, expect, test } from 'vitest'
import { countStates } from '../../src/migrations/families.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import {
  type AccountTrouble,
  chooser,
  type MigrationList,
  migrationList,
  pageSize,
  type Row,
} from '../../src/views/page/list.ts'
import { watchList } from '../../src/views/page/watches.ts'
import { readAt, sample } from '../migrations/sample.ts'
import { readable, typedBy } from './readable.ts'

function list(changes: Partial<MigrationList> = {}) {
  return migrationList({
    rows: rows([sample()]),
    page: 1,
    total: 1,
    counts: [],
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
    ])
    expect(typedBy(message)).toEqual({ Open: 'status prod-hw/191297407830872' })
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
    const message = list({ rows: rows(several(pageSize)), page: 2, total: 30, command: 'list failed' })
    expect(readable(message)[0]).toBe('*30 migrations* · page 2')
    expect(readable(message).at(-1)).toBe('[Previous] [Next]')
    expect(typedBy(message)).toMatchObject({ Previous: 'list failed --page 1', Next: 'list failed --page 3' })
  })

  test('has no way back on its first page and no way on from its last', () => {
    expect(readable(list({ total: 9 })).at(-1)).toBe('[Next]')
    expect(readable(list({ page: 3, total: 17 })).at(-1)).toBe('[Previous]')
  })

  test('names the accounts that could not be read below the others', () => {
    const lines = readable(list({ troubles: [{ account: 'test-hw', what: 'Huawei Cloud OMS is not responding.' }] }))
    expect(lines.at(-1)).toBe('(:warning: `test-hw`: Huawei Cloud OMS is not responding.)')
  })
})

describe('the tasks of a group', () => {
  const group = 'prod-hw/d85e'
  const below = { kind: 'group', ref: group } as const
  const command = `list --group ${group}`

  test('are counted as tasks, and lead back to the group', () => {
    const message = list({ below, command, total: 9 })
    expect(readable(message)[0]).toBe('*9 tasks* of the group `prod-hw/d85e` · page 1')
    expect(readable(message).at(-1)).toBe('[Next] [The group]')
    expect(typedBy(message)).toMatchObject({ Next: `${command} --page 2`, 'The group': `status ${group}` })
    expect(readable(list({ below, command }))[0]).toBe('*1 task* of the group `prod-hw/d85e`')
  })

  test('can be empty', () => {
    expect(readable(list({ below, command, rows: [] }))).toEqual([
      'There is no task in this group, or no such group. You asked for `list --group prod-hw/d85e`.',
      '[The group]',
    ])
    const failed = readable(list({ below, command: `list failed --group ${group}`, rows: [] }))
    expect(failed[0]).toContain('No migration fits.')
    expect(failed.at(-1)).toBe('[List all] [The group]')
  })
})

describe('an empty list', () => {
  const nothing = (changes: Partial<MigrationList>) => readable(list({ rows: [], ...changes }))

  test('says that there is no migration', () => {
    expect(nothing({})).toEqual(['There is no migration. You asked for `list`.'])
  })

  test('repeats the filter, and offers to leave it out', () => {
    expect(nothing({ command: 'list failed' })).toEqual([
      'No migration fits. You asked for `list failed`.',
      '[List all]',
    ])
  })

  test('leads back from a page that does not exist', () => {
    expect(nothing({ page: 9 })).toEqual(['There is nothing on this page. You asked for `list`.', '[First page]'])
  })

  test('does not claim that there is none if accounts could not be read', () => {
    expect(nothing({ troubles: [{ account: 'test-hw', what: 'Huawei Cloud OMS is not responding.' }] })).toEqual([
      'There is no migration in the accounts that could be read. You asked for `list`.',
      '(:warning: `test-hw`: Huawei Cloud OMS is not responding.)',
    ])
  })
})

describe('the list of choices', () => {
  const choose = (migrations: readonly Migration[], troubles: readonly AccountTrouble[] = []) =>
    chooser('1912…', { migrations, troubles, command: (ref) => `pause ${ref}` })

  test('repeats the command with the full ref', () => {
    const message = choose([sample(), sample({ account: 'test-hw', state: 'paused' })])
    expect(readable(message)).toEqual([
      '2 migrations match `1912…`. Which one?',
      '*photos → archive*',
      ':arrow_forward: Running · 40 %',
      '`prod-hw/191297407830872`',
      '[This one]',
      '*photos → archive*',
      ':double_vertical_bar: Paused · 40 %',
      '`test-hw/191297407830872`',
      '[This one]',
    ])
    expect(typedBy(choose([sample()]))).toEqual({ 'This one': 'pause prod-hw/191297407830872' })
  })

  test('asks for a longer id if too many match', () => {
    expect(readable(choose(several(pageSize + 4))).at(-1)).toBe('(4 more match. Type more of the id.)')
  })

  test('says why it asks about a single match', () => {
    const lines = readable(choose([sample()], [{ account: 'test-hw', what: 'Huawei Cloud OMS is not responding.' }]))
    expect(lines[0]).toBe('1 migration matches `1912…`. Is it this one?')
    expect(lines.at(-1)).toBe('(:warning: `test-hw`: Huawei Cloud OMS is not responding.)')
  })
})

describe('the list of watches', () => {
  const watch = { ref: 'prod-hw/1912', channel: 'C024BE7LR', createdBy: 'U1', isOwn: true, waiting: 0 }

  test('says where each migration is watched, by whom, and what was last seen', () => {
    const message = watchList([{ ...watch, migration: sample() }, watch])
    expect(readable(message)).toEqual([
      '*2 watches*',
      '*photos → archive*',
      ':arrow_forward: Running · 40 % · in <#C024BE7LR> · by <@U1>',
      '[Unwatch]',
      '`prod-hw/1912`',
      'not read yet · in <#C024BE7LR> · by <@U1>',
      '[Unwatch]',
    ])
    expect(typedBy(message)).toEqual({ Unwatch: 'unwatch prod-hw/1912 <#C024BE7LR>' })
  })

  test('asks for a role to end somebody else’s, and offers to follow again what has ended', () => {
    const ended = { by: 'U2', at: readAt }
    const message = watchList([
      { ...watch, ref: 'prod-hw/2004', ended },
      { ...watch, isOwn: false, deliveredAt: readAt },
    ])
    expect(readable(message)).toEqual([
      '*1 watch*',
      '`prod-hw/1912`',
      'not read yet · in <#C024BE7LR> · by <@U1>',
      'last message 2026-11-21 12:00 UTC',
      '[Unwatch]',
      '`prod-hw/2004`',
      ':no_bell: not followed in <#C024BE7LR> any more · ended by <@U2> 2026-11-21 12:00 UTC',
      '[Follow again]',
    ])
    expect(typedBy(message)).toEqual({
      Unwatch: 'unwatch prod-hw/1912 <#C024BE7LR> --theirs',
      'Follow again': 'watch prod-hw/2004 <#C024BE7LR>',
    })
  })

  test('shows what is wrong with a watch', () => {
    const what = 'Ferry can’t post there. Anyone in the channel can type `/invite @Ferry` there.'
    const lines = readable(watchList([{ ...watch, broken: { what, since: readAt }, waiting: 2 }]))
    expect(lines).toContain(`:warning: Since 2026-11-21 12:00 UTC: ${what} 2 messages wait.`)
  })

  test.each([
    ['post', 'Slack has been limiting Ferry’s messages in <#C024BE7LR> since 2026-11-21 12:00 UTC.'],
    ['update', 'Since 2026-11-21 12:00 UTC, Slack has been limiting Ferry’s edits, so cards may be out of date.'],
    ['find', 'Since 2026-11-21 12:00 UTC, Slack has been limiting Ferry’s look-ups, so a message may be late.'],
  ] as const)('says once that Slack limits Ferry, and of each watch how many messages wait: %s', (method, said) => {
    const held = { ...watch, held: { method, since: readAt } }
    const lines = readable(
      watchList([
        { ...held, waiting: 2 },
        { ...held, ref: 'prod-hw/2004' },
      ]),
    ).join('\n')
    expect(lines.split(`:hourglass_flowing_sand: ${said}`)).toHaveLength(2)
    expect(lines).toContain('Nothing is lost')
    expect(lines).toContain('2 messages wait.')
  })

  test('says which are not followed, since when and why, and what still has to be told', () => {
    const blind = { what: 'Huawei Cloud OMS refuses the keys.', since: readAt }
    expect(readable(watchList([{ ...watch, blind, waiting: 1 }])).slice(3, 5)).toEqual([
      ':warning: Not followed since 2026-11-21 12:00 UTC: Huawei Cloud OMS refuses the keys.',
      ':hourglass_flowing_sand: 1 message waits.',
    ])
  })

  test('says once for each channel that its record is damaged, and how to resume posting', () => {
    const damaged = { ...watch, damagedSince: readAt }
    const message = watchList([damaged, { ...damaged, ref: 'prod-hw/2004' }, { ...watch, channel: 'C1' }])
    const lines = readable(message)
    expect(lines.slice(1, 5)).toEqual([
      ':warning: *No posts in* <#C024BE7LR> since 2026-11-21 12:00 UTC',
      'Ferry’s record of what it posted there is damaged.',
      'An admin can resume posting with `/migrate repair` there.',
      '[Resume posting (primary)]',
    ])
    const reason = ':warning: No posts since 2026-11-21 12:00 UTC: Ferry’s record of the channel is damaged.'
    expect(lines.filter((line) => line === reason)).toHaveLength(2)
    expect(typedBy(message)).toMatchObject({ 'Resume posting': 'repair <#C024BE7LR>' })
  })

  test('stays below Slack’s limits, and says how many are left out', () => {
    const message = watchList(Array.from({ length: 200 }, () => ({ ...watch, migration: sample({ readAt }) })))
    expect(JSON.stringify(message.blocks).length).toBeLessThan(13_200)
    expect(readable(message).at(-1)).toMatch(/^\(1\d\d more not shown\)$/)
  })

  test('explains watching if there is no watch', () => {
    expect(readable(watchList([]))).toEqual([
      'Nothing is watched yet. Watch a migration to keep a card up to date in a channel and hear how it ends.',
      '[List migrations]',
    ])
  })
})
