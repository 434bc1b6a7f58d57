import { expect, test } from 'vitest'
import { meteredFetch, type SlackCall } from '../../src/slack/client/metered-fetch.ts'

const json = { 'content-type': 'application/json; charset=utf-8' }

test.each([
  ['chat.update', new Response('{"ok":true,"ts":"1"}', { headers: json }), 'ok', true],
  ['chat.update', new Response('{"ok":false,"error":"is_archived"}', { headers: json }), 'is_archived', true],
  ['chat.update', new Response('{"ok":false,"error":"internal_error"}', { headers: json }), 'internal_error', false],
  ['chat.update', new Response('{"ok":false,"error":"Of nobody, a secret"}', { headers: json }), 'nonsense', false],
  ['chat.update', new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'nonsense', false],
  ['chat.update', new Response('<html>', { status: 404 }), 'http_404', false],
  ['chat.update', new Response('<html>', { status: 503 }), 'http_503', false],
  ['chat.update', new Response('', { status: 429 }), 'rate_limited', true],
  ['T1/B2/secret-of-a-hook', new Response('ok', { headers: { 'content-type': 'text/html' } }), 'ok', true],
  ['T1/B2/secret-of-a-hook', new Response('expired_url', { status: 404 }), 'http_404', true],
  ['T1/B2/secret-of-a-hook', new Response('', { status: 502 }), 'http_502', false],
])(
  'a call of %s is counted by its outcome, and by whether Slack answered',
  async (path, answer, ...[outcome, isAnswered]) => {
    const calls: SlackCall[] = []
    const text = await answer.clone().text()
    const got = await meteredFetch(
      async () => answer,
      (call) => calls.push(call),
    )(`https://slack.com/api/${path}`)
    expect(calls).toEqual([{ method: path === 'chat.update' ? path : 'other', outcome, isAnswered }])
    expect([got.status, await got.text()]).toEqual([answer.status, text])
  },
)

test('a call without an answer is counted, and fails as before', async () => {
  const calls: SlackCall[] = []
  const failure = new TypeError('fetch failed')
  const call = meteredFetch(
    () => Promise.reject(failure),
    (one) => calls.push(one),
  )
  await expect(call('https://slack.com/api/auth.test')).rejects.toBe(failure)
  expect(calls).toEqual([{ method: 'auth.test', outcome: 'unreachable', isAnswered: false }])
})
