import { expect, test } from 'vitest'
import { cutOffAfter, inTime } from '../../src/async/in-time.ts'
import { createManualClock } from '../manual-clock.ts'

test('work that ends in time has its outcome, or its failure, and nothing waits any longer', async () => {
  const clock = createManualClock()
  const limit = { ms: 1000, clock, late: 'late' }
  expect(await inTime(Promise.resolve('done'), limit)).toBe('done')
  await expect(inTime(Promise.reject(new Error('no')), limit)).rejects.toThrow('no')
  expect(clock.sleepers()).toBe(0)
})

test('work that takes longer is late, goes on, and its failure is nobody’s', async () => {
  const clock = createManualClock()
  const work = Promise.withResolvers<string>()
  const first = inTime(work.promise, { ms: 1000, clock, late: 'late' })
  await clock.advance(999)
  expect(clock.sleepers()).toBe(1)
  await clock.advance(1)
  expect(await first).toBe('late')
  work.reject(new Error('too late'))
  await clock.settle()
})

test('work is cut off once it takes longer, or when somebody else ends it', async () => {
  const clock = createManualClock()
  const signalOf = (signal?: AbortSignal) => {
    const begun = Promise.withResolvers<AbortSignal>()
    const end = Promise.withResolvers<void>()
    const work = (own: AbortSignal) => {
      begun.resolve(own)
      return end.promise
    }
    const done = cutOffAfter(work, { ms: 1000, clock, ...(signal && { signal }) })
    const endNow = () => {
      end.resolve()
      return done
    }
    return { begun: begun.promise, end: endNow }
  }
  const ending = new AbortController()
  const [late, ended, quick] = [signalOf(), signalOf(ending.signal), signalOf()]
  await quick.end()
  ending.abort()
  expect([(await late.begun).aborted, (await ended.begun).aborted]).toEqual([false, true])
  await clock.advance(1000)
  expect([(await late.begun).aborted, (await quick.begun).aborted]).toEqual([true, false])
  await Promise.all([late.end(), ended.end()])
  expect(clock.sleepers()).toBe(0)
})
