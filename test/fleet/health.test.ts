import { describe, expect, test } from 'vitest'
import { AppError, type AppErrorCode } from '../../src/errors/errors.ts'
import { afterFailure, afterSuccess, isQuiet, isSameHealth, isTold } from '../../src/fleet/health.ts'
import { isOfOneMigration } from '../../src/fleet/trouble.ts'
import type { AccountHealth } from '../../src/store/store.ts'
import { startAt } from '../notify/samples.ts'

const minuteMs = 60_000
const account = { name: 'prod-hw', createdAt: 1 }

const error = (code: AppErrorCode, details: Record<string, number> = {}) =>
  new AppError(code, { account: 'prod-hw', ...details })

/** The account's health after each of these failures, a minute apart. */
function failures(codes: readonly AppErrorCode[], first?: AccountHealth): AccountHealth[] {
  let last = first
  return codes.map((code, minute) => {
    last = afterFailure(last, error(code), { account, now: startAt + minute * minuteMs })
    return last
  })
}

function repeated(code: AppErrorCode, times: number): AppErrorCode[] {
  return Array.from({ length: times }, () => code)
}

/** How long the account is left alone after a failure, in minutes. */
function pauseOf({ askAgainAt = 0 }: AccountHealth, now: number): number {
  return Math.max(0, askAgainAt - now) / minuteMs
}

describe('an account that refuses its keys', () => {
  test('is left alone for 5, 15, then 60 minutes, because five refusals in a row lock the key', () => {
    const pauses = failures(repeated('provider_denied', 5)).map((health, minute) =>
      pauseOf(health, startAt + minute * minuteMs),
    )
    expect(pauses).toEqual([5, 15, 60, 60, 60])
  })

  test('is asked at once when it is connected again, and begins with the shortest pause', () => {
    const [, before] = failures(repeated('provider_denied', 2))
    const anew = { ...account, createdAt: 2 }
    expect(isQuiet(before, account, startAt + minuteMs)).toBe(true)
    expect(isQuiet(before, anew, startAt + minuteMs)).toBe(false)
    const now = startAt + 2 * minuteMs
    expect(pauseOf(afterFailure(before, error('provider_denied'), { account: anew, now }), now)).toBe(5)
  })

  test('begins with the shortest pause once the keys were accepted', () => {
    const [, before] = failures(repeated('provider_denied', 2))
    expect(before && afterSuccess(before, account)).toBeUndefined()
  })

  test('is not asked sooner because its cloud could not be reached meanwhile', () => {
    const [denied, unreachable] = failures(['provider_denied', 'provider_unreachable'])
    expect(unreachable?.askAgainAt).toBe(denied?.askAgainAt)
    expect(isQuiet(unreachable, account, startAt + 2 * minuteMs)).toBe(true)
  })
})

describe('how long an account is left alone', () => {
  test('is what its cloud says, else a minute', () => {
    const told = afterFailure(undefined, error('provider_throttled', { retryAfterMs: 3 * minuteMs }), {
      account,
      now: startAt,
    })
    expect(pauseOf(told, startAt)).toBe(3)
    expect(failures(['provider_throttled']).map((health) => pauseOf(health, startAt))).toEqual([1])
  })

  test('has an end, whatever a cloud says', () => {
    const details = { retryAfterMs: Number.POSITIVE_INFINITY }
    const health = afterFailure(undefined, error('provider_throttled', details), { account, now: startAt })
    expect(pauseOf(health, startAt)).toBe(60)
  })

  test('does not stretch when a clock that was far ahead is set right', () => {
    const ahead = startAt + 3 * 24 * 60 * minuteMs
    const health = afterFailure(undefined, error('provider_denied'), { account, now: ahead })
    expect(isQuiet(health, account, startAt)).toBe(false)
  })

  test('is two minutes at a time while Ferry’s clock is wrong, and ends with the correction of the clock', () => {
    const codes = repeated('clock_wrong', 3)
    expect(failures(codes).map((health, minute) => pauseOf(health, startAt + minute * minuteMs))).toEqual([2, 2, 2])
    const health = afterFailure(undefined, error('clock_wrong'), { account, now: startAt + 20 * minuteMs })
    expect(isQuiet(health, account, startAt + 21 * minuteMs)).toBe(true)
    expect(isQuiet(health, account, startAt)).toBe(false)
  })

  test('is no time at all where the cloud is only unreachable or talks nonsense', () => {
    for (const code of ['provider_unreachable', 'provider_nonsense'] as const) {
      expect(failures([code]).map((health) => isQuiet(health, account, startAt))).toEqual([false])
    }
  })
})

describe('trouble', () => {
  test('is told at once where a person has to mend it, and after three failures where the next round may', () => {
    expect(failures(['provider_denied']).map(isTold)).toEqual([true])
    expect(failures(repeated('provider_unreachable', 3)).map(isTold)).toEqual([false, false, true])
  })

  test('is forgotten with the next good reading, unless channels have been told of it', () => {
    const [before] = failures(['provider_denied'])
    if (before?.trouble === undefined) throw new Error('A refusal is trouble')
    expect(afterSuccess(before, account)).toBeUndefined()
    const notice = { createdAt: startAt, blind: { C1: 1 }, trouble: before.trouble, events: [] }
    const after = afterSuccess({ ...before, notice }, account)
    expect(after).toEqual({ account: 'prod-hw', connectedAt: 1, refusals: 0, notice })
  })

  test.each([
    ['migration_not_found', true],
    ['provider_unreachable', true],
    ['provider_nonsense', true],
    ['provider_throttled', false],
    ['provider_denied', false],
    ['clock_wrong', false],
  ] as const)('%s with one migration lets the others be read: %s', (code, expected) => {
    expect(isOfOneMigration(error(code))).toBe(expected)
  })
})

describe('what has to be stored', () => {
  test('are failures until people are told, and nothing more however long it lasts', () => {
    const all = failures(repeated('provider_unreachable', 6))
    const isWritten = all.map((health, index) => !isSameHealth(all[index - 1], health))
    expect(isWritten).toEqual([true, false, true, false, false, false])
  })

  test('is each refusal: it decides when any replica asks again', () => {
    const [first, second] = failures(repeated('provider_denied', 2))
    expect(isSameHealth(first, second)).toBe(false)
  })

  test('is the end of trouble', () => {
    const [health] = failures(['provider_denied'])
    expect(isSameHealth(health, undefined)).toBe(false)
    expect(isSameHealth(undefined, undefined)).toBe(true)
  })
})
