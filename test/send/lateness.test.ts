import { describe, expect, test } from 'vitest'
import { tellingLateness, waitedFor } from '../../src/send/thread/lateness.ts'

const minute = 60_000
const section = { type: 'section', text: { type: 'mrkdwn', text: 'It failed' } }
const post = (times?: { decidedAt: number; dueAt: number }) => ({
  message: { text: 'It failed', blocks: [section] },
  ...(times && { times }),
})
const open = { channel: {}, speaksSince: 0 }
const held = { method: 'post', since: 1, until: 2, wereTold: false } as const
const broken = { reason: 'not_in_channel', since: 1, triedAt: 1, wasOwnerTold: true }

describe('what a post tells', () => {
  test('waited on purpose from when it happened until it was due, and is late from then on', () => {
    expect(waitedFor(post({ decidedAt: 1000, dueAt: 9000 }), 10_000)).toEqual({ heldMs: 8000, lateMs: 1000 })
    expect(waitedFor(post({ decidedAt: 1000, dueAt: 1000 }), 500)).toEqual({ heldMs: 0, lateMs: 0 })
    expect(waitedFor(post(), 10_000)).toBeUndefined()
  })

  test.each([
    ['up to a minute late', { decidedAt: 0, dueAt: 0 }, minute],
    ['held for hours on purpose', { decidedAt: 0, dueAt: 480 * minute }, 481 * minute],
    ['a card, which is drawn as things are', undefined, 90 * minute],
  ])('is sent as it is if it is %s', (_, times, now) => {
    const given = post(times)
    expect(tellingLateness(given, { ...open, now })).toBe(given.message)
  })

  test.each([
    [{ held }, 0, ': Slack has limited what Ferry may post'],
    [{ broken }, 0, ': Slack did not let Ferry post here'],
    [{}, 2 * minute, ': Ferry was restarted, or let in here again, in between'],
    [{}, 0, ''],
  ])(
    'says how late it is and why, as far as that is certain: %j, speaking since %i',
    (channel, speaksSince, reason) => {
      const { text, blocks } = tellingLateness(post({ decidedAt: minute, dueAt: minute }), {
        now: 5 * minute,
        channel,
        speaksSince,
      })
      expect(text).toBe('It failed')
      const line = `:hourglass_flowing_sand: Told 4 min after Ferry noticed it${reason}.`
      expect(blocks).toEqual([section, { type: 'context', elements: [{ type: 'mrkdwn', text: line }] }])
    },
  )

  test('stays within what Slack takes', () => {
    const message = { text: 'x', blocks: Array.from({ length: 50 }, () => section) }
    expect(tellingLateness({ message, times: { decidedAt: 0, dueAt: 0 } }, { ...open, now: 5 * minute })).toBe(message)
  })
})
