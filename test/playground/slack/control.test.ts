import { describe, expect, test } from 'vitest'
import { eventually } from '../../eventually.ts'
import { act, callApi, look, messagesIn, startBolt, startSlack } from './stand.ts'

const channel = 'C0MIGRATIONS'
const user = 'U0LEAD'

describe('an impossible act is answered with one sentence', () => {
  test.each([
    ['command', { user, text: '/migrate' }, 'channel: Invalid input: expected string, received undefined'],
    ['command', { user: 'U404', channel, text: '/migrate' }, 'Nobody here has the user id U404'],
    ['command', { user, channel, text: '/deploy' }, '"/deploy" is no command here; type /migrate first'],
    [
      'command',
      { user: 'U0ENGINEER', channel: 'C0STORAGE', text: '/migrate' },
      'U0ENGINEER is not a member of C0STORAGE',
    ],
    ['click', { user, action_id: 'x' }, 'Say where the element is: view_id, or channel and message_ts'],
    ['submit', { user, view_id: 'V404', fields: {} }, 'U0LEAD has no modal open'],
    ['message', { user: 'U0LOCALBOT', channel, text: 'x' }, 'U0LOCALBOT is a bot; people act, bots call the Web API'],
    ['faults', { method: 'x', times: 0, fault: { kind: 'hang' } }, 'times: Too small: expected number to be >0'],
  ])('%s', async (path, request, error) => {
    const slack = await startSlack()
    const response = await fetch(`${slack.url}/control/${path}`, { method: 'POST', body: JSON.stringify(request) })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ ok: false, acknowledged: false, error })
  })

  test('a body that is not JSON and an unknown path are refused', async () => {
    const slack = await startSlack()
    const post = (path: string) => fetch(`${slack.url}/control/${path}`, { method: 'POST', body: '{' })
    expect((await post('command')).status).toBe(400)
    expect((await post('dance')).status).toBe(404)
  })
})

test('the state shows each person what they can see, and every change raises the revision', async () => {
  const slack = await startSlack({ panels: () => [{ title: 'Clouds', status: 'now', buttons: [] }] })
  const revisions: string[] = []
  const stream = await fetch(`${slack.url}/control/events`)
  void stream.body?.pipeTo(new WritableStream({ write: (chunk) => void revisions.push(Buffer.from(chunk).toString()) }))
  await callApi(slack, 'chat.postEphemeral', { channel, user, text: 'for the lead' })
  await callApi(slack, 'chat.postMessage', { channel: 'C0STORAGE', text: 'x' })
  await eventually(() => expect(revisions.join('')).toContain(`data: {"revision":${slack.world.revision}}`))
  expect(await look(slack, 'state?user=U0ENGINEER')).toMatchObject({ messages: [], app: { is_connected: false } })
  expect(await look(slack, `state?user=${user}`)).toMatchObject({
    team: { id: 'T0LOCAL' },
    messages: [{ text: 'for the lead' }, { text: 'x' }],
    panels: [{ title: 'Clouds' }],
  })
})

test('channels can be created, joined, archived and left, and the app is told', async () => {
  const slack = await startSlack()
  const heard: unknown[] = []
  const bolt = await startBolt(slack, 'socket')
  bolt.event(/.*/, async ({ event }) => void heard.push(event))
  const made = await act(slack, 'channel', { action: 'create', user, name: 'night-shift' })
  expect(made).toMatchObject({ channel: { name: 'night-shift', members: [user] } })
  const [id] = [...slack.world.channels.keys()].slice(-1)
  for (const action of ['invite', 'archive', 'unarchive', 'kick'])
    await act(slack, 'channel', { action, user, channel: id })
  await eventually(() =>
    expect(heard).toMatchObject([
      { type: 'member_joined_channel', user: 'U0LOCALBOT', inviter: user, channel: id },
      { type: 'channel_archive', user },
      { type: 'channel_unarchive' },
      { type: 'member_left_channel', user: 'U0LOCALBOT' },
    ]),
  )
})

test('Slackbot answers a mention that the app does not receive', async () => {
  const slack = await startSlack()
  expect(await act(slack, 'mention', { user, channel: 'C0GENERAL', text: 'status' })).toMatchObject({
    error: 'not_in_channel',
  })
  expect(messagesIn(slack, 'C0GENERAL').at(-1)).toMatchObject({ user: 'USLACKBOT', only_for: user })
})

test('a reset keeps the seed and nothing else', async () => {
  const slack = await startSlack()
  await callApi(slack, 'chat.postMessage', { channel, text: 'x' })
  await act(slack, 'faults', { method: '*', times: 9, fault: { kind: 'hang' } })
  await act(slack, 'reset')
  expect(messagesIn(slack, channel)).toEqual([])
  expect(await callApi(slack, 'auth.test')).toMatchObject({ ok: true })
})

test('the host serves its page at / and its controls under /control', async () => {
  const slack = await startSlack()
  slack.mount('/', (_, response) => void response.end('page'))
  slack.mount('/control/clouds/', (request, response) => void response.end(request.url))
  const at = async (path: string) => (await fetch(slack.url + path)).text()
  expect(await at('/app.js')).toBe('page')
  expect(await at('/control/clouds/clock')).toBe('/control/clouds/clock')
  expect(await at('/control/state')).toContain('"revision"')
})
