import { describe, expect, test } from 'vitest'
import type { LocalSlack } from '../../../playground/slack/server.ts'
import { act, callApi, messagesIn, startSlack, textsIn } from './stand.ts'

const channel = 'C0MIGRATIONS'
const user = 'U0ENGINEER'

describe('a response_url', () => {
  async function issue(slack: LocalSlack): Promise<(body: object) => Promise<[number, string]>> {
    await act(slack, 'command', { user, channel, text: '/migrate' })
    slack.world.messages.set(channel, [])
    const id = [...slack.world.responseUrls.keys()].at(-1)
    return async (body) => {
      const url = `${slack.url}/hooks/commands/T0LOCAL/${id}`
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
      return [response.status, await response.text()]
    }
  }

  test('accepts five messages, then none', async () => {
    const slack = await startSlack()
    const respond = await issue(slack)
    for (const text of ['1', '2', '3', '4', '5']) expect((await respond({ text }))[0]).toBe(200)
    expect(await respond({ text: '6' })).toEqual([404, 'used_url'])
    expect(textsIn(slack, channel)).toEqual(['1', '2', '3', '4', '5'])
  })

  test('expires after thirty minutes', async () => {
    let now = 1_700_000_000_000
    const slack = await startSlack({ clock: { now: () => now } })
    const respond = await issue(slack)
    now += 30 * 60_000 + 1
    expect(await respond({ text: 'late' })).toEqual([404, 'expired_url'])
  })

  test.each([
    ['status', [400, 'invalid_blocks']],
    ['body', [200, '{"ok":false,"error":"invalid_blocks"}']],
  ] as const)('refuses invalid blocks by the %s, which does not count as a use', async (refusedResponse, refusal) => {
    const slack = await startSlack({ readings: { refusedResponse } })
    const respond = await issue(slack)
    expect(await respond({ blocks: [{ type: 'section' }] })).toEqual(refusal)
    for (const text of ['1', '2', '3', '4', '5']) expect((await respond({ text }))[0]).toBe(200)
  })

  test('of a command cannot replace a message, as in Slack, and posts a new one', async () => {
    const slack = await startSlack()
    const respond = await issue(slack)
    await respond({ text: 'Working…' })
    await respond({ text: 'Done', replace_original: true, response_type: 'in_channel' })
    expect(messagesIn(slack, channel).map(({ text, only_for }) => [text, only_for])).toEqual([
      ['Working…', user],
      ['Done', undefined],
    ])
  })

  test.each([
    ['replaced', [200, 'ok'], ['Done']],
    ['refused', [400, 'cant_update_message'], ['Working…']],
  ] as const)('of a command with replacement %s', async (commandReplies, answer, texts) => {
    const slack = await startSlack()
    slack.world.commandReplies = commandReplies
    const respond = await issue(slack)
    await respond({ text: 'Working…' })
    const [status, body] = await respond({ text: 'Done', replace_original: true })
    expect([status, status === 200 ? 'ok' : body]).toEqual(answer)
    expect(textsIn(slack, channel)).toEqual(texts)
  })

  test('of a click can delete the clicked message, and share it instead', async () => {
    const slack = await startSlack()
    const button = { type: 'button', action_id: 'share', text: { type: 'plain_text', text: 'Share' } }
    const blocks = [{ type: 'actions', elements: [button] }]
    await callApi(slack, 'chat.postEphemeral', { channel, user, text: 'only you', blocks })
    const message_ts = messagesIn(slack, channel)[0]?.ts
    await act(slack, 'click', { user, channel, message_ts, action_id: 'share' })
    const url = `${slack.url}/hooks/actions/T0LOCAL/${[...slack.world.responseUrls.keys()].at(-1)}`
    const body = JSON.stringify({ delete_original: true, response_type: 'in_channel', text: 'for all' })
    expect((await fetch(url, { method: 'POST', body })).status).toBe(200)
    expect(messagesIn(slack, channel).map(({ text, only_for }) => [text, only_for])).toEqual([['for all', undefined]])
  })
})
