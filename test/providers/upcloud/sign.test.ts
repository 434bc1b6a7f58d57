import { expect, test } from 'vitest'
import { authorizationOf } from '../../../src/providers/upcloud/sign.ts'

test('a token is put into the header unchanged', () => {
  expect(authorizationOf({ type: 'token', token: 'ucat_EXAMPLE' })).toBe('Bearer ucat_EXAMPLE')
})

test('a user and a password are put into the header together, with any characters', () => {
  const header = authorizationOf({ type: 'user', username: 'Åsa', password: 'a:b c' })
  expect(header).toBe('Basic w4VzYTphOmIgYw==')
})
