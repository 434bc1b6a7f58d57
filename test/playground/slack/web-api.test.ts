import { describe, expect, test } from 'vitest'
import { manifestFile } from '../../../playground/slack/manifest.ts'
import type { LocalSlack } from '../../../playground/slack/server.ts'
import { act, callApi, clientOf, look, messagesIn, startSlack, textBlock, tokenOf } from './stand.ts'

const channel = 'C0MIGRATIONS'

describe('chat', () => {
  test.each([
    ['channel_not_found', { channel: 'C404', text: 'x' }],
    ['channel_not_found', { channel: 'C0STORAGE2', text: 'x' }],
    ['not_in_channel', { channel: 'C0GENERAL', text: 'x' }],
    ['is_archived', { channel: 'C0OLD', text: 'x' }],
    ['no_text', { channel }],
    ['thread_not_found', { channel, text: 'x', thread_ts: '1.000001' }],
    [
      'invalid_blocks',
      { channel, text: 'x', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }] },
    ],
    ['invalid_blocks_format', { channel, text: 'x', blocks: '[{' }],
    [
      'msg_blocks_too_long',
      { channel, text: 'x', blocks: Array.from({ length: 6 }, () => textBlock('x'.repeat(2500))) },
    ],
  ])('refuses a post with %s', async (error, args) => {
    const slack = await startSlack({
      channels: [
        { id: channel, name: 'migrations' },
        { id: 'C0GENERAL', name: 'general', hasApp: false },
        { id: 'C0OLD', name: 'old', isArchived: true },
        { id: 'C0STORAGE2', name: 'storage', isPrivate: true, hasApp: false },
      ],
    })
    expect(await callApi(slack, 'chat.postMessage', args)).toMatchObject({ ok: false, error })
    expect(messagesIn(slack, channel)).toEqual([])
  })

  test('says where invalid blocks are wrong', async () => {
    const slack = await startSlack()
    const blocks = [textBlock('fine'), { type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }]
    expect(await callApi(slack, 'chat.postMessage', { channel, text: 'x', blocks })).toMatchObject({
      response_metadata: { messages: [expect.stringContaining('[json-pointer:/blocks/1/text')] },
    })
  })

  test('keeps the blocks in an edit that leaves them out', async () => {
    const slack = await startSlack()
    const chat = clientOf(slack).chat
    const { ts = '' } = await chat.postMessage({ channel, text: 'one', blocks: [textBlock('block')] })
    await chat.update({ channel, ts, text: 'two' })
    expect(messagesIn(slack, channel)).toMatchObject([
      { text: 'two', blocks: [textBlock('block')], edited_at: expect.any(String) },
    ])
    await chat.update({ channel, ts, text: 'three', blocks: [] })
    expect(messagesIn(slack, channel)[0]?.blocks).toEqual([])
  })

  test('edits and deletes only the app’s own messages', async () => {
    const slack = await startSlack()
    await act(slack, 'message', { user: 'U0LEAD', channel, text: 'mine' })
    const ts = messagesIn(slack, channel)[0]?.ts
    expect(await callApi(slack, 'chat.update', { channel, ts, text: 'x' })).toMatchObject({
      error: 'cant_update_message',
    })
    expect(await callApi(slack, 'chat.delete', { channel, ts })).toMatchObject({ error: 'cant_delete_message' })
    expect(await callApi(slack, 'chat.delete', { channel, ts: '1.0' })).toMatchObject({ error: 'message_not_found' })
  })

  test('shows an ephemeral message to one person, and not in the history', async () => {
    const slack = await startSlack()
    await clientOf(slack).chat.postEphemeral({ channel, user: 'U0LEAD', text: 'psst' })
    expect(await look(slack, `messages?channel=${channel}&user=U0LEAD`)).toMatchObject([{ text: 'psst' }])
    expect(await look(slack, `messages?channel=${channel}&user=U0ENGINEER`)).toEqual([])
    expect(await callApi(slack, 'conversations.history', { channel })).toMatchObject({ messages: [] })
  })
})

describe('conversations', () => {
  test('a post with an unknown outcome can be found by its metadata', async () => {
    const slack = await startSlack()
    const client = clientOf(slack)
    const metadata = { event_type: 'delivery', event_payload: { key: 'k-1' } }
    await client.chat.postMessage({ channel, text: 'x', metadata })
    const bare = await client.conversations.history({ channel })
    const full = await client.conversations.history({ channel, include_all_metadata: true })
    expect(bare.messages?.[0]?.metadata).toBeUndefined()
    expect(full.messages?.[0]).toMatchObject({ metadata, bot_id: 'B0LOCALBOT', app_id: slack.app.id })
  })

  test('the history lists the newest first, and keeps replies in their thread unless they are broadcast', async () => {
    const slack = await startSlack()
    const { chat, conversations } = clientOf(slack)
    const { ts: parent = '' } = await chat.postMessage({ channel, text: 'parent' })
    await chat.postMessage({ channel, text: 'reply', thread_ts: parent })
    await chat.postMessage({ channel, text: 'broadcast', thread_ts: parent, reply_broadcast: true })
    await chat.postMessage({ channel, text: 'last' })
    const first = await conversations.history({ channel, limit: 2 })
    const cursor = first.response_metadata?.next_cursor ?? ''
    const second = await conversations.history({ channel, limit: 2, cursor })
    const texts = [first, second].map(({ messages = [] }) => messages.map((message) => message.text))
    expect(texts).toEqual([['last', 'broadcast'], ['parent']])
    expect(second.has_more).toBe(false)
    const thread = await conversations.replies({ channel, ts: parent })
    expect(thread.messages?.map((message) => message.text)).toEqual(['parent', 'reply', 'broadcast'])
    expect(thread.messages?.[0]).toMatchObject({ reply_count: 2 })
  })

  test('the list has what the app may see, and direct messages can be opened', async () => {
    const slack = await startSlack()
    const { conversations } = clientOf(slack)
    const { channels } = await conversations.list({ types: 'public_channel,private_channel' })
    expect(channels?.map((one) => [one.name, one.is_member])).toEqual([
      ['migrations', true],
      ['general', false],
      ['storage-leads', true],
    ])
    const { channel: direct } = await conversations.open({ users: 'U0LEAD' })
    expect(await callApi(slack, 'chat.postMessage', { channel: direct?.id, text: 'hi' })).toMatchObject({ ok: true })
    await conversations.join({ channel: 'C0GENERAL' })
    expect(slack.world.channels.get('C0GENERAL')?.members).toContain('U0LOCALBOT')
  })
})

describe('a call is refused with', () => {
  test.each([
    ['invalid_auth', 'auth.test', 'xoxb-wrong'],
    ['unknown_method', 'chat.shout', undefined],
    ['invalid_auth', 'apps.connections.open', undefined],
  ])('%s', async (error, method, token) => {
    const slack = await startSlack()
    expect(await callApi(slack, method, token === undefined ? {} : { token })).toMatchObject({ ok: false, error })
  })

  test.each([
    ['user_not_found', 'U0NOBODY'],
    ['cannot_dm_bot', 'U0LOCALBOT'],
    ['user_disabled', 'U0LEFT'],
  ])('%s, if no direct message with that person can be opened', async (error, users) => {
    const left = { id: 'U0LEFT', name: 'left', isDeactivated: true }
    const slack = await startSlack({ users: [{ id: 'U0LEAD', name: 'lead' }, left] })
    expect(await callApi(slack, 'conversations.open', { users })).toMatchObject({ ok: false, error })
  })

  test('a missing scope is named', async () => {
    const manifest = manifestFile()
    manifest.oauth_config.scopes.bot = ['commands']
    const slack = await startSlack({ manifest })
    expect(await callApi(slack, 'chat.postMessage', { channel, text: 'x' })).toMatchObject({
      error: 'missing_scope',
      needed: 'chat:write',
      provided: 'commands',
    })
  })

  test('the token decides the workspace', async () => {
    const slack = await startSlack({
      teams: [
        { id: 'T1', name: 'One' },
        { id: 'T2', name: 'Two' },
      ],
      users: [
        { id: 'U1', name: 'one' },
        { id: 'U2', name: 'two', team: 'T2' },
      ],
      channels: [
        { id: 'C1', name: 'general' },
        { id: 'C2', name: 'general', team: 'T2' },
      ],
    })
    await clientOf(slack, { teamId: 'T2' }).chat.postMessage({ channel: '#general', text: 'in two' })
    expect(messagesIn(slack, 'C2')).toMatchObject([{ text: 'in two', user: 'U2BOT' }])
    expect(
      await callApi(slack, 'chat.postMessage', { token: tokenOf(slack, 'T1'), channel: 'C2', text: 'x' }),
    ).toMatchObject({
      error: 'channel_not_found',
    })
    expect(await callApi(slack, 'auth.test', { token: tokenOf(slack, 'T2') })).toMatchObject({
      team_id: 'T2',
      user_id: 'U2BOT',
    })
    await callApi(slack, 'auth.revoke', { token: 'xoxb-local-T2' })
    expect(await callApi(slack, 'auth.test', { token: 'xoxb-local-T2' })).toMatchObject({ error: 'token_revoked' })
  })

  test('the log of calls contains no token', async () => {
    const slack = await startSlack()
    await clientOf(slack).chat.postMessage({ token: tokenOf(slack), channel, text: `mine is ${tokenOf(slack)}` })
    const calls = await look(slack, 'calls')
    expect(calls).toMatchObject([{ method: 'chat.postMessage', ok: true, status: 200, args: { channel } }])
    expect(JSON.stringify(calls)).not.toContain('xoxb')
  })
})

test('files can be uploaded, shared and fetched', async () => {
  const slack = await startSlack()
  await clientOf(slack).files.uploadV2({
    channel_id: channel,
    file: Buffer.from('a,b\n1,2\n'),
    filename: 'failed-objects.csv',
    initial_comment: 'Here',
  })
  const [message] = messagesIn(slack, channel)
  expect(message).toMatchObject({ text: 'Here', files: [{ name: 'failed-objects.csv' }] })
  const file = await fetch(message?.files?.[0]?.url ?? '')
  expect(await file.text()).toBe('a,b\n1,2\n')
})

describe('an upload', () => {
  const file = { filename: 'chart.png', length: '3', alt_txt: 'A chart' }
  const begin = async (slack: LocalSlack, changes: Record<string, string> = {}) =>
    callApi(slack, 'files.getUploadURLExternal', { ...file, ...changes })
  const send = (url: unknown, body: string) => fetch(String(url), { method: 'POST', body })
  const complete = (slack: LocalSlack, id: unknown, place: Record<string, unknown> = { channel_id: channel }) =>
    callApi(slack, 'files.completeUploadExternal', { files: [{ id }], ...place })

  test('has three steps; the last one works once, and only after the second', async () => {
    const slack = await startSlack()
    const { upload_url, file_id } = await begin(slack)
    expect(await complete(slack, file_id)).toMatchObject({ error: 'file_not_found' })
    expect((await send(upload_url, 'png')).status).toBe(200)
    expect(await complete(slack, file_id)).toMatchObject({ ok: true, files: [{ id: file_id, size: 3 }] })
    expect(messagesIn(slack, channel)).toMatchObject([{ files: [{ id: file_id, alt_text: 'A chart' }] }])
    expect(await complete(slack, file_id)).toMatchObject({ error: 'file_not_found' })
    expect((await send(upload_url, 'png')).status).toBe(404)
  })

  test('takes a description under one name only, and with a limited length', async () => {
    const slack = await startSlack()
    const { upload_url, file_id } = await begin(slack, { alt_txt: '', alt_text: 'A chart' })
    await send(upload_url, 'png')
    await complete(slack, file_id)
    expect(messagesIn(slack, channel)[0]?.files?.[0]).not.toHaveProperty('alt_text')
    expect(await begin(slack, { alt_txt: 'x'.repeat(1001) })).toMatchObject({ error: 'alt_txt_too_large' })
  })

  test('is refused if it is empty, or names an unknown file or place', async () => {
    const slack = await startSlack()
    expect(await begin(slack, { length: '0' })).toMatchObject({ error: 'missing_argument' })
    const { upload_url, file_id } = await begin(slack)
    expect((await send(upload_url, '')).status).toBe(400)
    await send(upload_url, 'png')
    expect(await complete(slack, 'F0UNKNOWN')).toMatchObject({ error: 'file_not_found' })
    expect(await complete(slack, file_id, { channel_id: 'C0UNKNOWN' })).toMatchObject({ error: 'channel_not_found' })
  })
})

test('blocks.validate reports every error with its pointer', async () => {
  const slack = await startSlack()
  expect(await callApi(slack, 'blocks.validate', { blocks: [textBlock('x')] })).toMatchObject({ ok: true })
  expect(await callApi(slack, 'blocks.validate', { blocks: [{ type: 'section' }, textBlock('')] })).toMatchObject({
    ok: false,
    errors: [{ pointer: expect.stringMatching(/^\/blocks\/0/) }, { pointer: expect.stringMatching(/^\/blocks\/1/) }],
  })
})

test('people of another organization have its team, and are strangers without a shared channel', async () => {
  const slack = await startSlack({
    users: [
      { id: 'U1', name: 'member' },
      { id: 'U8', name: 'passer-by', team: 'T9OTHER' },
      { id: 'U9', name: 'partner', team: 'T9OTHER' },
    ],
    channels: [{ id: 'C1', name: 'shared', members: ['U1', 'U9'] }],
  })
  const { users } = clientOf(slack)
  expect((await users.info({ user: 'U9' })).user).toMatchObject({ team_id: 'T9OTHER', is_stranger: false })
  expect((await users.info({ user: 'U8' })).user).toMatchObject({ team_id: 'T9OTHER', is_stranger: true })
  expect((await users.info({ user: 'U1' })).user).toMatchObject({ team_id: 'T0LOCAL', is_stranger: false })
})
