import { describe, expect, test } from 'vitest'
import { accountFields, accountOf, identify, readCredentials } from '../../../src/providers/naver/credentials.ts'
import { answers } from './open-account.ts'

describe('the connect form', () => {
  test('takes keys and region, however they were typed', () => {
    const typed = { ...answers, accessKey: ` ${answers.accessKey}\n`, regionCode: ' kr ', other: 'x' }
    expect(readCredentials(typed)).toEqual({
      ok: true,
      credentials: answers,
      facts: { 'region code': 'KR', 'access key': '…0001' },
      endpoints: [],
    })
  })

  test('names the host that somebody typed', () => {
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
  ])('refuses %s, field by field', (_, typed, fields) => {
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

test('an account is served by the one endpoint that there is', () => {
  expect(accountOf(answers).endpoint.href).toBe('https://objectmigration.apigw.ntruss.com/')
})

test('an account that was stored by something else is refused', () => {
  expect(() => accountOf({ regionCode: 'KR' })).toThrow('record_unreadable')
})

describe('an account', () => {
  test('is known by its access key, since nothing else tells whose it is', () => {
    expect(identify({ ...answers, secretKey: 'another-fake-secret' })).toEqual(identify(answers))
    expect(identify({ ...answers, accessKey: 'FAKEOTHERKEY' })).not.toEqual(identify(answers))
    expect(identify({ ...answers, regionCode: 'SG' })).not.toEqual(identify(answers))
  })
})
