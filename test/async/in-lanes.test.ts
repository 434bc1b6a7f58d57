import { describe, expect, test } from 'vitest'
import { inLanes } from '../../src/async/in-lanes.ts'

describe('lanes', () => {
  test('after a failure begin nothing more, and are over when it is thrown', async () => {
    const begun: number[] = []
    const over: number[] = []
    const work = async (item: number) => {
      begun.push(item)
      if (item === 1) throw new Error('the first')
      await Promise.resolve()
      over.push(item)
      if (item === 2) throw new Error('another')
    }
    await expect(inLanes([0, 1, 2, 3, 4, 5], 3, work)).rejects.toThrow('the first')
    expect(begun).toEqual([0, 1, 2])
    expect(over).toEqual([0, 2])
  })

  test('more than there are items do everything once', async () => {
    const done: string[] = []
    await inLanes(new Set(['a', 'b']), 8, async (item) => void done.push(item))
    expect(done).toEqual(['a', 'b'])
  })
})
