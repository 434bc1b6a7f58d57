import { expect, test } from 'vitest'
import { inOrder } from '../../../playground/cloud/list-order.ts'

const oldestFirst = Array.from({ length: 20 }, (_, index) => `job-${index}`)
const same = (id: string) => id

test('a list comes by age, either way', () => {
  expect(inOrder(oldestFirst, 'oldest first', same)).toEqual(oldestFirst)
  expect(inOrder(oldestFirst, 'newest first', same)).toEqual(oldestFirst.toReversed())
})

test('a scattered list has an order of its own, which a new row does not change', () => {
  const scattered = inOrder(oldestFirst, 'scattered', same)
  expect(scattered.toSorted()).toEqual(oldestFirst.toSorted())
  expect(scattered).not.toEqual(oldestFirst)
  expect(scattered).not.toEqual(oldestFirst.toReversed())
  const longer = inOrder([...oldestFirst, 'job-20'], 'scattered', same)
  expect(longer.filter((id) => id !== 'job-20')).toEqual(scattered)
})
