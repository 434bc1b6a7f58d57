import { expect, test } from 'vitest'
import { explanationOf } from '../../src/catalogue/explain-error.ts'
import { AppError, type AppErrorCode } from '../../src/errors/errors.ts'

const lock = 'Incorrect IAM authentication information: AK access failed to reach the limit, forbidden'

test.each<[AppErrorCode, { code: string; message?: string }, string | undefined]>([
  ['provider_refused', { code: 'TRF.0055' }, 'The destination bucket is full: it has reached its storage quota.'],
  ['provider_refused', { code: 'OMS.99999' }, 'Ferry doesn’t know the code `OMS.99999`.'],
  ['provider_throttled', { code: 'NAVER.400' }, 'The account’s quota of requests to NAVER Cloud is used up.'],
  ['provider_throttled', { code: 'APIGW.0308' }, undefined],
  ['provider_throttled', { code: 'HTTP.418' }, undefined],
  // Advice to connect again with another key would lock that key as well.
  [
    'provider_denied',
    { code: 'APIGW.0301', message: lock },
    'The access key is locked for five minutes after five failed sign-ins.',
  ],
  ['provider_denied', { code: 'APIGW.0301', message: 'verify aksk signature fail' }, undefined],
  ['provider_denied', { code: 'HTTP.401' }, undefined],
  ['provider_unreachable', { code: 'HTTP.503' }, undefined],
])('the catalogue explains %s with %j if it knows better: %s', (error, details, what) => {
  expect(explanationOf(new AppError(error, details))?.what).toBe(what)
})
