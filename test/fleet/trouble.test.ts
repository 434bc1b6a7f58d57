import { describe, expect, test } from 'vitest'
import { AppError, type AppErrorCode, type ErrorDetails } from '../../src/errors/errors.ts'
import { isSameTrouble, isWorthShowing, sayingOf, troubleAfter } from '../../src/fleet/trouble.ts'
import { troubleSchema } from '../../src/migrations/trouble.ts'
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

const refused = (details: ErrorDetails) => new AppError('provider_refused', { provider: 'A cloud', ...details })
const unknown = { code: 'OMS.9876', status: 400, message: 'A brand new message.', requestId: 'req-1' }

describe('trouble keeps what the cloud said', () => {
  test('of a code that Ferry does not know: message, request id and where to take them', () => {
    const saying = sayingOf(refused(unknown))
    expect(saying).toEqual({
      what: 'Ferry doesn’t know the code `OMS.9876`.',
      next: 'If it lasts, give the request id to the cloud’s support.',
      cloud: { code: 'OMS.9876', message: 'A brand new message.', requestId: 'req-1' },
    })
  })

  test('of a refused parameter: its name and the reason', () => {
    const { next, cloud } = sayingOf(
      refused({ code: 'UPCLOUD.INVALID_REQUEST', message: 'Validation error.', detail: 'limit: must be an integer' }),
    )
    expect(cloud).toMatchObject({ message: 'Validation error.', detail: 'limit: must be an integer' })
    expect(next).toBe(
      'Ferry asked for this itself, so there is nothing for you to correct. If it lasts, show this to whoever runs Ferry.',
    )
  })

  test('of a cloud that broke: its words beside the sentence, not in it', () => {
    const how = ': It broke (`UPCLOUD.GENERAL_FAILURE`)'
    const details = { provider: 'UpCloud', code: 'UPCLOUD.GENERAL_FAILURE', message: 'It broke', requestId: '01J', how }
    const saying = sayingOf(new AppError('provider_failed', details))
    expect(saying.what).toBe('UpCloud had an internal error (`UPCLOUD.GENERAL_FAILURE`).')
    expect(saying.next).toContain('give the request id')
    expect(saying.cloud).toMatchObject({ message: 'It broke', requestId: '01J' })
  })

  test('nothing where it said nothing', () => {
    const silent = { code: 'HTTP.500', status: 500, message: 'HTTP status 500', how: ': HTTP status 500' }
    const { what, next, cloud } = sayingOf(new AppError('provider_failed', { provider: 'UpCloud', ...silent }))
    expect([what, next, cloud]).toEqual(['UpCloud had an internal error (HTTP status 500).', '', { code: 'HTTP.500' }])
    expect(sayingOf(new AppError('provider_unreachable', { provider: 'UpCloud' })).cloud).toBeUndefined()
  })

  test('on one line, in 200 characters, without control or direction characters', () => {
    const hostile = `<!channel> \u202Eevil\n\n\u0000${'x'.repeat(10_000)}`
    const { cloud } = sayingOf(refused({ ...unknown, message: hostile, requestId: hostile }))
    expect(cloud?.message).toMatch(/^<!channel> evil x+…$/)
    expect([cloud?.message?.length, cloud?.requestId?.length]).toEqual([200, 200])
  })

  test('of the first failure while the cause stays, so a request id of each call moves no card', () => {
    const first = troubleAfter(undefined, refused(unknown), 0)
    const second = troubleAfter(first, refused({ ...unknown, message: 'Another one.', requestId: 'req-2' }), 1)
    expect(second).toEqual({ ...first, failures: 2 })
  })

  test('of another refusal instead of the one before', () => {
    const first = troubleAfter(undefined, refused(unknown), 0)
    const second = troubleAfter(first, refused({ ...unknown, code: 'OMS.5432' }), 1)
    expect(second).toMatchObject({ since: 0, failures: 2, cloud: { code: 'OMS.5432' } })
    expect(isSameTrouble(first, second)).toBe(false)
  })

  test('and reads what was stored without it', () => {
    const stored = { code: 'provider_refused', what: 'No', next: '', since: 1, failures: 4 }
    const before = troubleSchema.parse(stored)
    expect(before).toEqual(stored)
    expect(troubleAfter(before, refused(unknown), 9)).toMatchObject({
      since: 1,
      failures: 5,
      cloud: { code: 'OMS.9876' },
    })
  })
})
