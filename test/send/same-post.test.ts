import { describe, expect, test } from 'vitest'
import { hashOfText, sameAmong } from '../../src/send/thread/same-post.ts'
import type { Channel } from '../../src/store/store.ts'

const channel: Channel = { channel: 'C1', receipts: {}, begun: {} }

describe('a text as Slack returns it', () => {
  test.each([
    ['a & b <c>', 'a &amp; b &lt;c&gt;'],
    ['Retried by <@U1>', 'Retried by <@U1|maria>'],
    ['see <#C1>', 'see <#C1|migrations>'],
    ['see https://example.test/a', 'see <https://example.test/a>'],
    ['see example.test', 'see <http://example.test|example.test>'],
    ['✅ Succeeded', ':white_check_mark: Succeeded'],
    ['two  blanks\n', 'two blanks'],
  ])('is the one that was sent: %s', (sent, returned) => {
    expect(hashOfText(returned)).toBe(hashOfText(sent))
  })

  test.each([
    ['orders → archive failed', 'orders → archive succeeded'],
    ['prod/1912 failed', 'prod/1913 failed'],
    ['at 12:30:45', 'at 12:31:45'],
    ['over', 'over again'],
  ])('is not another one: %s', (sent, returned) => {
    expect(hashOfText(returned)).not.toBe(hashOfText(sent))
  })
})

describe('of Ferry’s own posts, the lost one', () => {
  const posts = ['1700000003.000100', '1700000002.000100', '1700000001.000100'].map((ts) => ({ ts, text: 'Resumed' }))
  const sought = { text: hashOfText('Resumed'), channel }

  test('is the oldest', () => {
    expect(sameAmong(posts, sought)).toBe('1700000001.000100')
  })

  test('was accepted after the last one before', () => {
    expect(sameAmong(posts, { ...sought, after: '1700000001.000100' })).toBe('1700000002.000100')
  })

  test('is no card, no card of the past, and nothing that was accepted meanwhile', () => {
    const receipts = { a: { cardTs: '1700000001.000100', deliveredSeq: 0 } }
    const past = { '1700000002.000100': 'prod/1' }
    const accepted = ['1700000003.000100']
    expect(sameAmong(posts, { ...sought, channel: { ...channel, receipts, past } })).toBe('1700000003.000100')
    expect(sameAmong(posts, { ...sought, channel: { ...channel, receipts, past, accepted } })).toBeUndefined()
  })
})
