import { describe, expect, test } from 'vitest'
import { manifestFile } from '../../../playground/slack/manifest.ts'
import type { LocalSlack } from '../../../playground/slack/server.ts'
import { commandScope, scopesByEvent, scopesByMethod } from '../../../src/slack/client/surface.ts'
import { act, callApi, look, plain, refusal, startSlack, textBlock } from './stand.ts'
import { edited, places, postSelect, start, user } from './with-manifest.ts'

const { oauth_config, settings, features } = manifestFile()
const scopes = oauth_config.scopes.bot

describe('each scope of manifest.yml is needed: without', () => {
  test.each(scopes.filter((scope) => scope !== commandScope && !isOfEventsAlone(scope)))(
    '%s, a method that Ferry calls is refused with the reason',
    async (left) => {
      const slack = await start(
        edited(({ oauth_config: { scopes: s } }) => {
          s.bot = without(s.bot, left)
        }),
      )
      const refusals = (await callAll(slack)).filter(({ error }) => error === 'missing_scope')
      expect(refusals.map(({ needed }) => needed)).toContain(left)
      for (const { needed, provided } of refusals) {
        expect([needed, provided]).toEqual([left, without(scopes, left).join(',')])
      }
    },
  )

  test.each(Object.entries(scopesByEvent).flatMap(([event, needed]) => needed.map((scope) => [scope, event] as const)))(
    '%s, %s is not sent',
    async (left, event) => {
      const slack = await start(
        edited(({ oauth_config: { scopes: s } }) => {
          s.bot = without(s.bot, left)
        }),
      )
      await causeAll(slack, left.startsWith('groups') ? places.private : places.public)
      expect(eventsSent(slack)).not.toContain(event)
    },
  )

  test('commands, there is neither the slash command nor a shortcut', async () => {
    const slack = await start(
      edited(({ oauth_config: { scopes: s } }) => {
        s.bot = without(s.bot, commandScope)
      }),
    )
    const error = 'The app was not granted the scope commands, so it has none'
    expect(await refusal(slack, 'command', { user, channel: places.public, text: '/migrate' })).toBe(error)
    expect(await refusal(slack, 'shortcut', { user, callback_id: 'new_migration' })).toBe(error)
  })
})

test('with all scopes, no method that Ferry calls is refused, in any kind of conversation', async () => {
  const answers = await callAll(await start(manifestFile()))
  expect(answers.filter(({ error }) => error === 'missing_scope')).toEqual([])
})

describe('each event of manifest.yml', () => {
  test('is sent when it happens', async () => {
    const slack = await start(manifestFile())
    await causeAll(slack, places.private)
    await causeAll(slack, places.public)
    await act(slack, 'uninstall')
    expect(eventsSent(slack)).toEqual(expect.arrayContaining(settings.event_subscriptions.bot_events))
  })

  test.each(settings.event_subscriptions.bot_events)('is not sent without a subscription: %s', async (left) => {
    const slack = await start(
      edited(({ settings: { event_subscriptions } }) => {
        event_subscriptions.bot_events = without(event_subscriptions.bot_events, left)
      }),
    )
    await causeAll(slack, places.private)
    await causeAll(slack, places.public)
    await act(slack, 'uninstall')
    expect(eventsSent(slack)).not.toContain(left)
    expect(eventsSent(slack).length).toBeGreaterThan(0)
  })
})

test('people see the commands and shortcuts that the manifest declares, and no others', async () => {
  expect(await look(await start(manifestFile()), 'state')).toMatchObject({
    app: {
      commands: [{ command: '/migrate', usage_hint: 'status 1912… · list · watch 1912… · help' }],
      shortcuts: [
        { type: 'global', callback_id: 'new_migration', name: 'New migration' },
        { type: 'message', callback_id: 'explain_message', name: 'Explain this' },
        { type: 'message', callback_id: 'watch_message', name: 'Watch this' },
      ],
    },
  })
  const bare = await start(
    edited(({ features: f }) => {
      f.slash_commands = []
      f.shortcuts = [{ name: 'About', type: 'message', callback_id: 'about' }]
    }),
  )
  expect(await look(bare, 'state')).toMatchObject({ app: { commands: [], shortcuts: [{ name: 'About' }] } })
})

describe('without its declaration in the manifest, there is no', () => {
  test('slash command', async () => {
    const slack = await start(
      edited(({ features: f }) => {
        f.slash_commands = []
      }),
    )
    expect(await refusal(slack, 'command', { user, channel: places.public, text: '/migrate' })).toBe(
      '"/migrate" is no command here',
    )
  })

  test.each(features.shortcuts)('$type shortcut $callback_id', async ({ callback_id, type }) => {
    const slack = await start(
      edited(({ features: f }) => {
        f.shortcuts = []
      }),
    )
    const reason = `The app has no ${type} shortcut "${callback_id}"`
    const on = type === 'message' ? { channel: places.public, message_ts: await postSelect(slack) } : {}
    expect(await refusal(slack, 'shortcut', { user, callback_id, ...on })).toBe(reason)
  })

  test('effect of a button', async () => {
    const slack = await start(
      edited(({ settings: s }) => {
        s.interactivity.is_enabled = false
      }),
    )
    const ts = await postSelect(slack)
    const error = 'This app is not configured to handle interactive responses'
    const click = { user, channel: places.public, message_ts: ts, action_id: 'press' }
    expect(await refusal(slack, 'click', click)).toBe(error)
    expect(await refusal(slack, 'shortcut', { user, callback_id: 'new_migration' })).toBe(error)
  })

  test('home tab', async () => {
    const slack = await start(
      edited(({ features: f }) => {
        f.app_home.home_tab_enabled = false
      }),
    )
    expect(await refusal(slack, 'home', { user })).toBe('The app has no home tab')
    const view = { type: 'home', blocks: [textBlock('x')] }
    expect(await callApi(slack, 'views.publish', { user_id: user, view })).toMatchObject({ error: 'not_enabled' })
  })

  test('messages tab', async () => {
    const slack = await start(
      edited(({ features: f }) => {
        f.app_home.messages_tab_enabled = false
      }),
    )
    expect(await callApi(slack, 'chat.postMessage', { channel: places.direct, text: 'x' })).toMatchObject({
      error: 'messages_tab_disabled',
    })
  })

  test('Socket Mode', async () => {
    const slack = await start(
      edited(({ settings: s }) => {
        s.socket_mode_enabled = false
      }),
    )
    const { appToken: token } = slack.app
    expect(await callApi(slack, 'apps.connections.open', { token })).toMatchObject({ ok: false })
  })

  test('OAuth redirect', async () => {
    const slack = await start(manifestFile())
    const consent = `${slack.url}/oauth/v2/authorize?client_id=${slack.app.clientId}&redirect_uri=http://127.0.0.1/back`
    expect(await (await fetch(consent)).text()).toBe('bad_redirect_uri')
  })
})

test('a read-only messages tab accepts no messages from people', async () => {
  const writable = edited(({ features: f }) => {
    f.app_home.messages_tab_read_only_enabled = false
  })
  const message = { user, channel: places.direct, text: 'hello' }
  expect(await act(await start(writable), 'message', message)).toMatchObject({ ok: true })
  expect(await refusal(await start(manifestFile()), 'message', message)).toBe(
    'Sending messages to this app has been turned off',
  )
})

test('rotating tokens are valid for twelve hours', async () => {
  let now = 1_700_000_000_000
  const manifest = edited(({ settings: s }) => {
    s.token_rotation_enabled = true
  })
  const slack = await startSlack({ manifest, clock: { now: () => now } })
  expect(await callApi(slack, 'auth.test')).toMatchObject({ ok: true })
  now += 12 * 3_600_000
  expect(await callApi(slack, 'auth.test')).toMatchObject({ ok: false, error: 'token_expired' })
})

function without(list: readonly string[], left: string): string[] {
  return list.filter((one) => one !== left)
}

function isOfEventsAlone(scope: string): boolean {
  return !Object.values(scopesByMethod).some((needed) => needed.some((one) => one === scope))
}

/** Calls every method that Ferry uses, once in each kind of conversation. */
async function callAll(slack: LocalSlack) {
  const view = { type: 'modal', title: plain('T'), blocks: [textBlock('x')] }
  const home = { type: 'home', blocks: [textBlock('x')] }
  const more = { user, users: user, user_id: user, usergroup: 'S0', text: 'x', ts: '1.0', filename: 'a', length: 1 }
  const calls = Object.keys(scopesByMethod).flatMap((method) =>
    Object.values(places).map((channel) =>
      callApi(slack, method, {
        ...more,
        ...(method === 'conversations.open' ? {} : { channel }),
        view: method === 'views.publish' ? home : view,
      }),
    ),
  )
  return Promise.all(calls)
}

/** Does everything in a channel that can cause an event. */
async function causeAll(slack: LocalSlack, channel: string): Promise<void> {
  await act(slack, 'mention', { user, channel, text: 'status' })
  const url = `https://${features.unfurl_domains[0]}/1`
  await act(slack, 'message', { user, channel, text: url })
  const ts = slack.world.messages.get(channel)?.findLast(({ text }) => text === url)?.ts
  const attributes = { title: { text: 'One' } }
  const entity = { app_unfurl_url: url, url, external_ref: { id: '1' }, entity_payload: { attributes, fields: {} } }
  const entities = [{ ...entity, entity_type: 'slack#/entities/task' }]
  const shown = await callApi(slack, 'chat.unfurl', { channel, ts, metadata: { entities } })
  if (shown.ok === true) await act(slack, 'pane', { user, channel, message_ts: ts, url })
  await act(slack, 'home', { user })
  for (const action of ['kick', 'invite', 'archive', 'unarchive'])
    await act(slack, 'channel', { action, user, channel })
}

function eventsSent(slack: LocalSlack): string[] {
  return slack.world.sentEvents.map(({ payload }) => {
    const { event } = payload
    return typeof event === 'object' && event !== null && 'type' in event ? String(event.type) : ''
  })
}
