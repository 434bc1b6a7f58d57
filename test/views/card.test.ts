import { describe, expect, test } from 'vitest'
import type { Migration } from '../../src/migrations/migration.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import type { Message } from '../../src/views/blocks/message.ts'
import { type Card, migrationCard } from '../../src/views/card/card.ts'
import { readAt, sample, sampleWithout } from '../migrations/sample.ts'
import { readable, typedBy } from './readable.ts'

const smallPrint =
  '`prod-hw/191297407830872` · Huawei Cloud OMS task · AWS us-east-1 `photos`, prefix 2026/ → HuaweiCloud cn-north-4 `archive` · started 2026-11-21 11:00 UTC'

function card(changes: Partial<Migration>, more: Partial<Card> = {}) {
  return migrationCard({ migration: sample(changes), provider: huawei, purpose: 'reply', ...more })
}

/** The lines between the title and the small print. */
function middle(message: Message) {
  const lines = readable(message)
  return lines.slice(
    1,
    lines.findIndex((line) => line.startsWith('(`prod-hw/')),
  )
}

const buttonsOf = (message: Message) => readable(message).at(-1)

describe('the card', () => {
  test('of a running migration shows its progress, speed and remaining time', () => {
    const message = card({})
    expect(readable(message)).toEqual([
      '*photos → archive*',
      ':arrow_forward: *Running* · 40 % ■■■■□□□□□□',
      '40 GB of 100 GB · 400 of 1,000 objects',
      '10 MB/s · about 1 h 40 min left',
      `(${smallPrint} · as of 2026-11-21 12:00 UTC)`,
      '[Pause] [Watch here] [… Limit speed | Refresh | Share to channel]',
    ])
    expect(message.text).toBe('Running: photos → archive (prod-hw/191297407830872)')
    expect(typedBy(message)).toEqual({
      Pause: 'pause prod-hw/191297407830872',
      'Limit speed': 'limit prod-hw/191297407830872',
      'Watch here': 'watch prod-hw/191297407830872',
      Refresh: 'status prod-hw/191297407830872',
      'Share to channel': 'status prod-hw/191297407830872 --share',
    })
  })

  test('shows neither a percentage nor an ETA while the source is still being counted', () => {
    expect(middle(card({ progress: { ...sample().progress, isCounting: true } }))).toEqual([
      ':arrow_forward: *Running*',
      '40 GB of 100 GB · 400 of 1,000 objects · found so far',
      '10 MB/s · no ETA: still counting',
    ])
  })

  test('does not invent a speed', () => {
    const message = migrationCard({
      migration: sampleWithout('speedBytesPerSecond'),
      provider: huawei,
      purpose: 'reply',
    })
    expect(middle(message)).toContain('speed not reported · no ETA')
  })

  test('does not promise an end at speed 0', () => {
    expect(middle(card({ speedBytesPerSecond: 0, remainingMs: 60_000 }))).toContain(
      '0 bytes/s · no ETA while nothing is copied',
    )
  })

  test('shows figures that the cloud does not report as such, never as 0', () => {
    const nothing = card({ progress: { bytes: {}, objects: {} } })
    expect(middle(nothing)).toContain('Amounts are not reported by Huawei Cloud OMS')
    const objectsOnly = card({ progress: { bytes: {}, objects: { done: 3 } } })
    expect(middle(objectsOnly)).toContain('bytes not reported by Huawei Cloud OMS · 3 objects')
    const bytesOnly = card({ progress: { bytes: { done: 5e9, total: 9e9 }, objects: {} } })
    expect(middle(bytesOnly)).toContain('5 GB of 9 GB · objects not reported by Huawei Cloud OMS')
  })

  test('never shows 100 % for a running migration', () => {
    const all = { fraction: 1, bytes: { done: 100e9, total: 100e9 }, objects: {} }
    expect(middle(card({ progress: all }))[0]).toBe(':arrow_forward: *Running* · 99 % ■■■■■■■■■□')
  })

  test('of a waiting migration says what it waits for', () => {
    const message = card({ state: 'queued', progress: { bytes: {}, objects: {} } })
    expect(middle(message)).toEqual([
      ':hourglass_flowing_sand: *Waiting*',
      'Amounts are not reported by Huawei Cloud OMS',
      'Waiting for the cloud to start it',
    ])
    expect(buttonsOf(message)).toBe('[Watch here] [Limit speed] [… Priority | Refresh | Share to channel | Delete]')
  })

  test('of a paused migration offers to start it, with deletion in the menu', () => {
    const message = card({ state: 'paused' })
    expect(middle(message)).toEqual([
      ':double_vertical_bar: *Paused* · 40 % ■■■■□□□□□□',
      '40 GB of 100 GB · 400 of 1,000 objects',
    ])
    expect(buttonsOf(message)).toBe(
      '[Start (primary)] [Watch here] [… Limit speed | Priority | Refresh | Share to channel | Delete]',
    )
  })

  test('of a succeeded migration says how long it took, and offers neither a watch nor a refresh', () => {
    const message = card({ state: 'succeeded', elapsedMs: 7_000_000 })
    expect(middle(message)).toEqual([
      ':white_check_mark: *Succeeded*',
      '40 GB of 100 GB · 400 of 1,000 objects',
      'took 1 h 57 min',
    ])
    expect(buttonsOf(message)).toBe('[Share to channel] [… Delete]')
  })

  test('of a failed migration explains why, and puts the most helpful action first', () => {
    const failed = { state: 'failed', failure: { code: 'TRF.0004' }, failedObjects: { canRetry: true } } as const
    const message = card({ ...failed, progress: { ...sample().progress, objects: { done: 8, total: 9, failed: 1 } } })
    expect(middle(message)).toEqual([
      ':x: *Failed* · 40 % ■■■■□□□□□□',
      '40 GB of 100 GB · 8 of 9 objects',
      ':warning: 1 object failed',
      '*It finished, but some objects could not be moved.* (`TRF.0004`)',
      '*What to do:* Use `/migrate failures` to see which objects failed and why. Fix the causes, then retry only the failed objects.',
      '*Who can fix it:* The person who requested this migration',
    ])
    expect(buttonsOf(message)).toBe(
      '[Retry failed objects (primary)] [Restart] [… Watch here | Refresh | Share to channel | Delete]',
    )
  })

  test('of a failed migration offers a new one if no retry helps', () => {
    const gone = card({ state: 'failed', failure: { code: 'TRF.0060' } })
    expect(readable(gone).join()).toContain('Create a new migration')
    expect(buttonsOf(gone)).toBe(
      '[Create a copy of this (primary)] [Restart] [… Watch here | Refresh | Share to channel | Delete]',
    )
  })

  test('shows an unknown code once, with the cloud’s own words', () => {
    const message = card({ state: 'failed', failure: { code: 'TRF.9999', message: 'Odd `thing`' } })
    expect(middle(message).slice(-4)).toEqual([
      '*Ferry doesn’t know the code `TRF.9999`.*',
      '*What to do:* Read the cloud’s own message. If it does not help, ask the cloud’s support and give them the code.',
      '*Who can fix it:* The person who requested this migration',
      'The cloud’s message: `Odd thing`',
    ])
  })

  test('of a retrying migration shows its speed', () => {
    expect(middle(card({ state: 'retrying' }))).toContain('10 MB/s · about 1 h 40 min left')
  })

  test('shows the cloud’s own word for a state that Ferry does not know', () => {
    const message = card({ state: 'unknown', nativeState: '12' })
    expect(middle(message)[0]).toBe(':grey_question: *Unknown* (`12`) · 40 % ■■■■□□□□□□')
    expect(buttonsOf(message)).toBe('[Watch here] [Refresh] [Share to channel]')
  })

  test('of a deleted migration offers nothing', () => {
    expect(card({ state: 'deleted' }).blocks.some(({ type }) => type === 'actions')).toBe(false)
  })

  test('warns of failed and skipped objects, and shows limits', () => {
    const objects = { done: 3, total: 9, failed: 2, skipped: 12_345 }
    const limits = [{ start: '08:00', end: '18:00', bytesPerSecond: 5e6 }]
    expect(middle(card({ limits, progress: { ...sample().progress, objects } })).slice(-3)).toEqual([
      ':warning: 2 objects failed',
      '12,345 skipped: already there or unchanged',
      'Limited: 5 MB/s 08:00–18:00',
    ])
  })
})

describe('the card of a group', () => {
  const failed = (id: string, code: string) => ({ id, state: 'failed' as const, failure: { code } })
  const group = (changes: Partial<Migration>) => card({ kind: 'group', ...changes })

  test('lists its tasks by state, worst first, and the reason of the worst', () => {
    const worst = [failed('1', 'TRF.0055'), failed('2', 'TRF.9999'), { id: '3', state: 'running' as const }]
    const message = group({ state: 'running', tasks: { counts: { succeeded: 12, running: 1, failed: 2 }, worst } })
    expect(middle(message).slice(-3)).toEqual([
      'Tasks: 2 failed · 1 running · 12 succeeded',
      '• `1` The destination bucket is full (`TRF.0055`)',
      '• `2` failed with `TRF.9999`',
    ])
    expect(buttonsOf(message)).toBe(
      '[Pause] [List its tasks] [… Watch here | Limit speed | Refresh | Share to channel]',
    )
    expect(typedBy(message)['List its tasks']).toBe('list --group prod-hw/191297407830872')
  })

  test('says for how many tasks the state is unknown', () => {
    const lastLine = (tasks: Migration['tasks']) => middle(group({ ...(tasks && { tasks }) })).at(-1)
    expect(lastLine({ counts: { failed: 3 }, total: 250, worst: [] })).toBe('Tasks: 3 failed · 247 others')
    expect(lastLine({ counts: { unknown: 1 }, total: 2, worst: [] })).toBe('Tasks: 1 in an unknown state · 1 other')
    expect(lastLine({ counts: { failed: 0 }, total: 4, worst: [] })).toBe('Tasks: 4 in all')
    expect(lastLine({ counts: { failed: 0 }, worst: [] })).not.toContain('Tasks')
    expect(lastLine(undefined)).not.toContain('Tasks')
  })

  test('mentions a paused task only if the group itself still runs', () => {
    const tasks = { counts: { paused: 1 }, worst: [{ id: '7', state: 'paused' as const }] }
    expect(middle(group({ tasks })).at(-1)).toBe('• `7` paused')
    expect(middle(group({ tasks, state: 'paused' })).at(-1)).toBe('Tasks: 1 paused')
  })

  test('that failed offers its tasks beside the most helpful actions', () => {
    const message = group({ state: 'failed', failure: { code: 'TRF.0004' }, failedObjects: { canRetry: true } })
    expect(buttonsOf(message)).toBe(
      '[Retry failed objects (primary)] [List its tasks] [… Restart | Watch here | Refresh | Share to channel | Delete]',
    )
  })
})

describe('the card of a synchronization task', () => {
  const objects = { done: 1204, total: 1215, failed: 11, skipped: 0 }
  const sync = (progress: Partial<Migration['progress']>) =>
    middle(
      migrationCard({
        migration: sampleWithout('speedBytesPerSecond', {
          kind: 'sync',
          progress: { bytes: { done: 3.1e9 }, objects, period: 'month', ...progress },
        }),
        provider: huawei,
        purpose: 'reply',
      }),
    )

  test('says that its figures are this month’s, and promises no end', () => {
    expect(sync({})).toEqual([
      ':arrow_forward: *Running*',
      'This month: 1,204 of 1,215 objects · 3.1 GB',
      ':warning: 11 objects failed',
    ])
  })

  test('says so if a reading has no figures', () => {
    expect(sync({ bytes: {}, objects: {} })).toEqual([':arrow_forward: *Running*', 'This month: see `/migrate status`'])
    expect(sync({ objects: {} })[1]).toBe('This month: 3.1 GB')
    const gone = card({ kind: 'sync', state: 'deleted', progress: { bytes: {}, objects: {}, period: 'month' } })
    expect(middle(gone)).toEqual([':wastebasket: *Deleted*'])
  })
})

describe('the live card', () => {
  test('says when it last changed, and does not offer to watch again', () => {
    const lines = readable(card({}, { purpose: 'live' }))
    expect(lines.at(-2)).toBe(`(${smallPrint} · last change 2026-11-21 12:00 UTC)`)
    expect(lines.at(-1)).toBe('[Pause] [Limit speed] [Refresh]')
  })

  test('says since when nothing has moved, which stays true while the card stays in the channel', () => {
    const lines = middle(card({}, { purpose: 'live', stalledSince: readAt - 20 * 60_000 }))
    expect(lines.at(-1)).toBe(
      ':warning: No progress since 2026-11-21 11:40 UTC. Many skipped objects or a very large one can look like this too.',
    )
  })

  test('says why its figures are out of date, since when, and what to do', () => {
    const trouble = {
      what: 'Huawei Cloud OMS is not responding.',
      next: 'Try again in a minute.',
      since: readAt - 60_000,
    }
    expect(middle(card({}, { purpose: 'live', trouble })).slice(-3)).toEqual([
      ':warning: These figures are out of date: Huawei Cloud OMS is not responding.',
      'Try again in a minute.',
      'Since 2026-11-21 11:59 UTC; Ferry keeps trying.',
    ])
  })
})

test('a shared card has no button to share it again', () => {
  expect(buttonsOf(card({}, { purpose: 'shared' }))).toBe('[Pause] [Watch here] [… Limit speed | Refresh]')
})

test('every line of a card fits about two rows of a phone', () => {
  const objects = { done: 123_456_789, total: 987_654_321, failed: 1234, skipped: 99_999 }
  const lines = middle(card({ progress: { ...sample().progress, objects, isCounting: true } }))
  expect(lines.filter((line) => line.length > 80)).toEqual([])
})
