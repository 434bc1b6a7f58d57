import { describe, expect, test } from 'vitest'
import { explain } from '../../src/catalogue/explain.ts'
import { troubleOf } from '../../src/fleet/health.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { type Card, migrationCard } from '../../src/views/card/card.ts'
import { endMessage } from '../../src/views/notice/announcement.ts'
import { readAt, sample } from '../migrations/sample.ts'
import { readable } from './readable.ts'

function linesOf(changes: Partial<Migration>, card: Partial<Card> = {}): string[] {
  const message = migrationCard({ migration: sample(changes), provider: huawei, purpose: 'live', ...card })
  return readable(message).flatMap((text) => text.split('\n'))
}

const trouble = { what: 'Huawei Cloud OMS is not responding.', next: 'Try again in a minute.', since: readAt }

describe('the card', () => {
  test('says in its first lines that nothing moves', () => {
    const lines = linesOf({ speedBytesPerSecond: 0 }, { stalledSince: readAt - 20 * 60_000 })
    expect(lines[1]).toBe(':arrow_forward: *Running, no progress* · 40 % ■■■■□□□□□□')
    expect(lines).toContain('0 bytes/s · no ETA while nothing is copied')
  })

  test.each(['succeeded', 'cancelled'] as const)('does not call the figures of a %s migration old', (state) => {
    const lines = linesOf({ state }, { purpose: 'reply', trouble })
    expect(lines.join()).not.toContain('out of date')
    expect(lines).toContain('(Huawei Cloud OMS is not responding. It had ended before, so these figures are final.)')
    const known = {
      trouble: { ...trouble, code: 'provider_unreachable', failures: 9 },
      movedAt: readAt,
      events: [],
      samples: [],
      endReadings: 0,
    }
    const of = (migration: Migration) =>
      troubleOf({ ...known, migration, identity: 'p', firstSeenAt: 1, lastSeq: 0 }, undefined, readAt)
    expect(of(sample({ state }))).toBeUndefined()
    expect(of(sample({ state: 'failed' }))).toMatchObject(trouble)
  })

  test.each(['TRF.0058', 'TRF.0155', 'TRF.0024', 'TRF.0029', 'TRF.0012', 'TRF.0022'])(
    'of a migration that failed with %s offers both ways of its help: a restart, and a copy if a name was wrong',
    (code) => {
      const failed = { state: 'failed', failure: { code } } as const
      expect(linesOf(failed).at(-1)).toMatch(/^\[Restart \(primary\)\] \[Create a copy of this\]/)
      const end = readable(endMessage({ migration: sample(failed), provider: huawei }))
      expect(end.at(-1)).toBe('[Restart (primary)] [Create a copy of this] [Details]')
      expect(explain({ code }).fix).toMatch(/create a new migration/)
    },
  )

  test('of a failed migration offers to limit its speed only if it was too fast', () => {
    expect(linesOf({ state: 'failed', failure: { code: 'TRF.0159' } }).at(-1)).toContain('Limit speed')
    expect(linesOf({ state: 'failed', failure: { code: 'TRF.0155' } }).at(-1)).not.toMatch(/Limit speed|Priority/)
  })
})
