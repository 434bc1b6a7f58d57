import { expect, test } from 'vitest'
import { createSeen } from '../../src/store/seen.ts'
import { createManualClock } from '../manual-clock.ts'

function setUp() {
  const clock = createManualClock()
  const stored = new Set<string>()
  const table = { asked: 0, isAway: false }
  const backend = {
    async note(key: string) {
      table.asked += 1
      if (table.isAway) throw new Error('The store is away')
      return !stored.has(key) && stored.add(key) !== undefined
    },
  }
  return { clock, table, isNew: createSeen({ backend, clock }) }
}

test('an id that this process has seen is recognized without asking the store', async () => {
  const { table, isNew } = setUp()
  expect(await Promise.all(['a', 'a', 'b'].map((id) => isNew(id, 1_000)))).toEqual([true, false, true])
  expect(await isNew('a', 1_000)).toBe(false)
  expect(table.asked).toBe(2)
})

test('while the store is down, each id is new once', async () => {
  const { table, isNew } = setUp()
  table.isAway = true
  expect([await isNew('a', 1_000), await isNew('a', 1_000)]).toEqual([true, false])
})

test('expired ids are forgotten, and memory keeps a limited number of the others', async () => {
  const { clock, table, isNew } = setUp()
  await isNew('first', 1_000)
  await clock.advance(1_001)
  expect(await isNew('first', 1_000)).toBe(false)
  expect(table.asked).toBe(2)
  for (let count = 0; count < 60_000; count += 1) await isNew(`event ${count}`, 3_600_000)
  // The store still knows it, so the answer stays the same.
  expect(await isNew('event 0', 3_600_000)).toBe(false)
  expect(table.asked).toBe(60_003)
  expect(await isNew('event 59999', 3_600_000)).toBe(false)
  expect(table.asked).toBe(60_003)
})
