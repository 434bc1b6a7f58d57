import { expect, test } from 'vitest'
import { signatureOf } from '../../../playground/naver/signature.ts'

/**
 * Signatures that two other implementations computed. No published example contains its secret. The inputs of the first
 * row are public.
 */
test.each([
  ['GET', '/photos/puppy.jpg?query1=&query2', 'iPe1hFfjl7BPGhFZJGCY5XZgH6eWMwCWlSdSkKU+SPE='],
  ['GET', '/migration-api/v1/policies', 'D5hhI7pqz0nkVnKywKjiJYvzEnQa18HhAQcZH4fhqks='],
  [
    'GET',
    '/migration-api/v1/policies?order=title&sortBy=asc&limit=3&page=0',
    'cLnx6Ussu1Cn6Gnkey/jaR/rHH2xxwk06//uxJtqjq8=',
  ],
  ['POST', '/migration-api/v1/policy', 'rsd2PS2kRggDcZbjsalQ6Z+jqvRl63s3new+iGML3js='],
  ['GET', '/migration-api/v1/policy/migrationpolicy', '7IcScVf9TOfJve1nt1eWTDSuZc0JIIBP1/1J0ZbU2bw='],
  ['POST', '/migration-api/v1/policy/migrationpolicy/start', 'mNecV6osbNimkdOpnhmll+gnBW283wfVoT11gqADyDo='],
  ['POST', '/migration-api/v1/policy/migrationpolicy/pause', 'a0Aac7aTXoT/1WtmcQRGo4CFUTYVtbJCr73bTqQ4Klo='],
  ['PUT', '/migration-api/v1/policy/mypolicy', 'lghUPQbEXulc2MnqNP7vyYJK1yj1oRecVDnS2uzjlkM='],
  ['DELETE', '/migration-api/v1/policy/migrationpolicy', 'OA37gu4pCVGgMY4tiQIZ4AGowQCV18a41awaWeidyRU='],
])('%s %s is signed as computed', (method, target, signature) => {
  const signed = { method, target, timestamp: '1700000000000', accessKey: 'ACCESS_KEY_ID' }
  expect(signatureOf(signed, 'ncp-secret-example')).toBe(signature)
})
