import { describe, expect, test } from 'vitest'
import { AppError, type AppErrorCode } from '../../src/errors.ts'
import type { Sighting } from '../../src/store/store.ts'
import { judge, judgeTrouble } from '../../src/watch/judge.ts'
import { troubleAfter } from '../../src/watch/trouble.ts'
import { aMigration, aWatch, provider, startAt } from './samples.ts'

const watch = aWatch()
const known = { watch, provider, receipt: undefined, now: startAt }
const healthy = judge({ ...known, before: undefined }, aMigration())

/** What each of these failures in a row leaves; undefined where nothing had to be written. */
function failures(code: AppErrorCode, times: number, before = healthy): (Sighting | undefined)[] {
  let last = before
  return Array.from({ length: times }, (_, minute) => {
    const trouble = troubleAfter(last?.trouble, new AppError(code, { account: 'prod-hw' }), startAt + minute)
    const next = judgeTrouble({ ...known, before: last }, trouble)
    last = next ?? last
    return next
  })
}

function isShown(sighting: Sighting | undefined): boolean {
  return JSON.stringify(sighting?.card ?? '').includes('These figures are out of date')
}

describe('trouble', () => {
  test('says what people can do, and nothing where it is the cloud’s turn', () => {
    const next = (code: AppErrorCode) => troubleAfter(undefined, new AppError(code, { account: 'prod-hw' }), 0).next
    expect(next('provider_denied')).toContain('/migrate connect prod-hw')
    expect(next('provider_unreachable')).toBe('')
    const [, , shown] = failures('provider_unreachable', 3)
    expect(JSON.stringify(shown?.card)).toMatch(/is not responding\.\\nSince/)
  })

  test.each(['provider_denied', 'account_not_found', 'seal_unopenable', 'migration_not_found'] as const)(
    '%s is shown at once: a person has to mend it',
    (code) => expect(failures(code, 1).map(isShown)).toEqual([true]),
  )

  test.each(['provider_unreachable', 'provider_throttled', 'provider_nonsense'] as const)(
    '%s is shown after three failures: the next tick may mend it',
    (code) => expect(failures(code, 3).map(isShown)).toEqual([false, false, true]),
  )

  test('is written down until it is shown and then left alone, however long it lasts', () => {
    const isWritten = failures('provider_unreachable', 6).map((sighting) => sighting !== undefined)
    expect(isWritten).toEqual([true, true, true, false, false, false])
  })

  test('tells since when', () => {
    expect(failures('provider_unreachable', 3).at(-1)?.trouble).toMatchObject({ since: startAt, failures: 3 })
  })

  test.each([1, 3])('is cleared by the next good reading, after %i failures', (times) => {
    const before = failures('provider_unreachable', times).at(-1)
    const recovered = judge({ ...known, before }, aMigration())
    expect(recovered).toBeDefined()
    expect(recovered?.trouble).toBeUndefined()
    expect(recovered?.card?.hash).toBe(healthy?.card?.hash)
    expect(recovered?.outbox).toEqual([])
  })

  test('keeps what is to be said', () => {
    const before = judge({ ...known, before: healthy }, aMigration({ state: 'paused' }))
    expect(failures('provider_denied', 1, before)[0]?.outbox).toEqual(before?.outbox)
  })

  test('before the first good reading has no card yet, and is not written at every tick', () => {
    let before: Sighting | undefined
    const isWritten = [1, 2, 3, 4, 5].map(() => {
      const trouble = troubleAfter(before?.trouble, new AppError('provider_unreachable'), startAt)
      const next = judgeTrouble({ ...known, before }, trouble)
      before = next ?? before
      return next !== undefined
    })
    expect(before?.card).toBeUndefined()
    expect(isWritten).toEqual([true, true, false, false, false])
  })
})
