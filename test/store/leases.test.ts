import { expect, onTestFinished, test } from 'vitest'
import type { Holds } from '../../src/store/holds/holds.ts'
import { createLeases } from '../../src/store/holds/leases.ts'
import { createManualClock } from '../manual-clock.ts'

type Answer = 'ours' | 'not ours' | 'fails' | 'hangs'

/** A table of holds that answers renewals as the test wants. */
async function setUp() {
  const clock = createManualClock()
  const asked: number[] = []
  const table: { answers: Answer; asked: number[]; dropped: number } = { answers: 'ours', asked, dropped: 0 }
  const startedAt = clock.now()
  const holds: Holds = {
    take: async () => true,
    async renew() {
      asked.push((clock.now() - startedAt) / 1000)
      if (table.answers === 'fails') throw new Error('The store is away')
      if (table.answers === 'hangs') await new Promise(() => {})
      return table.answers === 'ours'
    },
    async drop() {
      table.dropped += 1
    },
    ownersOf: async (keys) => keys.map(() => undefined),
  }
  const leases = createLeases(holds, { time: clock })
  onTestFinished(leases.stop)
  const lease = await leases.lease('T1', 'red')
  if (lease === undefined) throw new Error('There is no lease')
  return { clock, table, leases, lease }
}

test('a lease is renewed every three seconds until it is released', async () => {
  const { clock, table, lease } = await setUp()
  await clock.advance(10_000)
  expect(table.asked).toEqual([3, 6, 9])
  await lease.release()
  await clock.advance(60_000)
  expect(table.asked).toHaveLength(3)
  expect([table.dropped, clock.sleepers()]).toEqual([1, 0])
})

test('a lease is lost at once if somebody else holds it', async () => {
  const { clock, table, lease } = await setUp()
  table.answers = 'not ours'
  await clock.advance(3_000)
  expect(lease.signal.aborted).toBe(true)
  expect(lease.signal.reason).toMatchObject({ code: 'lease_lost' })
  await clock.advance(60_000)
  expect([table.asked, clock.sleepers()]).toEqual([[3], 0])
})

test('a failed renewal is repeated, and the lease continues if one succeeds in time', async () => {
  const { clock, table, lease } = await setUp()
  table.answers = 'fails'
  await clock.advance(9_500)
  expect(table.asked.length).toBeGreaterThan(10)
  table.answers = 'ours'
  await clock.advance(10_000)
  expect(lease.signal.aborted).toBe(false)
})

test.each(['fails', 'hangs'] as const)(
  'if the store %s, the lease ends ten seconds after its last renewal',
  async (how) => {
    const { clock, table, lease } = await setUp()
    await clock.advance(4_000)
    table.answers = how
    await clock.advance(8_999)
    expect(lease.signal.aborted).toBe(false)
    await clock.advance(2)
    expect(lease.signal.aborted).toBe(true)
    expect(clock.sleepers()).toBe(0)
  },
)

test('the answer to a renewal after the release changes nothing', async () => {
  const { clock, table, lease } = await setUp()
  table.answers = 'hangs'
  await clock.advance(3_000)
  await lease.release()
  await clock.advance(60_000)
  expect([table.asked, table.dropped, clock.sleepers()]).toEqual([[3], 1, 0])
})

test('stopping does not release a lost lease; its holder still can', async () => {
  const { clock, table, leases, lease } = await setUp()
  table.answers = 'not ours'
  await clock.advance(3_000)
  await leases.stop()
  expect(table.dropped).toBe(0)
  await lease.release()
  expect(table.dropped).toBe(1)
})
