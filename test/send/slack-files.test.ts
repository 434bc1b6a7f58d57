import { describe, expect, test } from 'vitest'
import type { FaultRequest } from '../../playground/slack/protocol.ts'
import { isAppError } from '../../src/errors/errors.ts'
import { createWire } from '../../src/slack/client/wire.ts'
import { messagesIn, startSlack, tokenOf } from '../playground/slack/stand.ts'

const workspace = 'T0LOCAL'
const direct = 'D0LOCAL0ENGINEER'
const audit = {
  workspace,
  content: new Uint8Array(Buffer.from('a,b\r\n')),
  mediaType: 'text/csv',
  fileName: 'audit.csv',
  comment: '*All entries*',
  user: 'U0ENGINEER',
}

async function openDesk({ timeoutMs = 15_000 } = {}) {
  const slack = await startSlack()
  const wire = createWire({ slackApiUrl: slack.apiUrl, tokenOf: async (team) => tokenOf(slack, team), timeoutMs })
  return {
    slack,
    send: () => wire.sendFile(audit).catch((error: unknown) => (isAppError(error) ? error.code : error)),
    spoil: (method: string, fault: FaultRequest['fault']) => void slack.world.faults.push({ method, times: 1, fault }),
  }
}

describe('a file', () => {
  test('is one message, in the conversation of the person with Ferry', async () => {
    const { slack, send } = await openDesk()
    expect(await send()).toBe(direct)
    const [message, ...more] = messagesIn(slack, direct)
    expect(message).toMatchObject({ text: '*All entries*', files: [{ name: 'audit.csv', mimetype: 'text/csv' }] })
    expect(more).toEqual([])
    expect(await (await fetch(message?.files?.[0]?.url ?? '')).text()).toBe('a,b\r\n')
  })

  test.each<[method: string, fault: FaultRequest['fault'], outcome: { code: string; shown: number }]>([
    ['conversations.open', { kind: 'error', error: 'user_disabled' }, { code: 'slack_refused', shown: 0 }],
    ['files.getUploadURLExternal', { kind: 'cut_after' }, { code: 'slack_unreachable', shown: 0 }],
    [
      'files.getUploadURLExternal',
      { kind: 'error', error: 'file_uploads_disabled' },
      { code: 'slack_refused', shown: 0 },
    ],
    ['files.getUploadURLExternal', { kind: 'garbage' }, { code: 'slack_unreachable', shown: 0 }],
    ['upload_url', { kind: 'cut_before' }, { code: 'slack_unreachable', shown: 0 }],
    ['upload_url', { kind: 'hang' }, { code: 'slack_unreachable', shown: 0 }],
    ['upload_url', { kind: 'status', status: 500 }, { code: 'slack_refused', shown: 0 }],
    ['upload_url', { kind: 'rate_limited', retry_after: 5 }, { code: 'slack_rate_limited', shown: 0 }],
    [
      'files.completeUploadExternal',
      { kind: 'rate_limited', retry_after: 5 },
      { code: 'slack_rate_limited', shown: 0 },
    ],
    ['files.completeUploadExternal', { kind: 'cut_before' }, { code: 'slack_outcome_unknown', shown: 0 }],
    ['files.completeUploadExternal', { kind: 'cut_after' }, { code: 'slack_outcome_unknown', shown: 1 }],
    ['files.completeUploadExternal', { kind: 'garbage' }, { code: 'slack_outcome_unknown', shown: 1 }],
  ])('is never shown twice and never tried again: %s %j', async (method, fault, { code, shown }) => {
    const { slack, send, spoil } = await openDesk(fault.kind === 'hang' ? { timeoutMs: 1000 } : {})
    spoil(method, fault)
    expect(await send()).toBe(code)
    expect(messagesIn(slack, direct).length).toBeLessThanOrEqual(shown)
    expect(slack.world.calls.filter((call) => call.method === method).length).toBeLessThanOrEqual(1)
  })
})
