import { describe, expect, test } from 'vitest'
import { accountFields, accountOf, identify, readCredentials } from '../../../src/providers/upcloud/credentials.ts'
import { serviceUuid, tokenAnswers, userAnswers } from './open-account.ts'

describe('the connect form', () => {
  test('accepts a token, and shows only its end', () => {
    const typed = { serviceUuid: ` ${serviceUuid.toUpperCase()} `, token: `${tokenAnswers.token}\n`, username: ' ' }
    expect(readCredentials(typed)).toEqual({
      ok: true,
      credentials: tokenAnswers,
      facts: { service: serviceUuid, 'API token': '…REAL' },
      endpoints: [],
    })
  })

  test('accepts a user with a password, and shows no password', () => {
    expect(readCredentials(userAnswers)).toMatchObject({ facts: { service: serviceUuid, username: 'ferry' } })
    expect(readCredentials(userAnswers)).not.toHaveProperty('facts.API token')
  })

  test('names the typed host', () => {
    const read = readCredentials({ ...tokenAnswers, endpoint: 'http://127.0.0.1:8082' })
    expect(read).toMatchObject({ endpoints: ['127.0.0.1:8082'] })
  })

  test.each<[string, Record<string, string>, string[]]>([
    ['nothing', {}, ['serviceUuid', 'token']],
    ['the name of a service', { ...tokenAnswers, serviceUuid: 'my-service' }, ['serviceUuid']],
    ['a token with a blank inside', { ...tokenAnswers, token: 'two words' }, ['token']],
    ['a user without password', { serviceUuid, username: 'ferry' }, ['password']],
    ['a password without user', { serviceUuid, password: 'not-a-password' }, ['username']],
    ['a user with a colon', { ...userAnswers, username: 'a:b' }, ['username']],
    ['both ways to sign in', { ...tokenAnswers, ...userAnswers }, ['username']],
    ['plain http', { ...tokenAnswers, endpoint: 'http://api.example.eu' }, ['endpoint']],
    ['a version in the endpoint', { ...tokenAnswers, endpoint: 'https://api.example.eu/1.3' }, ['endpoint']],
  ])('refuses %s at each wrong field', (_, typed, fields) => {
    const read = readCredentials(typed)
    expect(Object.keys(read.ok ? {} : read.problems)).toEqual(fields)
    expect(JSON.stringify(read)).not.toContain(tokenAnswers.token)
  })

  test('has a plain label for each field', () => {
    expect(accountFields.map(({ label }) => label)).toEqual([
      'Object Storage service UUID',
      'API token',
      'Username',
      'Password',
      'Custom API endpoint',
    ])
  })
})

test('an account is called at the only endpoint', () => {
  expect(accountOf(tokenAnswers).endpoint.href).toBe('https://api.upcloud.com/')
})

test('an account with credentials from elsewhere is refused', () => {
  expect(() => accountOf({ serviceUuid })).toThrow('record_unreadable')
})

describe('an account', () => {
  test('is the same service with another token or a user, and another one with another service', () => {
    const service = identify(tokenAnswers)
    expect(identify({ ...tokenAnswers, token: 'another-fake-token' })).toEqual(service)
    expect(identify(userAnswers)).toEqual(service)
    expect(identify({ ...tokenAnswers, serviceUuid: serviceUuid.replace(/.$/, 'f') })).not.toEqual(service)
    expect(identify({ ...tokenAnswers, endpoint: 'https://api.example.eu' })).not.toEqual(service)
  })
})
