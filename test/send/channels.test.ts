import { describe, expect, test } from 'vitest'
import { loadChannels, withReceipt } from '../../src/send/channels.ts'
import type { Channel, OutboxEntry } from '../../src/store/store.ts'
import { createPostOffice } from './post-office.ts'

const empty: Channel = { channel: 'C1', receipts: {}, begun: {} }

function entry(seq: number): OutboxEntry {
  const message = { text: `entry ${seq}`, blocks: [] }
  return { seq, place: 'thread', lane: 'progress', deliveryKey: `k${seq}`, message, decidedAt: seq }
}

describe('what an older version had decided', () => {
  test('is carried until it is delivered', () => {
    const carried = [entry(1), entry(2), entry(3)]
    const leftAfter = (deliveredSeq: number) => withReceipt(empty, 'w', { deliveredSeq, carried }).receipts.w?.carried
    expect(leftAfter(0)).toEqual(carried)
    expect(leftAfter(2)).toEqual([entry(3)])
    expect(leftAfter(3)).toBeUndefined()
  })
})

describe('channels', () => {
  async function load() {
    const { store, workspace } = createPostOffice()
    const claim = await store.claim('owner:T1', 60_000)
    if (claim === undefined) throw new Error('Nobody else leads it')
    return { workspace, claim, channels: await loadChannels(workspace, claim, { log: { error() {} }, now: () => 0 }) }
  }

  test('are changed one after the other, and nothing is written that does not change', async () => {
    const { workspace, channels } = await load()
    await Promise.all(
      [1, 2, 3].map((deliveredSeq) =>
        channels.change('C1', (before) => withReceipt(before, `w${deliveredSeq}`, { deliveredSeq })),
      ),
    )
    expect(Object.keys((await workspace.channels.get('C1'))?.receipts ?? {})).toEqual(['w1', 'w2', 'w3'])
    const before = channels.of('C1')
    await channels.change('C1', (same) => same)
    expect(channels.of('C1')).toBe(before)
  })

  test('of which nothing is left are not stored', async () => {
    const { workspace, channels } = await load()
    await channels.change('C1', (before) => withReceipt(before, 'w', { deliveredSeq: 1 }))
    await channels.forget(['w'])
    expect((await workspace.channels.list()).items).toEqual([])
    expect(channels.of('C1')).toEqual(empty)
  })

  test('remember what the cards of ended watches are about, the newest 100', async () => {
    const { workspace, channels } = await load()
    const ids = Array.from({ length: 120 }, (_, index) => `prod-hw/${index}@C1`)
    for (const [index, id] of ids.entries()) {
      const receipt = { cardTs: `17954760${String(index).padStart(2, '0')}.000100`, deliveredSeq: 1 }
      await channels.change('C1', (before) => withReceipt(before, id, receipt))
    }
    await channels.forget(ids.slice(0, 60), new Map(ids.map((id, index) => [id, `prod-hw/${index}`])))
    await channels.forget(ids.slice(60), new Map(ids.map((id, index) => [id, `prod-hw/${index}`])))
    const { past = {} } = (await workspace.channels.get('C1')) ?? {}
    expect(Object.keys(past)).toHaveLength(100)
    expect(Object.values(past)).toContain('prod-hw/119')
    expect(Object.values(past)).not.toContain('prod-hw/19')
  })

  test('are not changed by somebody whose lease is over', async () => {
    const { workspace, claim, channels } = await load()
    await claim.release()
    const change = channels.change('C1', (before) => withReceipt(before, 'w', { deliveredSeq: 1 }))
    await expect(change).rejects.toMatchObject({ code: 'lease_lost' })
    expect(channels.of('C1')).toEqual(empty)
    expect((await workspace.channels.list()).items).toEqual([])
  })
})
