import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { eventually } from '../../eventually.ts'
import { act, callApi, plain, startBolt, startSlack, textBlock } from './stand.ts'

const channel = 'C0MIGRATIONS'
const user = 'U0ENGINEER'
const viewAnswer = z.object({ view: z.object({ hash: z.string() }) })

describe('views', () => {
  test('a trigger opens one view within three seconds', async () => {
    let now = 1_700_000_000_000
    const slack = await startSlack({ clock: { now: () => now } })
    const view = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [textBlock('x')] }
    const issue = async () => {
      await act(slack, 'command', { user: 'U0LEAD', channel, text: '/migrate' })
      return [...slack.world.triggers.keys()].at(-1)
    }
    const used = await issue()
    expect(await callApi(slack, 'views.open', { trigger_id: used, view })).toMatchObject({ ok: true })
    expect(await callApi(slack, 'views.open', { trigger_id: used, view })).toMatchObject({
      error: 'exchanged_trigger_id',
    })
    const late = await issue()
    now += 3001
    expect(await callApi(slack, 'views.open', { trigger_id: late, view })).toMatchObject({
      error: 'expired_trigger_id',
    })
    expect(await callApi(slack, 'views.open', { trigger_id: 'made-up', view })).toMatchObject({
      error: 'invalid_trigger_id',
    })
  })

  test('there can be three modals on top of each other, and an update keeps what was filled in', async () => {
    const slack = await startSlack()
    const input = {
      type: 'input',
      block_id: 'b',
      dispatch_action: true,
      label: { type: 'plain_text', text: 'Name' },
      element: { type: 'plain_text_input', action_id: 'a' },
    }
    const view = {
      type: 'modal',
      title: { type: 'plain_text', text: 'T' },
      submit: { type: 'plain_text', text: 'Go' },
      blocks: [input],
    }
    const trigger = async () => {
      await act(slack, 'command', { user: 'U0LEAD', channel, text: '/migrate' })
      return [...slack.world.triggers.keys()].at(-1)
    }
    await callApi(slack, 'views.open', { trigger_id: await trigger(), view })
    const opened = slack.world.modals.get('U0LEAD')?.[0]
    await act(slack, 'click', { user: 'U0LEAD', view_id: opened?.id, action_id: 'a', value: 'typed' })
    await callApi(slack, 'views.update', { view_id: opened?.id, view: { ...view, blocks: [textBlock('more'), input] } })
    expect(slack.world.modals.get('U0LEAD')?.[0]?.values).toMatchObject({ b: { a: { value: 'typed' } } })
    expect(await callApi(slack, 'views.update', { view_id: opened?.id, hash: 'old', view })).toMatchObject({
      error: 'hash_conflict',
    })
    expect(await callApi(slack, 'views.push', { trigger_id: await trigger(), view })).toMatchObject({ ok: true })
    expect(await callApi(slack, 'views.push', { trigger_id: await trigger(), view })).toMatchObject({ ok: true })
    expect(await callApi(slack, 'views.push', { trigger_id: await trigger(), view })).toMatchObject({
      error: 'push_limit_reached',
    })
    const stack = slack.world.modals.get('U0LEAD') ?? []
    expect(stack.map((one) => one.root_view_id)).toEqual([opened?.id, opened?.id, opened?.id])
    await act(slack, 'close', { user: 'U0LEAD', view_id: stack.at(-1)?.id })
    expect(slack.world.modals.get('U0LEAD')).toHaveLength(2)
  })

  test('an older home tab does not replace a newer one', async () => {
    const slack = await startSlack()
    const publish = (text: string, hash?: string) =>
      callApi(slack, 'views.publish', { user_id: user, view: { type: 'home', blocks: [textBlock(text)] }, hash })
    const hashOf = (answer: object) => viewAnswer.parse(answer).view.hash
    const first = hashOf(await publish('one'))
    const second = hashOf(await publish('two', first))
    expect(second).not.toBe(first)
    expect(await publish('late', first)).toMatchObject({ ok: false, error: 'hash_conflict' })
    expect(await publish('three', second)).toMatchObject({ ok: true })
  })

  test('a view of more than 250 kB is refused, measured in bytes', async () => {
    const slack = await startSlack()
    const wide = { type: 'home', blocks: Array.from({ length: 100 }, () => textBlock('界'.repeat(900))) }
    expect(JSON.stringify(wide).length).toBeLessThan(250_000)
    expect(await callApi(slack, 'views.publish', { user_id: user, view: wide })).toMatchObject({
      error: 'view_too_large',
    })
  })

  test('a view that Slack would refuse is refused, with the place of the error', async () => {
    const slack = await startSlack()
    const view = { type: 'modal', title: { type: 'plain_text', text: 'x'.repeat(25) }, blocks: [textBlock('x')] }
    expect(await callApi(slack, 'views.open', { trigger_id: 't', view })).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: [expect.stringContaining('[json-pointer:/view/title')] },
    })
  })
})

test('a view that the app answers wrongly is reported and not shown', async () => {
  const slack = await startSlack()
  const bolt = await startBolt(slack, 'http')
  bolt.command('/migrate', async ({ ack, client, command }) => {
    await ack()
    const blocks = [textBlock('x')]
    const view = { type: 'modal' as const, callback_id: 'v', title: plain('T'), submit: plain('Go'), blocks }
    await client.views.open({ trigger_id: command.trigger_id, view })
  })
  bolt.view('v', ({ ack }) =>
    ack({ response_action: 'update', view: { type: 'modal', title: plain('x'.repeat(25)), blocks: [] } }),
  )
  await act(slack, 'command', { user, channel, text: '/migrate' })
  await eventually(() => expect(slack.world.modals.get(user)).toHaveLength(1))
  const view_id = slack.world.modals.get(user)?.[0]?.id
  expect(await act(slack, 'submit', { user, view_id, fields: {} })).toMatchObject({
    ok: false,
    acknowledged: true,
    error: expect.stringContaining('invalid_arguments'),
  })
})

test('an app can push a second modal, and is told when one closes if it asked for that', async () => {
  const slack = await startSlack()
  const heard: unknown[] = []
  const bolt = await startBolt(slack, 'socket')
  const view = {
    type: 'modal' as const,
    callback_id: 'v',
    title: plain('T'),
    submit: plain('Go'),
    blocks: [textBlock('x')],
  }
  bolt.shortcut('open', async ({ ack, client, body }) => {
    await ack()
    await client.views.open({ trigger_id: body.trigger_id, view })
  })
  bolt.view('v', ({ ack }) =>
    ack({ response_action: 'push', view: { ...view, callback_id: 'w', notify_on_close: true } }),
  )
  bolt.view({ type: 'view_closed', callback_id: 'w' }, async ({ ack, body }) => {
    await ack()
    heard.push(body)
  })
  await act(slack, 'shortcut', { user, callback_id: 'open' })
  await eventually(() => expect(slack.world.modals.get(user)).toHaveLength(1))
  const first = slack.world.modals.get(user)?.[0]?.id
  await act(slack, 'submit', { user, view_id: first, fields: {} })
  const second = slack.world.modals.get(user)?.[1]
  expect(second).toMatchObject({ root_view_id: first, previous_view_id: first })
  await act(slack, 'close', { user, view_id: second?.id })
  expect(heard).toMatchObject([{ is_cleared: false, view: { id: second?.id, previous_view_id: first } }])
  expect(slack.world.modals.get(user)?.map((one) => one.id)).toEqual([first])
})
