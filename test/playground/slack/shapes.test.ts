import type { App } from '@slack/bolt'
import { describe, expect, test } from 'vitest'
import { connected, mixed, organisation, organisationWide } from '../../../playground/slack/companies.ts'
import { forOAuth, type Manifest, manifestFile } from '../../../playground/slack/manifest.ts'
import type { LocalSlack, LocalSlackOptions } from '../../../playground/slack/server.ts'
import { eventually } from '../../eventually.ts'
import { acrossOrganisation, connectedWith, inOrganisation } from './documented.ts'
import { act, callApi, clientOf, modalsOf, plain, refusal, startBolt, startSlack, textBlock, tokenOf } from './stand.ts'

type Heard = Record<string, Record<string, unknown>>

/** Does everything once that a person can do, and returns the payloads that the app received, by type. */
async function hearAll(options: LocalSlackOptions, place: { user: string; channel: string; team?: string }) {
  const slack = await startSlack(options)
  const [{ bot_token } = { bot_token: '' }] = slack.world.installs.values()
  const heard: Heard = {}
  const bolt = await startBolt(slack, 'http', { authorize: () => Promise.resolve({ botToken: bot_token }) })
  collect(bolt, heard)
  const { user, channel } = place
  if (options.users?.some(({ id, team }) => id === user && !team?.startsWith('T9'))) {
    await act(slack, 'command', { user, channel, text: '/migrate' })
    await act(slack, 'shortcut', { user, callback_id: 'new_migration', ...(place.team && { team: place.team }) })
    await act(slack, 'home', { user, ...(place.team && { team: place.team }) })
  }
  await act(slack, 'mention', { user, channel, text: 'status' })
  const ts = await postButtons(slack, { token: bot_token, channel })
  await act(slack, 'suggest', { user, channel, message_ts: ts, action_id: 'bucket', value: 'a' })
  await act(slack, 'click', { user, channel, message_ts: ts, action_id: 'open' })
  await eventually(() => expect(modalsOf(slack, user)).toHaveLength(1))
  const view_id = modalsOf(slack, user)[0]?.id
  expect(await act(slack, 'submit', { user, view_id, fields: {} })).toMatchObject({ ok: true })
  await act(slack, 'click', { user, channel, message_ts: ts, action_id: 'open' })
  await eventually(() => expect(modalsOf(slack, user)).toHaveLength(1))
  await act(slack, 'close', { user, view_id: modalsOf(slack, user)[0]?.id })
  return { slack, heard }
}

function collect(bolt: App, heard: Heard): void {
  bolt.use(async ({ body, next }) => {
    const event = 'event' in body ? body.event : undefined
    heard[event?.type ?? ('type' in body ? body.type : 'command')] = { ...body }
    await next()
  })
  bolt.command('/migrate', ({ ack }) => ack())
  bolt.shortcut('new_migration', ({ ack }) => ack())
  bolt.options('bucket', ({ ack }) => ack({ options: [] }))
  bolt.action('open', async ({ ack, body, client }) => {
    await ack()
    if (!('trigger_id' in body)) return
    await client.views.open({ trigger_id: body.trigger_id, view: form })
  })
  bolt.view({ callback_id: 'form', type: 'view_submission' }, ({ ack }) => ack())
  bolt.view({ callback_id: 'form', type: 'view_closed' }, ({ ack }) => ack())
  bolt.event(/.*/, async () => {})
}

const form = {
  type: 'modal' as const,
  callback_id: 'form',
  notify_on_close: true,
  title: plain('T'),
  submit: plain('Go'),
  blocks: [textBlock('x')],
}

function withRedirect(): Manifest {
  return forOAuth(manifestFile(), 'http://127.0.0.1')
}

async function postButtons(slack: LocalSlack, { token, channel }: { token: string; channel: string }) {
  const elements = [
    { type: 'button', action_id: 'open', text: plain('Open') },
    { type: 'external_select', action_id: 'bucket' },
  ]
  const { ts } = await callApi(slack, 'chat.postMessage', {
    token,
    channel,
    text: 'x',
    blocks: [{ type: 'actions', elements }],
  })
  return ts
}

const interactions = ['shortcut', 'block_suggestion', 'block_actions', 'view_submission', 'view_closed']

describe('a member of an organization', () => {
  const place = { user: 'W0BOTH', channel: 'C0ACROSS', team: 'T0FIRST' }

  test('appears as on Slack’s pages, in every payload', async () => {
    const { slack, heard } = await hearAll(organisation, place)
    for (const type of interactions) expect(heard[type], type).toMatchObject(inOrganisation.interaction)
    for (const type of ['view_submission', 'view_closed']) {
      expect(heard[type]?.view, type).toMatchObject(inOrganisation.view)
    }
    expect(heard.command).toMatchObject(inOrganisation.command)
    for (const type of ['app_mention', 'app_home_opened']) expect(heard[type], type).toMatchObject(inOrganisation.event)
    expect(heard.app_mention?.event).not.toHaveProperty('user_team')
    const { users } = clientOf(slack, { teamId: 'T0FIRST' })
    expect((await users.info({ user: 'W0BOTH' })).user).toMatchObject(inOrganisation.person)
    expect((await users.info({ user: 'W0COLLEAGUE' })).user).toMatchObject({ team_id: 'T0SECOND', is_stranger: false })
  })

  test.each([
    ['home', 'T0SECOND'],
    ['here', 'T0FIRST'],
    ['organisation', 'E0ORG'],
  ] as const)('has the chosen team in the payloads: %s', async (memberTeam, team_id) => {
    const { heard } = await hearAll({ ...organisation, readings: { memberTeam } }, place)
    for (const type of interactions) expect(heard[type]?.user, type).toMatchObject({ id: 'W0BOTH', team_id })
  })

  test('makes a channel one of the organization, not an external one', async () => {
    const slack = await startSlack(organisation)
    const { conversations } = clientOf(slack, { teamId: 'T0FIRST' })
    expect((await conversations.info({ channel: 'C0ACROSS' })).channel).toMatchObject({
      is_shared: true,
      is_org_shared: true,
      is_ext_shared: false,
    })
  })
})

describe('an app installed for a whole organization', () => {
  const place = { user: 'W0BOTH', channel: 'C0ACROSS', team: 'T0FIRST' }

  test('gets payloads as on Slack’s pages', async () => {
    const { heard } = await hearAll(organisationWide, place)
    for (const type of interactions) expect(heard[type], type).toMatchObject(acrossOrganisation.interaction)
    for (const type of ['view_submission', 'view_closed']) {
      expect(heard[type]?.view, type).toMatchObject(acrossOrganisation.view)
    }
    expect(heard.command).toMatchObject(acrossOrganisation.command)
    expect(heard.app_mention).toMatchObject(acrossOrganisation.event)
  })

  test('gets payloads in the other observed form', async () => {
    const readings = { organisationTeam: 'named', organisationView: 'workspace' } as const
    const { heard } = await hearAll({ ...organisationWide, readings }, place)
    for (const type of interactions) expect(heard[type], type).toMatchObject({ team: { id: 'T0FIRST' } })
    expect(heard.view_submission?.view).toMatchObject({ app_installed_team_id: 'T0FIRST' })
  })

  test('has one token for all workspaces, and has to name one if it is unclear', async () => {
    const slack = await startSlack(organisationWide)
    const token = tokenOf(slack, 'E0ORG')
    const call = (method: string, args: object) => callApi(slack, method, { token, ...args })
    expect(await call('auth.test', {})).toMatchObject({
      team_id: 'E0ORG',
      enterprise_id: 'E0ORG',
      is_enterprise_install: true,
    })
    for (const channel of ['C0FIRST', 'C0SECOND']) {
      expect(await call('chat.postMessage', { channel, text: 'x' })).toMatchObject({ ok: true, channel })
    }
    expect(await call('users.list', {})).toMatchObject({ error: 'missing_argument' })
    expect(await call('users.list', { team_id: 'T9OTHER' })).toMatchObject({ error: 'team_access_not_granted' })
    expect(await call('users.list', { team_id: 'T0SECOND' })).toMatchObject({ ok: true })
  })

  test('is installed by OAuth only if the app allows it', async () => {
    const consentAt = async (slack: LocalSlack) =>
      fetch(
        `${slack.url}/oauth/v2/authorize?client_id=${slack.app.clientId}&team=E0ORG&scope=commands&redirect_uri=http://127.0.0.1/slack/oauth_redirect`,
        { redirect: 'manual' },
      )
    const shut = await startSlack({ ...organisation, manifest: withRedirect() })
    expect((await consentAt(shut)).status).toBe(200)
    const manifest = withRedirect()
    manifest.settings.org_deploy_enabled = true
    const open = await startSlack({ ...organisation, manifest })
    const code = new URL((await consentAt(open)).headers.get('location') ?? '').searchParams.get('code')
    const { clientId: client_id, clientSecret: client_secret } = open.app
    expect(await callApi(open, 'oauth.v2.access', { token: '', client_id, client_secret, code })).toMatchObject(
      acrossOrganisation.grant,
    )
  })
})

describe('a person of another company', () => {
  const channel = 'C0SHARED'

  test.each([
    ['workspace', 'U9PARTNER'],
    ['organisation', 'W9GRID'],
  ] as const)('from a %s appears as with Slack Connect', async (kind, user) => {
    const { slack, heard } = await hearAll(connected, { user, channel })
    expect(heard.app_mention).toMatchObject({ ...connectedWith.event, event: connectedWith[kind].mention })
    for (const type of ['block_suggestion', 'block_actions']) {
      expect(heard[type], type).toMatchObject(connectedWith[kind].click)
    }
    for (const type of ['view_submission', 'view_closed']) {
      expect(heard[type], type).toMatchObject(connectedWith[kind].form)
    }
    const { users, conversations } = clientOf(slack)
    expect((await users.info({ user })).user).toMatchObject({ is_stranger: false })
    expect((await conversations.info({ channel })).channel).toMatchObject({ is_ext_shared: true, is_org_shared: false })
  })

  test('appears in the other observed form', async () => {
    const readings = { strangerFormTeam: 'installed', strangerEventTeam: 'own' } as const
    const { heard } = await hearAll({ ...connected, readings }, { user: 'U9PARTNER', channel })
    expect(heard.view_submission).toMatchObject({ team: { id: 'T0LOCAL' }, user: { team_id: 'T9OTHER' } })
    expect(heard.app_mention).toMatchObject({ team_id: 'T9OTHER', context_team_id: 'T0LOCAL' })
  })

  test('cannot use the app’s commands', async () => {
    const slack = await startSlack(connected)
    expect(await refusal(slack, 'command', { user: 'U9PARTNER', channel, text: '/migrate' })).toBe(
      'U9PARTNER is of another company, so commands of T0LOCAL are not theirs to type',
    )
  })
})

describe('people with fewer rights', () => {
  test.each([
    ['U0GUEST', { is_restricted: true, is_ultra_restricted: false, deleted: false }],
    ['U0SINGLE', { is_restricted: true, is_ultra_restricted: true, deleted: false }],
    ['U0GONE', { deleted: true }],
  ])('%s is described by users.info', async (user, flags) => {
    const slack = await startSlack(mixed)
    expect((await clientOf(slack).users.info({ user })).user).toMatchObject(flags)
  })
})
