import { describe, expect, test } from 'vitest'
import type { FaultRequest } from '../../playground/slack/protocol.ts'
import { isAppError } from '../../src/errors.ts'
import type { FileOrder } from '../../src/slack/files.ts'
import { createWire } from '../../src/slack/wire.ts'
import { messagesIn, startSlack, tokenOf } from '../playground/slack/stand.ts'

const workspace = 'T0LOCAL'
const channel = 'C0MIGRATIONS'
const direct = 'D0LOCAL0ENGINEER'
const picture = {
  workspace,
  content: new Uint8Array(Buffer.from('a picture')),
  mediaType: 'image/png',
  fileName: 'statistics-24h.png',
  altText: '140 objects requested',
  comment: '*a → b*',
  user: 'U0ENGINEER',
}

async function openDesk() {
  const slack = await startSlack()
  const wire = createWire({
    slackApiUrl: slack.apiUrl,
    tokenOf: async (team) => tokenOf(slack, team),
    timeoutMs: 15_000,
  })
  return {
    slack,
    show: (place: { channel?: string; thread?: string } = {}, file: FileOrder = picture) =>
      wire.sendFile({ ...file, ...place }).catch((error: unknown) => (isAppError(error) ? error.code : error)),
    spoil: (method: string, fault: FaultRequest['fault']) => void slack.world.faults.push({ method, times: 1, fault }),
  }
}

describe('a picture', () => {
  test('is one message with its description, in the conversation of the person with Ferry', async () => {
    const { slack, show } = await openDesk()
    expect(await show()).toBe(direct)
    const [message, ...more] = messagesIn(slack, direct)
    expect(message).toMatchObject({
      text: '*a → b*',
      files: [{ name: 'statistics-24h.png', alt_text: '140 objects requested' }],
    })
    expect(more).toEqual([])
    const shown = await fetch(message?.files?.[0]?.url ?? '')
    expect([shown.headers.get('content-type'), await shown.text()]).toEqual(['image/png', 'a picture'])
  })

  test('is one among other files, which have no description', async () => {
    const { slack, show } = await openDesk()
    const { altText, ...table } = picture
    const content = new Uint8Array(Buffer.from('a,b\r\n'))
    expect(await show({}, { ...table, content, mediaType: 'text/csv', fileName: 'audit.csv' })).toBe(direct)
    const [file] = messagesIn(slack, direct).flatMap(({ files = [] }) => files)
    expect(file).toMatchObject({ name: 'audit.csv', mimetype: 'text/csv' })
    expect(file).not.toHaveProperty('alt_text')
    expect(await (await fetch(file?.url ?? '')).text()).toBe('a,b\r\n')
  })

  test('is shown in a channel, or in a thread of it', async () => {
    const { slack, show } = await openDesk()
    expect(await show({ channel })).toBe(channel)
    const [first] = messagesIn(slack, channel)
    await show({ channel, thread: first?.ts ?? '' })
    expect(messagesIn(slack, channel).map(({ thread_ts }) => thread_ts)).toEqual([first?.ts, first?.ts])
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
    const { slack, show, spoil } = await openDesk()
    spoil(method, fault)
    expect(await show()).toBe(code)
    expect(messagesIn(slack, direct).length).toBeLessThanOrEqual(shown)
    expect(slack.world.calls.filter((call) => call.method === method).length).toBeLessThanOrEqual(1)
  })

  test('is refused where Ferry is not', async () => {
    const { slack, show } = await openDesk()
    const team = slack.world.teams.get(workspace)
    const place = slack.world.channels.get(channel)
    if (place !== undefined) place.members = place.members.filter((id) => id !== team?.bot_user_id)
    expect(await show({ channel })).toBe('slack_refused')
    expect(messagesIn(slack, channel)).toEqual([])
  })
})
