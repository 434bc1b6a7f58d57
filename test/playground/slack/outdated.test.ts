import type { BlockAction } from '@slack/bolt'
import { describe, expect, test } from 'vitest'
import type { LocalSlack } from '../../../playground/slack/server.ts'
import { act, callApi, messagesIn, modalsOf, plain, refusal, startBolt, startSlack } from './stand.ts'

const channel = 'C0MIGRATIONS'
const user = 'U0ENGINEER'

/** People act on what their screen still shows, and Slack allows that. */
describe('a control that has been replaced', () => {
  const row = (name: string) => ({
    type: 'actions',
    elements: [{ type: 'button', action_id: 'press', value: name, text: plain(name) }],
  })

  /** Starts a Slack with an app that records what was pressed. */
  async function start() {
    const slack = await startSlack()
    const bolt = await startBolt(slack, 'socket')
    const pressed: BlockAction[] = []
    bolt.action<BlockAction>(/.*/, async ({ ack, body }) => {
      pressed.push(body)
      await ack()
    })
    bolt.shortcut('open', async ({ ack, client, body }) => {
      await client.views.open({ trigger_id: body.trigger_id, view: page('Cloud', ['huawei', 'naver']) })
      await ack()
    })
    return { slack, pressed }
  }

  async function post(slack: LocalSlack): Promise<{ message_ts: string; block_id: string | undefined }> {
    await callApi(slack, 'chat.postMessage', { channel, text: 'card', blocks: [row('first')] })
    const message = messagesIn(slack, channel).at(-1)
    return { message_ts: message?.ts ?? '', block_id: message?.blocks[0]?.block_id }
  }

  test('in a message is sent to the app, with the present message', async () => {
    const { slack, pressed } = await start()
    const { message_ts, block_id } = await post(slack)
    const click = { user, channel, message_ts, action_id: 'press' }
    await callApi(slack, 'chat.update', { channel, ts: message_ts, text: 'card', blocks: [row('second')] })
    await callApi(slack, 'chat.update', { channel, ts: message_ts, text: 'over', blocks: [] })
    await act(slack, 'click', { ...click, block_id, seen: message_ts })
    expect(pressed).toMatchObject([
      { actions: [{ value: 'first', block_id }], message: { ts: message_ts, text: 'over' } },
    ])
    expect(await refusal(slack, 'click', click)).toBe('Nothing with the action_id "press" is there')
    expect(await refusal(slack, 'click', { ...click, seen: '1.000001' })).toContain('had no version 1.000001')
  })

  test('with the same ids is sent with the value that the person saw', async () => {
    const { slack, pressed } = await start()
    await callApi(slack, 'chat.postMessage', { channel, text: 'card', blocks: [{ ...row('first'), block_id: 'row' }] })
    const message_ts = messagesIn(slack, channel).at(-1)?.ts
    const blocks = [{ ...row('second'), block_id: 'row' }]
    await callApi(slack, 'chat.update', { channel, ts: message_ts, text: 'card', blocks })
    const click = { user, channel, message_ts, action_id: 'press' }
    await act(slack, 'click', { ...click, seen: message_ts })
    await act(slack, 'click', click)
    expect(pressed.flatMap(({ actions }) => actions)).toMatchObject([{ value: 'first' }, { value: 'second' }])
  })

  test('is refused in a deleted message', async () => {
    const { slack, pressed } = await start()
    const { message_ts, block_id } = await post(slack)
    await callApi(slack, 'chat.delete', { channel, ts: message_ts })
    const click = { user, channel, message_ts, block_id, action_id: 'press', seen: message_ts }
    expect(await refusal(slack, 'click', click)).toBe(`${user} sees no message ${message_ts} in ${channel}`)
    expect(pressed).toEqual([])
  })

  test('on a page of a form is sent to the app, and leaves the new page unchanged', async () => {
    const { slack, pressed } = await start()
    await act(slack, 'shortcut', { user, callback_id: 'open' })
    const before = modalsOf(slack, user).at(-1)
    const seen = before?.hash
    await callApi(slack, 'views.update', { view_id: before?.id, view: page('Region', ['north']) })
    const values = structuredClone(modalsOf(slack, user).at(-1)?.values)
    await act(slack, 'click', { user, view_id: before?.id, action_id: 'answer', value: 'naver', seen })
    expect(pressed).toMatchObject([
      { actions: [{ selected_option: { value: 'naver' } }], view: { title: plain('Region') } },
    ])
    expect(modalsOf(slack, user).at(-1)?.values).toEqual(values)
  })
})

function page(title: string, values: string[]) {
  const options = values.map((value) => ({ text: plain(value), value }))
  const element = { type: 'static_select' as const, action_id: 'answer', options }
  const input = { type: 'input' as const, block_id: title, dispatch_action: true, label: plain(title), element }
  return { type: 'modal' as const, title: plain(title), submit: plain('Next'), blocks: [input] }
}
