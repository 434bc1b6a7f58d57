import { describe, expect, test } from 'vitest'
import { huawei } from '../../src/providers/huawei/index.ts'
import { type HomePage, homePage } from '../../src/views/home/home.ts'
import type { WatchLine } from '../../src/views/page/watches.ts'
import { readAt, sample } from '../migrations/sample.ts'
import { readable } from './readable.ts'

const steps = { account: true, keys: true, roles: true, following: true }
const empty = { dead: [], waiting: [], watches: [], owned: [], subscriptions: [], steps, providers: [huawei] }

function home(page: Partial<HomePage>): string[] {
  return readable(homePage({ ...empty, accounts: 2, ...page }))
}

function watched(bucket: string, changes: Partial<WatchLine> = {}): WatchLine {
  const migration = sample({ id: bucket, target: { bucket } })
  return { ref: `prod-hw/${bucket}`, channel: 'C1', createdBy: 'U1', isOwn: true, waiting: 0, migration, ...changes }
}

function failed(bucket: string, changes: Partial<WatchLine> = {}): WatchLine {
  const migration = sample({ id: bucket, target: { bucket }, state: 'failed', failure: { code: 'TRF.0055' } })
  return watched(bucket, { migration, ...changes })
}

function late(bucket: string, changes: Partial<WatchLine> = {}): WatchLine {
  return watched(bucket, { deadline: { due: readAt - 3_600_000, timeZone: 'Etc/UTC' }, ...changes })
}

function many(count: number, line: (bucket: string) => WatchLine): WatchLine[] {
  return Array.from({ length: count }, (_, index) => line(`bucket-${index + 1}`))
}

/** The buckets that are named from one line on, in their order. */
function bucketsFrom(lines: readonly string[], from: string): string[] {
  const at = lines.indexOf(from)
  expect(at).toBeGreaterThanOrEqual(0)
  return lines.slice(at).flatMap((line) => /^\*photos → ([\w-]+)\*$/.exec(line)?.[1] ?? [])
}

describe('the home tab', () => {
  test('begins with the next useful step', () => {
    expect(home({ accounts: 0, steps: { ...steps, account: false } })).toContain('First, connect a cloud account.')
    expect(home({})[0]).toBe('2 accounts connected. You can type every command too: `/migrate help`')
  })

  test('shows what failed before what is late', () => {
    const lines = home({ watches: [late('slow'), failed('full'), watched('fine')] })
    expect(bucketsFrom(lines, '*1 watched migration failed · 1 late*')).toEqual(['full', 'slow', 'fine'])
  })

  test('has a row for what is late however much failed', () => {
    const lines = home({ watches: [...many(20, failed), late('slow')] })
    const shown = bucketsFrom(
      lines.slice(0, lines.indexOf('[List all failed]')),
      '*20 watched migrations failed · 1 late*',
    )
    expect(shown).toHaveLength(4)
    expect(shown.at(-1)).toBe('slow')
  })

  test('begins the other watches with what had no row above', () => {
    const lines = home({
      watches: [watched('fine'), ...many(3, failed), ...['a', 'b', 'c'].map((one) => late(one))],
    })
    const rest = bucketsFrom(lines, '*3 watches* besides')
    expect(rest).toEqual(['bucket-3'])
  })

  test('leads to the list of what failed only if some of it has no row', () => {
    const watches = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((one) => late(one))
    expect(home({ watches }).join('\n')).not.toContain('List all failed')
    const failures = home({ watches: many(9, failed) })
    expect(failures.slice(failures.indexOf('5 more failed')).slice(0, 2)).toEqual([
      '5 more failed',
      '[List all failed]',
    ])
  })

  test('has fewer rows of other watches the more of them need somebody, and counts the rest', () => {
    const rows = (lines: readonly string[], from: string) => bucketsFrom(lines, from).length
    const quiet = home({ watches: many(9, watched) })
    expect(rows(quiet, '*9 watches*')).toBe(5)
    expect(quiet).toContain('[All 9]')
    expect(rows(home({ watches: [...many(9, watched), late('slow')] }), '*9 watches* besides')).toBe(4)
  })

  test('counts the troubles and the quiet channels that have no line', () => {
    const health = ['a', 'b', 'c', 'd'].map((part) => ({ part, state: 'ill' as const, says: 'it is full' }))
    const watches = ['C1', 'C2', 'C3', 'C4', 'C5'].map((channel) =>
      watched(channel, { channel, heldHere: `Muted in <#${channel}>` }),
    )
    const lines = home({ health, watches })
    expect(lines.filter((line) => line.startsWith('Muted in'))).toHaveLength(3)
    expect(lines).toContain('2 more hear nothing now')
    expect(lines.slice(lines.indexOf('*Health*'))).toEqual([
      '*Health*',
      ':warning: *a*: it is full',
      ':warning: *b*: it is full',
      'and 2 more',
      '[Examine]',
    ])
  })

  test('says once why a channel can’t be told, and an admin reads it under Health', () => {
    const broken = { what: 'Ferry is not in this channel.', since: readAt }
    const watches = [failed('full', { broken, waiting: 2 }), watched('fine', { broken })]
    const lines = home({ watches })
    expect(lines.filter((line) => line.includes('is not in this channel'))).toEqual([
      ':warning: <#C1> since 2026-11-21 12:00 UTC: Ferry is not in this channel.',
    ])
    expect(lines).toContain(':hourglass_flowing_sand: 2 messages wait.')
    const health = [{ part: 'Channel C1', state: 'ill' as const, says: 'Ferry is not in this channel.' }]
    expect(home({ watches, health }).filter((line) => line.includes('is not in this channel'))).toEqual([
      ':warning: *Channel C1*: Ferry is not in this channel.',
    ])
  })

  test('says of a watch what needs a person, not when the channel last heard of it', () => {
    const lines = home({ watches: [failed('full', { deliveredAt: readAt }), watched('fine', { deliveredAt: readAt })] })
    expect(lines.join('\n')).not.toContain('Last message')
  })
})
