import { describe, expect, test } from 'vitest'
import { tokenize } from '../../src/commands/machine/tokenize.ts'
import { defined } from '../../src/defined.ts'
import { type GroupSummary, groupGrowth, groupSummary } from '../../src/views/group/group.ts'
import { groupMembers } from '../../src/views/group/members.ts'
import { type GroupLine, groupPlaces } from '../../src/views/group/places.ts'
import { endTitle } from '../../src/views/group/title.ts'
import { readable, typedBy } from './readable.ts'

const at = Date.UTC(2026, 10, 21, 12)

function lineOf(to: string, changes: Partial<GroupLine> = {}): GroupLine {
  return {
    account: 'prod-hw',
    migrationId: '1912',
    from: 'photos',
    to,
    state: 'failed',
    at,
    canRetry: true,
    ...changes,
  }
}

function groupOf(lines: readonly GroupLine[], code = 'TRF.0055'): GroupSummary {
  return { id: 'group:C1#1', title: endTitle, failure: { code }, lines }
}

const inThree = groupOf([
  ...['orders-vault', 'invoice-vault', 'cctv-archive', 'invoice-vault'].map((to) => lineOf(to)),
  ...['cctv-archive', 'invoice-vault'].map((to) => lineOf(to, { now: 'running', canRetry: false })),
])

describe('the message about a group', () => {
  test('counts the buckets, explains once what holds for each, and lists them with the most concerned first', () => {
    expect(readable(groupSummary(inThree))).toEqual([
      ':x: *6 migrations failed for the same reason, in 3 destination buckets*',
      'Now: 4 failed · 2 running',
      '*Destination buckets are full: they have reached their storage quotas.* (`TRF.0055`)',
      '*What to do for each:* Raise the bucket’s quota or delete objects you don’t need, then restart.',
      '*Who can fix it:* The owner of each destination bucket',
      'By destination bucket:',
      '*invoice-vault\u00a03* · *cctv-archive\u00a02* · *orders-vault\u00a01*',
      '(2026-11-21 12:00 UTC)',
      expect.stringMatching(/^\[Retry all 4 \(primary\)\]/),
    ])
  })

  test('retries all, or those that stand failed in one bucket', () => {
    expect(typedBy(groupSummary(inThree))).toEqual({
      'Retry all 4': 'retry --group group:C1#1',
      'invoice-vault (2)': 'retry --group group:C1#1 --to invoice-vault',
      'cctv-archive (1)': 'retry --group group:C1#1 --to cctv-archive',
      'orders-vault (1)': 'retry --group group:C1#1 --to orders-vault',
    })
  })

  test('speaks of source buckets if the explanation does', () => {
    const message = groupSummary(
      groupOf(
        ['films', 'films', 'logs'].map((from) => lineOf('archive', { from })),
        'TRF.0155',
      ),
    )
    expect(message.text).toBe(
      '3 migrations failed for the same reason, in 2 source buckets. Source buckets were not found. films 2, logs 1',
    )
    expect(typedBy(message)).toMatchObject({ 'logs (1)': 'retry --group group:C1#1 --from logs' })
  })

  test('names the only bucket in its title, and offers no choice of one', () => {
    const message = groupSummary(groupOf([lineOf('archive'), lineOf('archive')]))
    expect(message.text).toBe(
      '2 migrations failed for the same reason, in archive. The destination bucket is full: it has reached its storage quota.',
    )
    expect(Object.keys(typedBy(message))).toEqual(['Retry all 2'])
    expect(readable(message).join('\n')).toContain('• photos → archive')
  })

  test('lists no buckets if the explanation speaks of none', () => {
    const message = groupSummary(groupOf([lineOf('archive'), lineOf('vault')], 'TRF.0001'))
    expect(message.text).toBe('2 migrations failed for the same reason. Something broke inside the migration service.')
    expect(readable(message).join('\n')).not.toContain('By ')
  })

  test('counts accounts if the explanation speaks of the account, and offers no bucket', () => {
    const message = groupSummary(groupOf([lineOf('a'), lineOf('b', { account: 'dr-hw' })], 'TRF.0063'))
    expect(message.text).toContain('in 2 accounts. Destination accounts have run out of money')
    expect(Object.keys(typedBy(message))).toEqual(['Retry all 2'])
  })

  test('names six buckets, and says how many more the thread has', () => {
    const lines = Array.from({ length: 13 }, (_, index) => lineOf(`vault-${index}`))
    expect(readable(groupSummary(groupOf(lines)))).toContain('and 7 more buckets in the thread')
  })

  test('says of which migration a message of the cloud is', () => {
    const group = {
      ...groupOf([lineOf('a'), lineOf('b')]),
      failure: { code: 'TRF.0159', message: 'slow down: a/x.jpg' },
    }
    expect(readable(groupSummary(group))).toContain('The cloud’s message about the first: `slow down: a/x.jpg`')
  })

  test('offers a bucket only if reading what its choice types gives its name', () => {
    const names = [
      'two words',
      'plain.name-1',
      'a"b',
      '“curly”',
      'dash–dash',
      '-x',
      '`x`',
      'a&lt;b',
      '<https://x|y>',
      ' x',
    ]
    const typed = Object.values(typedBy(groupSummary(groupOf(names.map((to) => lineOf(to)))))).slice(1)
    expect(typed.map((command) => tokenize(command).at(-1))).toEqual(['two words', 'plain.name-1'])
    for (const command of typed) expect(tokenize(command)).toHaveLength(5)
  })
})

test('the message about a group that has grown says how many, why and where, and has no buttons', () => {
  const message = groupGrowth(inThree)
  expect(message.text).toBe(
    '6 migrations have failed now for the same reason, in 3 destination buckets. Destination buckets are full: they have reached their storage quotas. invoice-vault 3, cctv-archive 2, orders-vault 1',
  )
  expect(readable(message)).toEqual([
    ':x: *6 migrations have failed now for the same reason, in 3 destination buckets*',
    'Now: 4 failed · 2 running',
    'Destination buckets are full: they have reached their storage quotas.',
    'By destination bucket:',
    '*invoice-vault\u00a03* · *cctv-archive\u00a02* · *orders-vault\u00a01*',
    '(The first message of this thread stays up to date and says what to do.)',
  ])
})

test('members stand under their bucket in the thread', () => {
  const lines = [
    lineOf('vault', { migrationId: '1' }),
    lineOf('archive', { migrationId: '2' }),
    lineOf('vault', { migrationId: '3' }),
  ]
  expect(readable(groupMembers(lines, defined({ places: groupPlaces(groupOf(lines)) })))).toEqual([
    ':x: *vault*',
    '• photos → vault',
    '`prod-hw/1`',
    '• photos → vault',
    '`prod-hw/3`',
    ':x: *archive*',
    '• photos → archive',
    '`prod-hw/2`',
  ])
})
