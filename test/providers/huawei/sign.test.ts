import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js'
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Signable, signRequest } from '../../../src/providers/huawei/client/sign.ts'

const keys = { accessKey: 'HWEXAMPLEAK0000000AK', secretKey: 'exampleSecretKey0000000000000000000000SK' }
const at = new Date('2024-04-16T09:53:41Z')
const project = '2c0689c860ad4728a497c91ec0844383'
const base = `https://oms.cn-north-4.myhuaweicloud.com/v2/${project}/tasks`

describe('the signature', () => {
  test.each([
    {
      what: 'a list with content type and project',
      url: `${base}?status=4&offset=0&limit=10`,
      headers: { 'content-type': 'application/json', 'X-Project-Id': project },
      signature: '97b82e77219ed3071533eb238fed2dfcbb88ce037c3ec6a0b6c148779a46e335',
    },
    {
      what: 'a list without content type',
      url: `${base}?status=4&offset=0&limit=10`,
      headers: { 'X-Project-Id': project },
      signature: 'c4958373ae2f29a059f1e8c9e5d64c0656e6e782a01007aa0554e6f0d4ad5d95',
    },
    {
      what: 'a list with nothing but host and date',
      url: `${base}?limit=100&offset=0`,
      headers: {},
      signature: 'fbfbc1d51eb0de78bd7d857af76c85923da1f757f2903e48902374eba0b16e21',
    },
    {
      what: 'one task',
      url: `${base}/191297407830872`,
      headers: { 'content-type': 'application/json', 'X-Project-Id': project },
      signature: 'bd219a8d85f95a06a6e1934836ee9200d3bf49640cc58ee73e2d53e34009a272',
    },
  ])('of $what equals the known one', ({ url, headers, signature }) => {
    const signed = signRequest({ method: 'GET', url: new URL(url), headers }, keys, at)
    expect(signed['X-Sdk-Date']).toBe('20240416T095341Z')
    expect(signed.Authorization).toMatch(new RegExp(`^SDK-HMAC-SHA256 Access=${keys.accessKey}, SignedHeaders=`))
    expect(signed.Authorization?.endsWith(`Signature=${signature}`)).toBe(true)
  })

  test('does not depend on the order of the query, but on the body', () => {
    const sign = (url: string, body: string) =>
      signRequest({ method: 'POST', url: new URL(url), headers: {}, body }, keys, at).Authorization
    expect(sign(`${base}?b=2&a=1`, '{}')).toBe(sign(`${base}?a=1&b=2`, '{}'))
    expect(sign(base, '{}')).not.toBe(sign(base, '{ }'))
  })

  test('includes the token of temporary keys', () => {
    const signed = signRequest(
      { method: 'GET', url: new URL(base), headers: {} },
      { ...keys, securityToken: 'temp-token' },
      at,
    )
    expect(signed['X-Security-Token']).toBe('temp-token')
    expect(signed.Authorization).toContain('SignedHeaders=host;x-sdk-date;x-security-token,')
  })
})

describe("Huawei's own signer", () => {
  test('agrees for any request', () => {
    fc.assert(
      fc.property(requests, ({ request, query, body }) => {
        const url = new URL(request.url)
        for (const [name, values] of query) for (const value of values) url.searchParams.append(name, value)
        const signable = { ...request, url, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
        expect(signRequest(signable, keys, at).Authorization).toBe(official(signable, new Map(query), body))
      }),
      { numRuns: 500 },
    )
  })
})

/** The signature header of the official SDK for Node. */
function official({ method, url, headers }: Signable, query: Map<string, string[]>, body: unknown): unknown {
  const signed: object = AKSKSigner.sign(
    {
      method,
      endpoint: `${url.origin}${url.pathname}`,
      queryParams: Object.fromEntries([...query].map(([name, values]) => [name, [...values]])),
      headers: { ...headers, 'X-Sdk-Date': '20240416T095341Z' },
      ...(body === undefined ? {} : { data: body }),
    },
    new BasicCredentials().withAk(keys.accessKey).withSk(keys.secretKey),
  )
  return Object.entries(signed).find(([name]) => name === 'Authorization')?.[1]
}

const anyText = fc.string({ unit: 'grapheme', maxLength: 20 })
const oddText = fc.oneof(
  anyText,
  fc.string({ unit: fc.constantFrom(...'!\'()*~ -_.+&=?/%#,;:@$é日😀"<>'), maxLength: 12 }),
)
const segment = fc.string({ unit: fc.constantFrom(...'abcXYZ019-._~'), minLength: 1, maxLength: 12 }).filter(isSegment)
const headerValue = fc
  .string({ unit: fc.constantFrom(...'abcXYZ 019-._~/;=+'), maxLength: 30 })
  .map((text) => text.trim())

const requests = fc.record({
  request: fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    url: fc
      .array(segment, { maxLength: 5 })
      .map((path) => `https://oms.cn-north-4.myhuaweicloud.com/${path.join('/')}`),
    headers: fc.record(
      {
        'content-type': fc.constantFrom('application/json', 'application/json;charset=utf8'),
        'X-Project-Id': headerValue,
        'X-Security-Token': headerValue,
      },
      { requiredKeys: ['content-type'] },
    ),
  }),
  query: fc.uniqueArray(
    fc.tuple(
      oddText.filter((name) => name !== ''),
      fc.array(oddText, { minLength: 1, maxLength: 3 }),
    ),
    {
      selector: ([name]) => name,
      maxLength: 5,
    },
  ),
  body: fc.option(fc.dictionary(oddText, fc.oneof(oddText, fc.integer(), fc.boolean())), { nil: undefined }),
})

/** Whether a text can be a part of a path. URLs drop "." and "..". */
function isSegment(text: string): boolean {
  return text !== '.' && text !== '..'
}
