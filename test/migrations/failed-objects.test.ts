import { describe, expect, test } from 'vitest'
import { createFailureCount } from '../../src/migrations/failed-objects.ts'

describe('the count of failed objects', () => {
  test('lists the most frequent reason first, with the first few names of each', () => {
    const count = createFailureCount()
    for (const name of ['a', 'a', 'b', 'c', 'd']) count.add({ name, reason: 'LOST' })
    count.add({ name: 'e' })
    expect(count.tally()).toEqual({
      total: 6,
      others: 0,
      groups: [
        { reason: 'LOST', count: 5, samples: ['a', 'b', 'c'] },
        { count: 1, samples: ['e'] },
      ],
    })
  })

  test('stays small if a hostile list has many reasons', () => {
    const count = createFailureCount()
    for (let index = 0; index < 5_000; index += 1) count.add({ name: 'x', reason: `R${index}` })
    const { total, others, groups } = count.tally()
    expect([total, others, groups.length]).toEqual([5_000, 4_000, 1_000])
  })
})
