import { describe, expect, test } from 'vitest'
import { accountNote, accountNotice } from '../../src/views/notice/account-notice.ts'
import { readable } from './readable.ts'

const trouble = { code: 'provider_refused', what: 'Ferry doesn’t know the code `OMS.9876`.', next: 'Wait.', since: 0 }
const cloud = { code: 'OMS.9876', message: 'New <!channel> `words`', detail: 'limit: no', requestId: 'req-1' }
const linesOf = (about: typeof trouble & { cloud?: typeof cloud }) =>
  readable(accountNotice({ account: 'prod-hw', trouble: about, blind: 2 })).flatMap((text) => text.split('\n'))

describe('a notice about an account', () => {
  test('shows what the cloud said, before what to do, and its request id', () => {
    const lines = linesOf({ ...trouble, cloud })
    expect(lines).toContain('The cloud’s message: `New &lt;!channel&gt; ˋwordsˋ`')
    expect(lines.indexOf('Wait.')).toBe(lines.indexOf('Details: `limit: no`') + 1)
    expect(lines.join()).toContain('Request id, for the cloud’s support: `req-1`')
  })

  test('that was stored without the cloud’s words is shown as before', () => {
    expect(linesOf(trouble).join()).not.toMatch(/message|Details|Request id/)
    expect(linesOf(trouble)).toContain('Wait.')
  })

  test('shows them in its thread, too, when the cause changes', () => {
    const text = readable(accountNote('prod-hw', 'changed', { ...trouble, cloud })).join('\n')
    expect(text).toContain('The cloud’s message: `New &lt;!channel&gt; ˋwordsˋ`')
  })
})
