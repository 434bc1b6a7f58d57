import { describe, expect, test } from 'vitest'
import { aboutRounds } from '../../src/app/doctor/process.ts'
import type { Clock } from '../../src/async/clock.ts'
import { AppError } from '../../src/errors/errors.ts'
import { serverCheck, slackCheck, storeCheck, tickCheck } from '../../src/operate/checks.ts'
import { type Check, createHealth } from '../../src/operate/health.ts'
import { watchEventLoop } from '../../src/operate/metrics/event-loop.ts'

const patient: Clock = { now: () => 0, sleep: () => new Promise(() => {}) }

test('ready means that every check is ok, and the details name each check and further facts', async () => {
  const checks = [storeCheck({ prove: async () => {} }, patient), serverCheck(() => true), slackCheck(() => true)]
  const health = createHealth({ clock: patient, checks, facts: () => ({ eventLoopLagMs: 3 }) })
  expect(await health.ready()).toMatchObject({ ok: true, status: 'ready' })
  expect(await health.details()).toEqual({
    status: 'ready',
    eventLoopLagMs: 3,
    checks: [
      { name: 'store', ok: true },
      { name: 'server', ok: true },
      { name: 'slack', ok: true },
    ],
  })
})

test('a process that is stopping is not ready, whatever its checks say', async () => {
  const health = createHealth({ clock: patient, checks: [slackCheck(() => true)], facts: () => ({}) })
  health.leave()
  expect(await health.ready()).toEqual({ ok: false, status: 'stopping' })
  expect(await health.details()).toMatchObject({ status: 'stopping', checks: [{ name: 'slack', ok: true }] })
})

test('a failed check makes it not ready, and the details say what failed', async () => {
  const prove = async () => {
    throw new AppError('store_unavailable', { reason: 'the disk is full' })
  }
  const health = healthOf(
    storeCheck({ prove }, patient),
    serverCheck(() => false),
    slackCheck(() => false),
  )
  expect(await health.ready()).toMatchObject({ ok: false, status: 'not ready' })
  expect(await health.details()).toEqual({
    status: 'not ready',
    checks: [
      { name: 'store', ok: false, detail: 'store_unavailable: The store is not responding: the disk is full.' },
      { name: 'server', ok: false, detail: 'not listening' },
      { name: 'slack', ok: false, detail: 'not connected' },
    ],
  })
})

test('a check that throws fails, and the details do not contain the error', async () => {
  const odd: Check = {
    name: 'odd',
    run: () => {
      throw new Error('a secret detail')
    },
  }
  expect((await healthOf(odd).details()).checks).toEqual([{ name: 'odd', ok: false, detail: 'failed' }])
})

test('a check that never answers does not delay the others', async () => {
  const impatient: Clock = { now: () => 0, sleep: async () => {} }
  const stuck: Check = { name: 'stuck', run: () => new Promise(() => {}) }
  const health = createHealth({ clock: impatient, checks: [stuck], facts: () => ({}) })
  expect((await health.details()).checks).toEqual([{ name: 'stuck', ok: false, detail: 'no answer within 2 s' }])
})

describe('the store', () => {
  function createProof() {
    const state = { now: 1_000_000, proofs: 0, isBroken: false }
    const prove = async () => {
      state.proofs += 1
      if (state.isBroken) throw new AppError('store_unavailable', { reason: 'test' })
    }
    const health = healthOf(storeCheck({ prove }, { now: () => state.now }))
    return { state, isReady: async () => (await health.ready()).ok }
  }

  test('is written to once in five seconds, however often a load balancer asks', async () => {
    const { state, isReady } = createProof()
    for (let second = 0; second < 10; second += 1) {
      await Promise.all([isReady(), isReady(), isReady()])
      state.now += 1000
    }
    expect(state.proofs).toBe(2)
  })

  test('is tried again after a second if the check failed', async () => {
    const { state, isReady } = createProof()
    state.isBroken = true
    expect([await isReady(), await isReady()]).toEqual([false, false])
    expect(state.proofs).toBe(1)
    state.isBroken = false
    state.now += 1000
    expect(await isReady()).toBe(true)
  })
})

describe('polling', () => {
  test.each([
    { sentence: 'has three intervals to begin', now: 90_000, ok: true, doctor: 'unknown' },
    { sentence: 'is not ready when it never began', now: 90_001, ok: false, doctor: 'ill' },
    { sentence: 'is ready while rounds go on', lastTickAt: 600_000, now: 690_000, ok: true, doctor: 'well' },
    {
      sentence: 'is not ready when the last round is older',
      lastTickAt: 600_000,
      now: 690_001,
      ok: false,
      doctor: 'ill',
    },
  ])('$sentence, and the doctor finds the same', async ({ lastTickAt, now, ok, doctor }) => {
    const clock = { ...patient, now: () => now }
    const facts = { clock, intervalMs: 30_000, startedAt: 0, lastTickAt: () => lastTickAt }
    expect(await healthOf(tickCheck(facts)).ready()).toMatchObject({ ok })
    expect(aboutRounds(facts).state).toBe(doctor)
  })
})

test('the lag of the event loop is a number of milliseconds, even before the first measurement', () => {
  const loop = watchEventLoop()
  expect(loop.lagMs()).toBeGreaterThanOrEqual(0)
  loop.stop()
})

function healthOf(...checks: Check[]) {
  return createHealth({ clock: patient, checks, facts: () => ({}) })
}
