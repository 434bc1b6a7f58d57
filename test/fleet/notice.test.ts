import { describe, expect, test } from 'vitest'
import { AppError, type AppErrorCode } from '../../src/errors/errors.ts'
import { afterFailure, afterSuccess, isSameHealth } from '../../src/fleet/health.ts'
import { accountNoticeAfter } from '../../src/fleet/notice.ts'
import type { AccountHealth } from '../../src/store/store.ts'
import { startAt } from '../notify/samples.ts'

const minuteMs = 60_000
const account = { name: 'prod-hw', createdAt: 1 }
const blind = { C1: 3, C2: 1 }

/** An account whose reading fails with one code after the other, each at its minute. Undefined is a good reading. */
function lived(...readings: [minute: number, code: AppErrorCode | undefined][]): AccountHealth | undefined {
  return readings.reduce<AccountHealth | undefined>((before, [minute, code]) => {
    const now = startAt + minute * minuteMs
    const error = code && new AppError(code, { account: 'prod-hw' })
    const health = error === undefined ? afterSuccess(before, account) : afterFailure(before, error, { account, now })
    const notice = health && accountNoticeAfter(health, { blind, owner: 'U1', now })
    return health && (notice === undefined ? health : { ...health, notice })
  }, undefined)
}

const down = (...minutes: number[]) => minutes.map((minute): [number, AppErrorCode] => [minute, 'provider_unreachable'])

describe('channels are told of an account', () => {
  test('at once if a person has to mend it, with its owner and how much each channel misses', () => {
    const { notice } = lived([0, 'provider_denied']) ?? {}
    expect(notice).toMatchObject({ createdAt: startAt, blind, owner: 'U1', events: [] })
    expect(notice?.trouble.code).toBe('provider_denied')
  })

  test('after a quarter of an hour if it may come back by itself', () => {
    expect(lived(...down(0, 5, 10, 14))?.notice).toBeUndefined()
    expect(lived(...down(0, 5, 10, 15))?.notice).toMatchObject({ createdAt: startAt + 15 * minuteMs })
  })

  test('not if no channel follows anything of it', () => {
    const health = lived([0, 'provider_denied'])
    if (health === undefined) throw new Error('A refusal is remembered')
    const { notice: _, ...untold } = health
    expect(accountNoticeAfter(untold, { blind: {}, now: startAt })).toBeUndefined()
  })

  test('once, however long it lasts', () => {
    const once = lived([0, 'provider_denied'])?.notice
    const long = lived([0, 'provider_denied'], [5, 'provider_denied'], [20, 'provider_denied'])?.notice
    expect(long).toEqual(once)
  })

  test('of another cause, in the thread of the first', () => {
    const { notice } = lived([0, 'provider_denied'], [5, 'account_not_found']) ?? {}
    expect(notice?.createdAt).toBe(startAt)
    expect(notice?.trouble.code).toBe('account_not_found')
    expect(notice?.events).toMatchObject([{ type: 'changed', seq: startAt + 5 * minuteMs }])
  })

  test('in the words of the present refusal, which is no news of its own', () => {
    const fails = (before: AccountHealth | undefined, code: string, minute: number) => {
      const now = startAt + minute * minuteMs
      const error = new AppError('provider_refused', { code, message: `Refused by ${code}`, status: 400 })
      const health = afterFailure(before, error, { account, now })
      const notice = accountNoticeAfter(health, { blind, now })
      return notice === undefined ? health : { ...health, notice }
    }
    const minutes = [0, 5, 10, 15, 16]
    const first = minutes.reduce<AccountHealth | undefined>((before, at) => fails(before, 'OMS.9876', at), undefined)
    expect(first?.notice?.trouble.cloud?.message).toBe('Refused by OMS.9876')
    const second = fails(first, 'OMS.5432', 17)
    expect(second.notice?.trouble.cloud?.message).toBe('Refused by OMS.5432')
    expect(second.notice?.events).toEqual([])
    expect(isSameHealth(first, second)).toBe(false)
    expect(isSameHealth(second, fails(second, 'OMS.5432', 18))).toBe(true)
  })

  test('not of another cause that may pass by itself', () => {
    const { notice } = lived([0, 'provider_denied'], [5, 'provider_unreachable']) ?? {}
    expect(notice).toMatchObject({ trouble: { code: 'provider_denied' }, events: [] })
  })

  test('that it is well again, once', () => {
    const { notice } = lived([0, 'provider_denied'], [5, undefined], [6, undefined]) ?? {}
    expect(notice).toMatchObject({ healedAt: startAt + 5 * minuteMs, trouble: { code: 'provider_denied' } })
    expect(notice?.events.map(({ type }) => type)).toEqual(['healed'])
  })

  test('anew, in a message of its own, if it breaks again', () => {
    const { notice } = lived([0, 'provider_denied'], [5, undefined], [6, 'provider_denied']) ?? {}
    expect(notice).toMatchObject({ createdAt: startAt + 6 * minuteMs, events: [] })
    expect(notice?.healedAt).toBeUndefined()
  })

  test('with numbers that rise even if the clock goes back', () => {
    const { notice } = lived([10, 'provider_denied'], [5, 'account_not_found'], [4, undefined]) ?? {}
    expect(notice?.events.map(({ seq }) => seq - startAt - 10 * minuteMs)).toEqual([1, 2])
  })
})
