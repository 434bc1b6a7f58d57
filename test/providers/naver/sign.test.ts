import { describe, expect, test } from 'vitest'
import { signatureHeaders } from '../../../src/providers/naver/sign.ts'

const keys = { accessKey: 'ACCESS_KEY_ID', secretKey: 'ncp-secret-example' }
const at = 1700000000000
const base = '/migration-api/v1'

describe('the signature', () => {
  test.each([
    ['GET', '/photos/puppy.jpg?query1=&query2', 'iPe1hFfjl7BPGhFZJGCY5XZgH6eWMwCWlSdSkKU+SPE='],
    ['GET', `${base}/policies`, 'D5hhI7pqz0nkVnKywKjiJYvzEnQa18HhAQcZH4fhqks='],
    ['GET', `${base}/policies?order=title&sortBy=asc&limit=3&page=0`, 'cLnx6Ussu1Cn6Gnkey/jaR/rHH2xxwk06//uxJtqjq8='],
    ['POST', `${base}/policy`, 'rsd2PS2kRggDcZbjsalQ6Z+jqvRl63s3new+iGML3js='],
    ['GET', `${base}/policy/migrationpolicy`, '7IcScVf9TOfJve1nt1eWTDSuZc0JIIBP1/1J0ZbU2bw='],
    ['POST', `${base}/policy/migrationpolicy/start`, 'mNecV6osbNimkdOpnhmll+gnBW283wfVoT11gqADyDo='],
    ['POST', `${base}/policy/migrationpolicy/pause`, 'a0Aac7aTXoT/1WtmcQRGo4CFUTYVtbJCr73bTqQ4Klo='],
    ['PUT', `${base}/policy/mypolicy`, 'lghUPQbEXulc2MnqNP7vyYJK1yj1oRecVDnS2uzjlkM='],
    ['DELETE', `${base}/policy/migrationpolicy`, 'OA37gu4pCVGgMY4tiQIZ4AGowQCV18a41awaWeidyRU='],
  ])('of %s %s equals the known one', (method, target, signature) => {
    const url = new URL(target, 'https://objectmigration.apigw.ntruss.com')
    expect(signatureHeaders({ method, url }, keys, at)).toEqual({
      'x-ncp-apigw-timestamp': '1700000000000',
      'x-ncp-iam-access-key': 'ACCESS_KEY_ID',
      'x-ncp-apigw-signature-v2': signature,
    })
  })

  test.each([
    ['the method', { method: 'POST' }],
    ['the path', { url: new URL('https://127.0.0.1/b?x=1') }],
    ['the query', { url: new URL('https://127.0.0.1/a?x=2') }],
    ['the time', { at: at + 1 }],
    ['the access key', { accessKey: 'OTHER' }],
    ['the secret', { secretKey: 'other' }],
  ])('changes with %s', (_, change) => {
    const usual = { method: 'GET', url: new URL('https://127.0.0.1/a?x=1'), at, ...keys }
    const signatureOf = (parts: typeof usual) => signatureHeaders(parts, parts, parts.at)['x-ncp-apigw-signature-v2']
    expect(signatureOf({ ...usual, ...change })).not.toBe(signatureOf(usual))
  })
})
