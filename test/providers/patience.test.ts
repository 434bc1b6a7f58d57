import { describe, expect, test } from 'vitest'
import { createPatience, defaultPatience } from '../../src/providers/http/patience.ts'

const host = 'oms.example'
const firstAttempt = { host, isSafe: true, timeouts: 0, spentMs: 0 }
const open = () => createPatience(defaultPatience)

describe('patience with a cloud', () => {
  test('grows from attempt to attempt until the call’s time is used up', () => {
    const { timeoutMs } = open()
    expect(timeoutMs(firstAttempt)).toBe(10_000)
    expect(timeoutMs({ ...firstAttempt, timeouts: 1, spentMs: 10_000 })).toBe(20_000)
    expect(timeoutMs({ ...firstAttempt, timeouts: 2, spentMs: 30_000 })).toBe(15_000)
    expect(timeoutMs({ ...firstAttempt, timeouts: 3, spentMs: 45_000 })).toBe(0)
  })

  test('is longer from the start if responses have been slow, for this host only', () => {
    const { timeoutMs, noteAnswer } = open()
    noteAnswer(host, 12_000)
    expect(timeoutMs(firstAttempt)).toBe(36_000)
    expect(timeoutMs({ ...firstAttempt, host: 'iam.example' })).toBe(10_000)
  })

  test('never exceeds the time of a call, however slow a host was', () => {
    const { timeoutMs, noteAnswer } = open()
    noteAnswer(host, 44_000)
    expect(timeoutMs(firstAttempt)).toBe(45_000)
  })

  test('shrinks again when responses become faster', () => {
    const { timeoutMs, noteAnswer } = open()
    noteAnswer(host, 12_000)
    noteAnswer(host, 100)
    expect(timeoutMs(firstAttempt)).toBeCloseTo(28_800)
    for (let answer = 0; answer < 20; answer += 1) noteAnswer(host, 100)
    expect(timeoutMs(firstAttempt)).toBe(10_000)
  })

  test('goes into a single attempt after a call without a response, so that a host that needs 40 s has a chance', () => {
    const { timeoutMs, noteSilence, noteAnswer } = open()
    noteSilence(host)
    expect(timeoutMs(firstAttempt)).toBe(45_000)
    noteAnswer(host, 100)
    expect(timeoutMs(firstAttempt)).toBe(10_000)
  })

  test('is longer for a call that must not be repeated, because giving it up makes its outcome unknown', () => {
    const { timeoutMs, noteAnswer } = open()
    const acting = { ...firstAttempt, isSafe: false }
    expect(timeoutMs(acting)).toBe(30_000)
    noteAnswer(host, 12_000)
    expect(timeoutMs(acting)).toBe(36_000)
  })
})

// A timer rejects a fraction: every call to a host that was slow once would fail from then on.
test('a wait is always a whole number of milliseconds', () => {
  const patience = createPatience(defaultPatience)
  for (const ms of [15_923.2, 5001, 4999.3, 7, 12_345.678]) {
    patience.noteAnswer('cloud', ms)
    for (const isSafe of [true, false]) {
      for (const [timeouts, spentMs] of [
        [0, 0],
        [1, 20_000.7],
      ] as const) {
        const waitMs = patience.timeoutMs({ host: 'cloud', isSafe, timeouts, spentMs })
        expect(Number.isInteger(waitMs), String(waitMs)).toBe(true)
      }
    }
  }
})
