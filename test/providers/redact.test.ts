import { describe, expect, test } from 'vitest'
import { redact, secretsOfHeaders } from '../../src/providers/http/redact.ts'

describe('redacting', () => {
  test.each([
    ['key SECRETVALUE is wrong', 'key [redacted] is wrong'],
    ['?token=a%2Fb%3D', '?token=[redacted]'],
    ['{"note":"say \\"hi\\""}', '{"note":"[redacted]"}'],
  ])('removes a known secret in any spelling: %s', (text, clean) => {
    expect(redact(text, ['SECRETVALUE', 'a/b=', 'say "hi"'])).toBe(clean)
  })

  test('removes the longer of two secrets with the same beginning', () => {
    expect(redact('SECRET-LONG', ['SECRET', 'SECRET-LONG'])).toBe('[redacted]')
  })

  test.each([
    ['fail, canonicalRequest:GET|/v2|\nX|Access', 'fail, canonicalRequest[redacted]'],
    ['Authorization: SDK-HMAC-SHA256 Access=AK', 'Authorization: [redacted]'],
    ['"X-Auth-Token":"MIIabc","a":1', '"X-Auth-Token":"[redacted]","a":1'],
    ['Access=AK123, Signature=00ff', 'Access=[redacted], Signature=[redacted]'],
    ['Bearer abcdefghij.klm', 'Bearer [redacted]'],
    ['{"src_sk" : "a\\"b", "bucket":"logs"}', '{"src_sk" : "[redacted]", "bucket":"logs"}'],
    ['{"password":"x","connection_string":"y"}', '{"password":"[redacted]","connection_string":"[redacted]"}'],
  ])('removes text that looks like a secret: %s', (text, clean) => {
    expect(redact(text)).toBe(clean)
  })

  test('keeps ordinary words', () => {
    const text = 'request parameter [description] invalid: bucket task-logs, object key a/b'
    expect(redact(text, ['', 'a'])).toBe(text)
  })

  // An expression that looks at each letter more than a few times does not finish here.
  test('cuts a long text, but never within a known secret', () => {
    expect(redact(`${'x'.repeat(995)}SECRETVALUE${'-x'.repeat(5_000_000)}`, ['SECRETVALUE'])).toBe(
      `${'x'.repeat(995)}[reda`,
    )
  })
})

test('recognizes headers with secrets by their names', () => {
  const headers = {
    Authorization: 'a',
    'X-Auth-Token': 'b',
    'x-ncp-iam-access-key': 'c',
    'X-Sdk-Date': 'd',
    accept: 'e',
  }
  expect(secretsOfHeaders(headers)).toEqual(['a', 'b', 'c'])
})

test('recognizes what a header carries after its scheme, which a cloud may repeat by itself', () => {
  const secrets = secretsOfHeaders({ Authorization: 'Basic ZXhhbXBsZTpub3QtcmVhbA==' })
  expect(redact('could not decode ZXhhbXBsZTpub3QtcmVhbA==', secrets)).toBe('could not decode [redacted]')
})
