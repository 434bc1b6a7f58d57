import { describe, expect, test } from 'vitest'
import type { State } from '../../src/migrations/migration.ts'
import { noteFor } from '../../src/notify/threads/notes.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { aMigration } from './samples.ts'

/** The line that a change of state adds to a card's thread. */
function lineFor(from: State, to: State, actor?: 'person' | 'elsewhere'): string | undefined {
  const details = { type: 'state', from, to } as const
  const shown = { migration: aMigration({ state: to }), provider: huawei }
  if (actor === undefined) return noteFor({ details }, shown)
  return noteFor({ details, actor: actor === 'person' ? { type: 'person', user: 'U1' } : { type: 'elsewhere' } }, shown)
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
    expect(
      noteFor({ details, actor: { type: 'person', user: 'U1' } }, { migration: aMigration(), provider: huawei }),
    ).toBe('Renamed by <@U1>: `old` is now `new`')
  })
})
