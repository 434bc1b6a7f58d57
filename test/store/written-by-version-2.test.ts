import { beforeEach, describe, expect, test } from 'vitest'
import type { Channel, Store, WorkspaceStore } from '../../src/store/store.ts'
import { channelsFrom } from '../../src/store/upgrade/from-version-2.ts'
import { receiptSchema } from '../../src/store/upgrade/version-2.ts'
import { createManualClock } from '../manual-clock.ts'
import { openWritten, writtenBy } from './written.ts'

const dump = writtenBy('ab48649')
const rows = dump.records.filter(({ key }) => key.startsWith('T0LOCAL/receipts:'))
const receipts = rows.map(({ text }) => receiptSchema.parse(JSON.parse(text).value))

describe('a store of version ab48649', () => {
  let store: Store
  let workspace: WorkspaceStore
  let channel: Channel | undefined

  beforeEach(async () => {
    store = await openWritten(dump, createManualClock(dump.writtenAt + 60_000))
    workspace = store.in('T0LOCAL')
    channel = await workspace.channels.get('C0MIGRATIONS')
  })

  test('has one channel, with everything that Slack had accepted there', async () => {
    expect((await workspace.channels.list()).items).toHaveLength(1)
    expect(receipts.length).toBe(29)
    for (const { watchId, begun: _, broken: __, ...receipt } of receipts) {
      expect(channel?.receipts[watchId], watchId).toEqual(receipt)
    }
  })

  test('knows the post whose answer was lost, which is looked up before it is repeated', () => {
    const begun = receipts.flatMap((receipt) => receipt.begun ?? [])
    expect(begun).toHaveLength(1)
    expect(channel?.begun).toEqual(Object.fromEntries(begun.map(({ deliveryKey, at }) => [deliveryKey, { at }])))
  })

  test('knows that the channel refuses, since when, and that somebody was told', () => {
    expect(channel?.broken).toEqual({
      reason: 'not_in_channel',
      since: Math.min(...receipts.flatMap(({ broken }) => broken?.since ?? [])),
      triedAt: Math.max(...receipts.flatMap(({ broken }) => broken?.triedAt ?? [])),
      wasOwnerTold: true,
    })
  })

  test('has watches that were ended and taken up again, and cards that were handed over', async () => {
    const { items } = await workspace.watches.list()
    expect(items.filter(({ ended }) => ended !== undefined)).toHaveLength(1)
    expect(items.filter(({ resumed }) => resumed !== undefined)).toHaveLength(1)
    expect(Object.values(channel?.receipts ?? {}).filter(({ handedTo }) => handedTo !== undefined)).toHaveLength(3)
  })
})

describe('receipts of version 2', () => {
  const placed = new Map([
    ['w1', { channel: 'C1', createdAt: 100 }],
    ['w2', { channel: 'C1', createdAt: 200 }],
    ['w3', { channel: 'C2', createdAt: 300 }],
  ])
  const refused = { reason: 'not_in_channel', since: 5, triedAt: 9, wasOwnerTold: false }

  test('become one record a channel', () => {
    const all = [
      { watchId: 'w1', deliveredSeq: 100 },
      { watchId: 'w2', deliveredSeq: 201, cardTs: '1.1' },
      { watchId: 'w3', deliveredSeq: 299 },
    ]
    expect(channelsFrom(all, { placed, unreadable: [] })).toEqual([
      { channel: 'C1', receipts: { w1: { deliveredSeq: 100 }, w2: { deliveredSeq: 201, cardTs: '1.1' } }, begun: {} },
      { channel: 'C2', receipts: { w3: { deliveredSeq: 299 } }, begun: {} },
    ])
  })

  test('are added to what an upgrade that was cut off has stored, although some are deleted already', () => {
    const [first, second] = [
      { watchId: 'w1', deliveredSeq: 100, begun: { deliveryKey: 'k1', at: 5 } },
      { watchId: 'w2', deliveredSeq: 201 },
    ]
    const whole = channelsFrom([first, second], { placed, unreadable: ['w3'] })
    expect(channelsFrom([second], { placed, unreadable: ['w3'], stored: whole })).toEqual(whole)
  })

  test('that cannot be read let nothing be sent, since it may have been sent already', () => {
    expect(channelsFrom([], { placed, unreadable: ['w2'] })).toEqual([
      { channel: 'C1', receipts: { w2: { deliveredSeq: 199, isLost: true } }, begun: {} },
    ])
  })

  test('of what is gone are dropped', () => {
    expect(channelsFrom([{ watchId: 'gone', deliveredSeq: 1 }], { placed, unreadable: ['lost too'] })).toEqual([])
  })

  test.each([
    ['the last reason counts', { reason: 'is_archived', since: 7, triedAt: 12, wasOwnerTold: false }, false],
    ['one who was told of it is enough', { ...refused, triedAt: 7, wasOwnerTold: true }, true],
    [
      'told of another reason is not told',
      { ...refused, reason: 'is_archived', triedAt: 7, wasOwnerTold: true },
      false,
    ],
  ])('that say why the channel refuses: %s', (_what, other, wasOwnerTold) => {
    const all = [
      { watchId: 'w1', deliveredSeq: 100, broken: refused },
      { watchId: 'w2', deliveredSeq: 200, broken: other },
    ]
    const [channel] = channelsFrom(all, { placed, unreadable: [] })
    const last = other.triedAt > refused.triedAt ? other : refused
    expect(channel?.broken).toEqual({ ...last, since: 5, wasOwnerTold })
  })
})
