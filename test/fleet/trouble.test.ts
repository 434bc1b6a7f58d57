import { describe, expect, test } from 'vitest'
import { AppError, type AppErrorCode } from '../../src/errors.ts'
import { isWorthShowing, troubleAfter } from '../../src/fleet/trouble.ts'
import type { Trouble } from '../../src/store/store.ts'

function failures(code: AppErrorCode, times: number): Trouble[] {
  let last: Trouble | undefined
  return Array.from({ length: times }, (_, minute) => {
    last = troubleAfter(last, new AppError(code, { account: 'prod-hw' }), minute)
    return last
  })
}

describe('trouble', () => {
  test('says what people can do, and nothing where it is the cloud’s turn', () => {
    const next = (code: AppErrorCode) => failures(code, 1)[0]?.next
    expect(next('provider_denied')).toContain('/migrate connect prod-hw')
    expect(next('provider_unreachable')).toBe('')
  })

  test.each([
    'provider_denied',
    'account_not_found',
    'seal_unopenable',
    'migration_not_found',
    'many_missing',
  ] as const)('%s is shown at once: a person has to mend it', (code) =>
    expect(failures(code, 1).map(isWorthShowing)).toEqual([true]),
  )

  test.each(['provider_unreachable', 'provider_throttled', 'provider_nonsense'] as const)(
    '%s is shown after three failures: the next round may mend it',
    (code) => expect(failures(code, 3).map(isWorthShowing)).toEqual([false, false, true]),
  )

  test('tells since when, and how often', () => {
    expect(failures('provider_unreachable', 3).at(-1)).toMatchObject({ since: 0, failures: 3 })
  })
})
