import { describe, expect, test } from 'vitest'
import { catalogue } from '../../src/catalogue/index.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { eventTable } from '../../src/notify/events.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { groupSummary } from '../../src/views/group/group.ts'
import { endMessage, noteMessage, returnMessage } from '../../src/views/notice/announcement.ts'
import { sample } from '../migrations/sample.ts'
import { readable, typedBy } from './readable.ts'

function end(changes: Partial<Migration>) {
  return endMessage({ migration: sample({ elapsedMs: 7_000_000, ...changes }), provider: huawei })
}

function failedWith(code: string, changes: Partial<Migration> = {}) {
  return end({ state: 'failed', failure: { code }, failedObjects: { canRetry: true }, ...changes })
}

describe('the announcement of an end', () => {
  test('says that it succeeded, with the amount and the duration', () => {
    expect(readable(end({ state: 'succeeded' }))).toEqual([
      ':white_check_mark: *Succeeded: photos → archive*',
      '40 GB of 100 GB · 400 of 1,000 objects',
      'took 1 h 57 min',
      '(`prod-hw/191297407830872` · 2026-11-21 12:00 UTC)',
      '[Details]',
    ])
  })

  test('explains a failure, says where the list of failed objects is, and offers what helps', () => {
    const message = failedWith('TRF.0004', { failedObjects: { canRetry: true, listKey: 'oms/failed.txt' } })
    expect(readable(message)).toEqual([
      ':x: *Failed: photos → archive*',
      '40 GB of 100 GB · 400 of 1,000 objects',
      'ran for 1 h 57 min',
      '*It finished, but some objects could not be moved.* (`TRF.0004`)',
      '*What to do:* Use `/migrate failures` to see which objects failed and why. Fix the causes, then retry only the failed objects.',
      '*Who can fix it:* The person who requested this migration',
      '(List of failed objects: `oms/failed.txt` in `archive`)',
      '(`prod-hw/191297407830872` · 2026-11-21 12:00 UTC)',
      '[Retry failed objects (primary)] [Restart] [Details]',
    ])
    expect(message.text).toBe('Failed: photos → archive. It finished, but some objects could not be moved.')
    expect(typedBy(message)).toEqual({
      'Retry failed objects': 'retry prod-hw/191297407830872 --failed-only',
      Restart: 'retry prod-hw/191297407830872',
      Details: 'status prod-hw/191297407830872',
    })
  })

  test('of a group names its three worst tasks', () => {
    const worst = [1, 2, 3, 4].map((id) => ({
      id: String(id),
      state: 'failed' as const,
      failure: { code: 'TRF.0055' },
    }))
    const lines = readable(failedWith('TRF.0004', { kind: 'group', tasks: { counts: { failed: 4 }, worst } }))
    expect(lines.slice(3, 8)).toEqual([
      'Tasks: 4 failed',
      '• `1` The destination bucket is full (`TRF.0055`)',
      '• `2` The destination bucket is full (`TRF.0055`)',
      '• `3` The destination bucket is full (`TRF.0055`)',
      '*It finished, but some objects could not be moved.* (`TRF.0004`)',
    ])
  })

  test('of a deleted migration has no buttons, because nothing is left to see', () => {
    expect(end({ state: 'deleted' }).blocks.some(({ type }) => type === 'actions')).toBe(false)
  })
})

describe('the buttons after a failure', () => {
  test('offer a new migration if the cloud cannot retry anything', () => {
    const migration = sample({ kind: 'job', state: 'failed', failure: {} })
    const message = endMessage({ migration, provider: upcloud })
    expect(readable(message).at(-1)).toBe('[Create a copy of this (primary)] [Details]')
  })

  test.each([
    ['failed objects', '[Retry failed objects (primary)] [Restart] [Details]'],
    ['restart', '[Restart (primary)] [Details]'],
    ['restart with new keys', '[Restart with other keys (primary)] [Add keys] [Details]'],
    ['new migration', '[Create a copy of this (primary)] [Details]'],
    ['repeat later', '[Restart (primary)] [Details]'],
    ['none', '[Details]'],
  ])('follow the catalogue’s advice: %s', (retry, buttons) => {
    const code = catalogue.find((entry) => entry.retry === retry && entry.cases === undefined)?.codes[0] ?? ''
    expect(readable(failedWith(code)).at(-1)).toBe(buttons)
  })

  test('still offer a restart for an unknown code', () => {
    expect(readable(failedWith('XYZ.1')).at(-1)).toBe('[Restart (primary)] [Details]')
  })

  test('offer a retry of the failed objects only if there is a list of them', () => {
    expect(readable(failedWith('TRF.0004', { failedObjects: { canRetry: false } })).at(-1)).toBe('[Restart] [Details]')
  })

  test('offer only what the cloud can do', () => {
    const message = endMessage({
      migration: sample({ state: 'failed', failure: { code: 'TRF.0001' } }),
      provider: {
        label: 'A cloud',
        kinds: { task: { noun: 'task', can: {}, reading: { pageSize: 100, states: [], showCalls: 1 } } },
      },
    })
    expect(readable(message).at(-1)).toBe('[Details]')
  })
})

test('a note is one small line with its time', () => {
  const message = noteMessage(sample({ state: 'paused' }), 'Paused')
  expect(readable(message)).toEqual(['(:double_vertical_bar: Paused · 2026-11-21 12:00 UTC)'])
  expect(message.text).toBe(':double_vertical_bar: Paused')
})

test('a return says what is back, how it stands and what Ferry does', () => {
  const message = returnMessage({ migration: sample({ state: 'paused' }), provider: huawei })
  const lines = readable(message)
  expect(lines[0]).toBe(':leftwards_arrow_with_hook: *Back: photos → archive*')
  expect(lines[1]).toContain('Paused')
  expect(lines).toContain('The cloud lists it again. Ferry follows it and says how it ends.')
  expect(lines.at(-1)).toBe('[Details]')
})

test('a deletion that only the missing migration tells of says that it may come back', () => {
  const hint = 'If it comes back within 7 days'
  expect(readable(end({ state: 'deleted', nativeState: 'gone' })).join('\n')).toContain(hint)
  expect(readable(end({ state: 'deleted', nativeState: 'deleted by Ferry' })).join('\n')).not.toContain(hint)
})

test('several returns are told together as such', () => {
  const line = { account: 'nv', from: 'a', to: 'b', state: 'running' as const, at: 1 }
  const lines = ['1', '2', '3', '4'].map((migrationId) => ({ ...line, migrationId }))
  const message = groupSummary({ id: 'group:C1#1', title: eventTable.returned.title, lines })
  expect(message.text).toBe('4 migrations are listed again')
})
