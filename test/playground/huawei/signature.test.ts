import { describe, expect, test } from 'vitest'
import { parseAuthorization, signatureOf, signedAt } from '../../../playground/huawei/signature.ts'
import { account, project, sign } from './cloud.ts'

const host = 'oms.cn-north-4.myhuaweicloud.com'
const date = '20240416T095341Z'
const empty = Buffer.alloc(0)

function signature(target: string, headers: Record<string, string>): string {
  const all = { host, 'x-sdk-date': date, ...headers }
  return signatureOf({ method: 'GET', target, headers: all, body: empty }, Object.keys(all), account.secretKey)
}

describe('the signature check accepts the known vectors', () => {
  const tasks = `/v2/${project}/tasks`
  test.each([
    [
      `${tasks}?status=4&offset=0&limit=10`,
      { 'content-type': 'application/json', 'x-project-id': project },
      '97b82e77219ed3071533eb238fed2dfcbb88ce037c3ec6a0b6c148779a46e335',
    ],
    [
      `${tasks}?status=4&offset=0&limit=10`,
      { 'x-project-id': project },
      'c4958373ae2f29a059f1e8c9e5d64c0656e6e782a01007aa0554e6f0d4ad5d95',
    ],
    [`${tasks}?limit=100&offset=0`, {}, 'fbfbc1d51eb0de78bd7d857af76c85923da1f757f2903e48902374eba0b16e21'],
    [
      `${tasks}/191297407830872`,
      { 'content-type': 'application/json', 'x-project-id': project },
      'bd219a8d85f95a06a6e1934836ee9200d3bf49640cc58ee73e2d53e34009a272',
    ],
  ])('%s with %j', (target, headers, expected) => {
    expect(signature(target, headers)).toBe(expected)
  })
})

describe('the signature check accepts the official signer’s requests', () => {
  test.each([
    ['GET', '/v2/p/tasks', { task_name: '一 (&=?!#%.*)', limit: '1', Zone: 'first', empty: '' }, undefined],
    ['POST', '/v2/p/tasks', {}, { description: '照片 → archive', list: ["!*'()"] }],
    ['PUT', '/v2/p/tasks/1/bandwidth-policy', {}, undefined],
    ['DELETE', '/v2/p/tasks/1', {}, undefined],
    ['GET', '/', {}, undefined],
  ])('%s %s with query %j and body %j', (...[method, path, query, body]) => {
    const url = 'http://127.0.0.1:8080'
    const by = { ...account, securityToken: 'example-security-token' }
    const headers = sign({ method, url, path, now: 0 }, { by, query, ...(body && { body }) })
    const authorization = parseAuthorization(headers.Authorization)
    const received = {
      method,
      target: `${path}?${new URLSearchParams(query)}`,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
      body: Buffer.from(body ? JSON.stringify(body) : ''),
    }
    expect(authorization?.accessKey).toBe(account.accessKey)
    expect(authorization?.signedHeaders).toContain('x-security-token')
    expect(signatureOf(received, authorization?.signedHeaders ?? [], account.secretKey)).toBe(authorization?.signature)
  })
})

test('a signing time has only one valid form', () => {
  const at = (text: string) => signedAt({ method: 'GET', target: '/', headers: { 'x-sdk-date': text }, body: empty })
  expect(at(date)).toBe(Date.UTC(2024, 3, 16, 9, 53, 41))
  expect(at('2024-04-16T09:53:41Z')).toBeUndefined()
  expect(at('20241316T095341Z')).toBeUndefined()
})
