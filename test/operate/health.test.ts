import { describe, expect, test } from 'vitest'
import type { Clock } from '../../src/clock.ts'
import { AppError } from '../../src/errors.ts'
import { slackCheck, storeCheck, tickCheck } from '../../src/operate/checks.ts'
import { watchEventLoop } from '../../src/operate/event-loop.ts'
import { type Check, createHealth } from '../../src/operate/health.ts'

const patient: Clock = { now: () => 0, sleep: () => new Promise(() => {}) }

test('a living process says so, with the lag of its event loop', () => {
  const health = createHealth({ clock: patient, checks: [], lagMs: () => 3.4 })
  expect(health.alive()).toEqual({ ok: true, body: { status: 'alive', eventLoopLagMs: 3 } })
})

test('ready means that every check is ok, and each one is named', async () => {
  const answer = await ready(
    storeCheck({ ping: async () => {} }),
    slackCheck(() => true),
  )
  expect(answer).toEqual({
    ok: true,
    body: {
      status: 'ready',
      checks: [
        { name: 'store', ok: true },
        { name: 'slack', ok: true },
      ],
    },
  })
})

test('a process that leaves is not ready any more, but lives', async () => {
  const health = createHealth({ clock: patient, checks: [slackCheck(() => true)], lagMs: () => 0 })
  health.leave()
  expect(await health.ready()).toEqual({ ok: false, body: { status: 'stopping' } })
  expect(health.alive()).toMatchObject({ ok: true })
})

test('a store that does not answer makes it not ready, and the answer tells no address', async () => {
  const ping = async () => {
    throw new AppError('store_unavailable', { reason: 'connect ECONNREFUSED redis.internal:6379' })
  }
  const answer = await ready(
    storeCheck({ ping }),
    slackCheck(() => false),
  )
  expect(answer).toEqual({
    ok: false,
    body: {
      status: 'not ready',
      checks: [
        { name: 'store', ok: false, detail: 'store_unavailable' },
        { name: 'slack', ok: false, detail: 'not connected' },
      ],
    },
  })
})

test('a check that throws is a failed check', async () => {
  const answer = await ready({
    name: 'odd',
    run: () => {
      throw new Error('a secret detail')
    },
  })
  expect(answer.body.checks).toEqual([{ name: 'odd', ok: false, detail: 'failed' }])
})

test('a check that never answers does not keep the others waiting', async () => {
  const impatient: Clock = { now: () => 0, sleep: async () => {} }
  const stuck: Check = { name: 'stuck', run: () => new Promise(() => {}) }
  const answer = await createHealth({ clock: impatient, checks: [stuck], lagMs: () => 0 }).ready()
  expect(answer.body.checks).toEqual([{ name: 'stuck', ok: false, detail: 'no answer within 2 s' }])
})

describe('polling', () => {
  test.each([
    { sentence: 'has three intervals to begin', now: 90_000, ok: true },
    { sentence: 'is not ready when it never began', now: 90_001, ok: false },
    { sentence: 'is ready while rounds go on', lastTickAt: 600_000, now: 690_000, ok: true },
    { sentence: 'is not ready when the last round is older', lastTickAt: 600_000, now: 690_001, ok: false },
  ])('$sentence', async ({ lastTickAt, now, ok }) => {
    const clock = { ...patient, now: () => now }
    const check = tickCheck({ clock, intervalMs: 30_000, startedAt: 0, lastTickAt: () => lastTickAt })
    expect(await ready(check)).toMatchObject({ ok })
  })
})

test('the lag of the event loop is a number of milliseconds, even before anything was measured', () => {
  const loop = watchEventLoop()
  expect(loop.lagMs()).toBeGreaterThanOrEqual(0)
  loop.stop()
})

function ready(...checks: Check[]) {
  return createHealth({ clock: patient, checks, lagMs: () => 0 }).ready()
}
