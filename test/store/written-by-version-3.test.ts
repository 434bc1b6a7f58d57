import { describe, expect, test } from 'vitest'
import type { Patience, Store, WorkspaceStore } from '../../src/store/store.ts'
import { patienceFrom } from '../../src/store/upgrade/from-version-3.ts'
import { type ImpatientWatch, watchSchema } from '../../src/store/upgrade/version-3.ts'
import { createManualClock } from '../manual-clock.ts'
import { openWritten, writtenBy } from './written.ts'

const dump = writtenBy('f9d2d03')
const now = dump.writtenAt + 60_000
const rows = dump.records.filter(({ key }) => key.startsWith('T0LOCAL/watches:'))
const written = rows.map(({ text }) => watchSchema.parse(JSON.parse(text).value))

async function open(): Promise<{ store: Store; workspace: WorkspaceStore }> {
  const store = await openWritten(dump, createManualClock(now))
  return { store, workspace: store.in('T0LOCAL') }
}

describe('a store of version f9d2d03', () => {
  test('has every watch, without the patience that some of them had', async () => {
    const { workspace } = await open()
    const { items, unreadable } = await workspace.watches.list()
    expect(unreadable).toEqual([])
    expect(items).toHaveLength(rows.length)
    expect(written.filter((one) => hasPatience(one))).toHaveLength(3)
    expect(items).toEqual(written.map(({ mutedUntil: _, quietHours: __, digest: ___, ...watch }) => watch))
    expect(items.filter((one) => hasPatience(one))).toEqual([])
  })

  test('has the patience of its channels, set by whoever had made the watch', async () => {
    const { workspace } = await open()
    const { items } = await workspace.patience.list()
    expect(items).toEqual([
      {
        of: 'C0000000L',
        quietHours: { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin', by: 'U0NEW0', at: expect.any(Number) },
        digest: { time: '09:00', timeZone: 'Asia/Seoul', by: 'U0NEW0', at: expect.any(Number) },
      },
      {
        of: 'C0000000M',
        mutes: [
          {
            account: 'prod-hw',
            migrationId: '410000000000002',
            until: dump.writtenAt + 7_200_000,
            by: 'U0NEW1',
            at: expect.any(Number),
          },
        ],
      },
    ])
  })

  test('has its boards and groups, and nobody subscribes to a set yet', async () => {
    const { workspace } = await open()
    expect((await workspace.channels.get('C0000000L'))?.board).toBeDefined()
    const { items } = await workspace.groups.list()
    expect(items.some(({ members }) => members.length > 1)).toBe(true)
    expect((await workspace.subscriptions.list()).items).toEqual([])
  })
})

function hasPatience(watch: object): boolean {
  return ['mutedUntil', 'quietHours', 'digest'].some((name) => name in watch)
}

describe('the patience of watches of version 3', () => {
  const watch = { account: 'prod-hw', kind: 'task', channel: 'C1', createdBy: 'U1' } as const
  const quietHours = { from: '22:00', to: '07:00', timeZone: 'UTC' }
  const one: ImpatientWatch = { ...watch, id: 'a', migrationId: '1', createdAt: 10, quietHours }
  const other: ImpatientWatch = { ...watch, id: 'b', migrationId: '2', createdAt: 5, mutedUntil: now + 1000 }

  test('is kept if the upgrade was cut off after some of it was stored', () => {
    const whole = patienceFrom([one, other], { stored: [], now })
    expect(patienceFrom([other], { stored: whole, now })).toEqual(whole)
    expect(patienceFrom([one, other], { stored: whole, now })).toEqual(whole)
  })

  test('counts no mute that is over', () => {
    expect(patienceFrom([{ ...other, mutedUntil: now }], { stored: [], now })).toEqual([])
  })

  test('is that of the oldest watch, where several differ', () => {
    const later: ImpatientWatch = { ...one, id: 'c', createdAt: 20, quietHours: { ...quietHours, from: '20:00' } }
    const [patience]: Patience[] = patienceFrom([later, one], { stored: [], now })
    expect(patience?.quietHours).toEqual({ ...quietHours, by: 'U1', at: 10 })
  })
})
