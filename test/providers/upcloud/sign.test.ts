import { expect, test } from 'vitest'
import { authorizationOf } from '../../../src/providers/upcloud/sign.ts'

test('a token goes into the header as it is', () => {
  expect(authorizationOf({ type: 'token', token: 'ucat_EXAMPLE' })).toBe('Bearer ucat_EXAMPLE')
})

test('a user and a password go into it together, whatever their letters', () => {
  const header = authorizationOf({ type: 'user', username: 'Åsa', password: 'a:b c' })
  expect(header).toBe('Basic w4VzYTphOmIgYw==')
})
