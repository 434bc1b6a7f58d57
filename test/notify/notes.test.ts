import { describe, expect, test } from 'vitest'
import type { Migration, State } from '../../src/migrations/migration.ts'
import { eventTable, rowOf } from '../../src/notify/events.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import type { EventDetails } from '../../src/store/store.ts'
import { aMigration } from './samples.ts'

type Who = 'person' | 'elsewhere'

/** The line that a change of state adds to a card's thread. */
function lineFor(from: State, to: State, who?: Who): string | undefined {
  return lineOf({ type: 'state', from, to }, aMigration({ state: to }), who)
}

function lineOf(details: EventDetails, migration: Migration, who?: Who): string | undefined {
  const row = rowOf({ details, migration }, eventTable)
  if (row.place !== 'thread') return undefined
  const told = { details, migration, provider: huawei, channel: 'C1', responders: [], hasHeard: () => 'no' as const }
  if (who === undefined) return row.words(told)
  return row.words({ ...told, actor: who === 'person' ? { type: 'person', user: 'U1' } : { type: 'elsewhere' } })
}

describe('a line of history', () => {
  test.each([
    ['paused', 'queued', 'Started again by <@U1>, waiting for the cloud'],
    ['failed', 'queued', 'Started again by <@U1>, waiting for the cloud'],
    ['paused', 'running', 'Started again by <@U1>'],
    ['failed', 'running', 'Started again by <@U1>'],
    ['succeeded', 'running', 'Started again by <@U1>'],
    ['cancelled', 'running', 'Started again by <@U1>'],
    ['failed', 'retrying', 'Retry of failed objects started by <@U1>'],
    ['running', 'paused', 'Paused by <@U1>'],
  ] as const)('from %s to %s says what the person did, not what the cloud does', (from, to, line) => {
    expect(lineFor(from, to, 'person')).toBe(line)
    expect(lineFor(from, to, 'elsewhere')).toBe(line.replace('by <@U1>', 'outside Ferry'))
  })

  test.each([
    ['queued', 'running', 'Started'],
    ['unknown', 'running', 'Running again'],
    ['unknown', 'queued', 'Waiting for the cloud to start it'],
    ['failed', 'retrying', 'Retrying failed objects'],
  ] as const)('from %s to %s without a person says what the cloud does', (from, to, line) => {
    expect(lineFor(from, to)).toBe(line)
  })

  test('names who renamed it before the two names', () => {
    const details = { type: 'renamed', from: 'old', to: 'new' } as const
    expect(lineOf(details, aMigration(), 'person')).toBe('Renamed by <@U1>: `old` is now `new`')
  })
})
