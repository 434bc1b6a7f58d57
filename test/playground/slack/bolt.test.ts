import type { App, BlockAction, ButtonAction } from '@slack/bolt'
import { describe, expect, test } from 'vitest'
import type { LocalSlack } from '../../../playground/slack/server.ts'
import { eventually } from '../../eventually.ts'
import { act, look, messagesIn, modalsOf, plain, startBolt, startSlack, textBlock, textsIn } from './stand.ts'

const channel = 'C0MIGRATIONS'
const user = 'U0ENGINEER'

describe.each(['http', 'socket'] as const)('a Bolt app over %s', (mode) => {
  async function start(configure: (bolt: App) => void): Promise<LocalSlack> {
    const slack = await startSlack()
    configure(await startBolt(slack, mode))
    return slack
  }

  test('acknowledges a command and answers it for the person alone', async () => {
    const slack = await start((bolt) => {
      bolt.command('/migrate', async ({ ack, respond, command }) => {
        await ack()
        await respond(`You said ${command.text}`)
      })
    })
    expect(await act(slack, 'command', { user, channel, text: '/migrate status 1912…' })).toMatchObject({
      ok: true,
      acknowledged: true,
    })
    await eventually(() => expect(textsIn(slack, channel)).toEqual(['You said status 1912…']))
    expect(messagesIn(slack, channel)[0]).toMatchObject({ only_for: user, user: 'U0LOCALBOT' })
    expect(await look(slack, `messages?channel=${channel}&user=U0LEAD`)).toEqual([])
  })

  test('answers a command in its acknowledgement', async () => {
    const slack = await start((bolt) => {
      bolt.command('/migrate', ({ ack }) =>
        ack({ response_type: 'in_channel', blocks: [textBlock('Seen')], text: 'Seen' }),
      )
    })
    await act(slack, 'command', { user, channel, text: '/migrate list' })
    const [message] = messagesIn(slack, channel)
    expect(message).toMatchObject({ text: 'Seen', blocks: [{ type: 'section', block_id: expect.any(String) }] })
    expect(message?.only_for).toBeUndefined()
  })

  test('receives a button of its message and replaces that message', async () => {
    const seen: (ButtonAction | BlockAction)[] = []
    const slack = await start((bolt) => {
      bolt.command('/migrate', ({ ack }) =>
        ack({
          text: 'Pause?',
          blocks: [
            {
              type: 'actions',
              block_id: 'row',
              elements: [{ type: 'button', action_id: 'pause', value: 'pause 1912', text: plain('Pause') }],
            },
          ],
        }),
      )
      bolt.action<BlockAction<ButtonAction>>('pause', async ({ ack, action, body, respond }) => {
        await ack()
        seen.push(action, body)
        await respond({ replace_original: true, text: 'Paused' })
      })
    })
    await act(slack, 'command', { user, channel, text: '/migrate' })
    const ts = messagesIn(slack, channel)[0]?.ts
    expect(await act(slack, 'click', { user, channel, message_ts: ts, action_id: 'pause' })).toMatchObject({ ok: true })
    await eventually(() => expect(textsIn(slack, channel)).toEqual(['Paused']))
    expect(seen[0]).toMatchObject({ value: 'pause 1912', block_id: 'row', action_ts: expect.any(String) })
    expect(seen[1]).toMatchObject({
      container: { type: 'message', is_ephemeral: true, message_ts: ts },
      team: { id: 'T0LOCAL' },
      user: { id: user, team_id: 'T0LOCAL' },
      channel: { id: channel, name: 'migrations' },
      enterprise: null,
    })
  })

  test('opens a modal, refuses it with errors, then accepts it', async () => {
    const sent: unknown[] = []
    const slack = await start((bolt) => {
      bolt.command('/migrate', async ({ ack, client, command }) => {
        await ack()
        await client.views.open({ trigger_id: command.trigger_id, view: createView })
      })
      bolt.view('create', async ({ ack, view }) => {
        sent.push(view.state.values)
        const isShort = (view.state.values.source?.input?.value ?? '').length < 3
        if (isShort) await ack({ response_action: 'errors', errors: { source: 'Too short' } })
        else
          await ack({
            response_action: 'update',
            view: { type: 'modal', title: plain('Done'), blocks: [textBlock('ok')] },
          })
      })
    })
    await act(slack, 'command', { user, channel, text: '/migrate create' })
    await eventually(() => expect(modalsOf(slack, user)).toHaveLength(1))
    const [view] = modalsOf(slack, user)
    const send = (fields: object) => act(slack, 'submit', { user, view_id: view?.id, fields })

    expect(await send({ 'Source bucket': '' })).toEqual({
      ok: false,
      acknowledged: true,
      errors: { source: 'Please complete this required field.' },
    })
    expect(sent).toEqual([])
    expect(await send({ 'Source bucket': 'ab' })).toMatchObject({ ok: false, errors: { source: 'Too short' } })
    expect(await send({ source: 'archive', Provider: 'naver' })).toMatchObject({ ok: true, acknowledged: true })
    expect(sent.at(-1)).toMatchObject({
      source: { input: { type: 'plain_text_input', value: 'archive' } },
      provider: { choice: { type: 'static_select', selected_option: { value: 'naver' } } },
    })
    expect(modalsOf(slack, user)[0]?.payload.title).toEqual(plain('Done'))
  })

  test('receives a mention and answers in its thread', async () => {
    const slack = await start((bolt) => {
      bolt.event('app_mention', async ({ event, say }) => {
        await say({ text: `Heard ${event.text}`, thread_ts: event.ts })
      })
    })
    await act(slack, 'mention', { user, channel, text: 'status' })
    await eventually(() =>
      expect(textsIn(slack, channel)).toEqual(['<@U0LOCALBOT> status', 'Heard <@U0LOCALBOT> status']),
    )
    expect(messagesIn(slack, channel)[0]?.reply_count).toBe(1)
  })

  test('publishes a home tab when a person opens it', async () => {
    const slack = await start((bolt) => {
      bolt.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [textBlock('Welcome')] } })
      })
    })
    await act(slack, 'home', { user })
    await eventually(async () => {
      expect(await look(slack, `state?user=${user}`)).toMatchObject({
        home: { payload: { blocks: [textBlock('Welcome')] } },
      })
    })
  })

  test('suggests options, one of which can be chosen without another request', async () => {
    const chosen: unknown[] = []
    const slack = await start((bolt) => {
      bolt.options('bucket', ({ ack, options }) =>
        ack({ options: [{ text: plain(`Bucket ${options.value}`), value: options.value }] }),
      )
      bolt.action('bucket', async ({ ack, action }) => {
        await ack()
        chosen.push(action)
      })
      bolt.command('/migrate', ({ ack }) =>
        ack({ text: 'x', blocks: [{ type: 'actions', elements: [{ type: 'external_select', action_id: 'bucket' }] }] }),
      )
    })
    await act(slack, 'command', { user, channel, text: '/migrate' })
    const place = { user, channel, message_ts: messagesIn(slack, channel)[0]?.ts, action_id: 'bucket' }
    expect(await act(slack, 'suggest', { ...place, value: 'arch' })).toMatchObject({ options: [{ value: 'arch' }] })
    expect(await act(slack, 'click', { ...place, value: 'logs' })).toMatchObject({ ok: true })
    expect(chosen).toMatchObject([{ selected_option: { value: 'logs' } }])
  })

  test('receives shortcuts, with and without a message', async () => {
    const seen: unknown[] = []
    const slack = await start((bolt) => {
      bolt.shortcut(/.*/, async ({ ack, body }) => {
        await ack()
        seen.push(body)
      })
    })
    await act(slack, 'message', { user, channel, text: 'Look at 1912…' })
    const ts = messagesIn(slack, channel)[0]?.ts
    await act(slack, 'shortcut', { user, callback_id: 'new' })
    await act(slack, 'shortcut', { user, callback_id: 'about', channel, message_ts: ts })
    expect(seen).toMatchObject([
      { type: 'shortcut', callback_id: 'new' },
      { type: 'message_action', callback_id: 'about', message: { text: 'Look at 1912…', user } },
    ])
  })
})

const createView = {
  type: 'modal' as const,
  callback_id: 'create',
  title: plain('New migration'),
  submit: plain('Create'),
  blocks: [
    {
      type: 'input',
      block_id: 'source',
      label: plain('Source bucket'),
      element: { type: 'plain_text_input', action_id: 'input' },
    },
    {
      type: 'input',
      block_id: 'provider',
      label: plain('Provider'),
      element: {
        type: 'static_select',
        action_id: 'choice',
        initial_option: { text: plain('Huawei Cloud'), value: 'huawei' },
        options: [
          { text: plain('Huawei Cloud'), value: 'huawei' },
          { text: plain('NAVER Cloud'), value: 'naver' },
        ],
      },
    },
  ],
}
