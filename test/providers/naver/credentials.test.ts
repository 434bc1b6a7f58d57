import { describe, expect, test } from 'vitest'
import { accountFields, accountOf, identify, readCredentials } from '../../../src/providers/naver/credentials.ts'
import { answers } from './open-account.ts'

describe('the connect form', () => {
  test('accepts keys and a region in any spelling', () => {
    const typed = { ...answers, accessKey: ` ${answers.accessKey}\n`, regionCode: ' kr ', other: 'x' }
    expect(readCredentials(typed)).toEqual({
      ok: true,
      credentials: answers,
      facts: { 'region code': 'KR', 'access key': '…0001' },
      endpoints: [],
    })
  })

  test('names the typed host', () => {
    const read = readCredentials({ ...answers, endpoint: 'http://127.0.0.1:8081' })
    expect(read).toMatchObject({ endpoints: ['127.0.0.1:8081'] })
  })

  test.each<[string, Record<string, string>, string[]]>([
    ['nothing', {}, ['accessKey', 'secretKey', 'regionCode']],
    ['a key with a blank inside', { ...answers, secretKey: 'two words' }, ['secretKey']],
    ['the name of a country', { ...answers, regionCode: 'South Korea' }, ['regionCode']],
    ['the region of another cloud', { ...answers, regionCode: 'cn-north-4' }, ['regionCode']],
    ['plain http', { ...answers, endpoint: 'http://objectmigration.example.eu' }, ['endpoint']],
    ['a path', { ...answers, endpoint: 'https://objectmigration.example.eu/v1' }, ['endpoint']],
  ])('refuses %s at each wrong field', (_, typed, fields) => {
    const read = readCredentials(typed)
    expect(Object.keys(read.ok ? {} : read.problems)).toEqual(fields)
    expect(JSON.stringify(read)).not.toContain(answers.secretKey)
  })

  test('has a plain label for each field', () => {
    expect(accountFields.map(({ label }) => label)).toEqual([
      'Access key',
      'Secret key',
      'Region code',
      'Custom Object Migration endpoint',
    ])
  })
})

test('an account is called at the only endpoint', () => {
  expect(accountOf(answers).endpoint.href).toBe('https://objectmigration.apigw.ntruss.com/')
})

test('an account with credentials from elsewhere is refused', () => {
  expect(() => accountOf({ regionCode: 'KR' })).toThrow('record_unreadable')
})

describe('an account', () => {
  test('is identified by its access key, because nothing else identifies it', () => {
    expect(identify({ ...answers, secretKey: 'another-fake-secret' })).toEqual(identify(answers))
    expect(identify({ ...answers, accessKey: 'FAKEOTHERKEY' })).not.toEqual(identify(answers))
    expect(identify({ ...answers, regionCode: 'SG' })).not.toEqual(identify(answers))
  })
})
