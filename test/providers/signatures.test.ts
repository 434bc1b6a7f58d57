import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { steadyClock } from '../../src/async/clock.ts'
import { AppError } from '../../src/errors/errors.ts'
import { createSignatures } from '../../src/providers/http/signatures.ts'

const startAt = Date.parse('2026-11-21T12:00:00Z')
const minuteMs = 60_000

/** A cloud that refuses signatures while Ferry's clock is `skewMs` off, and counts the requests that reach it. */
function createWorld(skewMs: number) {
  const world = { skewMs, passedMs: 0, requests: 0 }
  const { sleep } = steadyClock
  const steady = { now: () => world.passedMs, sleep }
  const clock = { now: () => startAt + world.passedMs + world.skewMs, sleep, steady }
  const signed = createSignatures({ clock, largestSkewMs: 15 * minuteMs })
  const ask = () =>
    signed(async () => {
      world.requests += 1
      const date = new Date(startAt + world.passedMs).toUTCString()
      if (Math.abs(world.skewMs) > 15 * minuteMs) throw new AppError('provider_denied', { account: 'prod', date })
      return 'answer'
    })
  const code = () =>
    ask().then(
      (answer) => answer,
      (error: unknown) => (error instanceof AppError ? error.code : 'other'),
    )
  return Object.assign(world, { code })
}

test.each([60, -60])(
  'a clock that is %i minutes off costs at most three signatures in five minutes',
  async (minutes) => {
    const world = createWorld(minutes * minuteMs)
    for (; world.passedMs < 5 * minuteMs; world.passedMs += 5_000) expect(await world.code()).toBe('clock_wrong')
    expect(world.requests).toBe(3)
  },
)

test('parallel first requests cost one signature', async () => {
  const world = createWorld(60 * minuteMs)
  const codes = await Promise.all(Array.from({ length: 6 }, world.code))
  expect(new Set(codes)).toEqual(new Set(['clock_wrong']))
  expect(world.requests).toBe(1)
})

test('a request is sent at once when the clock is corrected', async () => {
  const world = createWorld(60 * minuteMs)
  expect(await world.code()).toBe('clock_wrong')
  world.skewMs = 0
  expect(await world.code()).toBe('answer')
})

test('a clock that is corrected by too little costs one more signature', async () => {
  const world = createWorld(60 * minuteMs)
  await world.code()
  world.skewMs = 30 * minuteMs
  expect([await world.code(), await world.code()]).toEqual(['clock_wrong', 'clock_wrong'])
  expect(world.requests).toBe(2)
})

test('nothing of the first answer is kept for as long as the account is open', async () => {
  setFlagsFromString('--expose-gc')
  const signed = createSignatures({ clock: steadyClock, largestSkewMs: 15 * minuteMs })
  const answer = await signed(async () => ({ rows: [1, 2, 3] })).then((first) => new WeakRef(first))
  // A reference counts as used until the event loop turns.
  await turn()
  runInNewContext('gc()')
  expect(answer.deref()).toBeUndefined()
  expect(await signed(async () => 'another')).toBe('another')
})
