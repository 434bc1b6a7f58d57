import { HTTPReceiver } from '@slack/bolt'
import { expect, test } from 'vitest'
import { forOAuth, manifestFile } from '../../../playground/slack/manifest.ts'
import { eventually } from '../../eventually.ts'
import { act, callApi, freePort, messagesIn, startBolt, startSlack, tokenOf } from './stand.ts'

test('Bolt is installed with OAuth in two workspaces and keeps a token for each', async () => {
  const slack = await startSlack({ ...twoTeams })
  const { clientId, clientSecret, stateSecret, signingSecret } = slack.app
  const installs = new Map<string, { bot?: { token: string } }>()
  const port = await freePort()
  slack.configure(forOAuth(slack.world.manifest, `http://127.0.0.1:${port}`))
  const bolt = await startBolt(slack, 'http', {
    authorize: ({ teamId = '' }) => Promise.resolve({ teamId, botToken: installs.get(teamId)?.bot?.token ?? '' }),
  })
  const receiver = new HTTPReceiver({
    signingSecret,
    clientId,
    clientSecret,
    stateSecret,
    scopes: ['chat:write', 'commands'],
    installationStore: {
      storeInstallation: async (installation) => void installs.set(installation.team?.id ?? '', installation),
      fetchInstallation: () => Promise.reject(new Error('Not asked here')),
    },
    installerOptions: {
      directInstall: true,
      clientOptions: { slackApiUrl: slack.apiUrl },
      authorizationUrl: `${slack.url}/oauth/v2/authorize`,
    },
  })
  await receiver.start({ port, host: '127.0.0.1' })
  const redirect = `http://127.0.0.1:${port}/slack/oauth_redirect`
  for (const team of ['T1', 'T2']) {
    const start = await fetch(`http://127.0.0.1:${port}/slack/install`, { redirect: 'manual' })
    const cookie = start.headers.get('set-cookie')?.split(';')[0] ?? ''
    const consent = new URL(start.headers.get('location') ?? '')
    consent.searchParams.set('redirect_uri', redirect)
    expect(await (await fetch(consent)).text()).toContain('Allow in Two')
    consent.searchParams.set('team', team)
    const agreed = await fetch(consent, { redirect: 'manual' })
    await fetch(agreed.headers.get('location') ?? '', { headers: { cookie } })
  }
  await receiver.stop()
  expect([...installs.keys()]).toEqual(['T1', 'T2'])

  bolt.command('/migrate', async ({ ack, say }) => {
    await ack()
    await say('here')
  })
  await act(slack, 'command', { user: 'U2', channel: 'C2', text: '/migrate' })
  await eventually(() => expect(messagesIn(slack, 'C2')).toMatchObject([{ text: 'here', user: 'U2BOT' }]))
  expect(messagesIn(slack, 'C1')).toEqual([])
  expect(tokenOf(slack, 'T1')).not.toBe(tokenOf(slack, 'T2'))

  const heard: string[] = []
  bolt.event(/.*/, async ({ event }) => void heard.push(event.type))
  await act(slack, 'uninstall', { team: 'T2' })
  expect(heard.sort()).toEqual(['app_uninstalled', 'tokens_revoked'])
  const token = installs.get('T2')?.bot?.token ?? ''
  expect(await callApi(slack, 'auth.test', { token })).toMatchObject({
    error: 'account_inactive',
  })
})

test('a rotating token is exchanged for the next, and the old one becomes invalid', async () => {
  const manifest = manifestFile()
  manifest.settings.token_rotation_enabled = true
  const slack = await startSlack({ manifest })
  const { clientId: client_id, clientSecret: client_secret } = slack.app
  const secrets = { client_id, client_secret, token: '' }
  const old = tokenOf(slack)
  const refresh_token = slack.world.installs.get('T0LOCAL')?.refresh_token
  const args = { ...secrets, grant_type: 'refresh_token', refresh_token }
  expect(await callApi(slack, 'oauth.v2.access', args)).toMatchObject({ ok: true, expires_in: 43_200 })
  expect(await callApi(slack, 'auth.test', { token: old })).toMatchObject({ error: 'token_revoked' })
  expect(await callApi(slack, 'auth.test')).toMatchObject({ ok: true })
  expect(await callApi(slack, 'oauth.v2.access', args)).toMatchObject({ error: 'invalid_refresh_token' })
})

const twoTeams = {
  teams: [
    { id: 'T1', name: 'One', isInstalled: false },
    { id: 'T2', name: 'Two', isInstalled: false },
  ],
  users: [
    { id: 'U1', name: 'one' },
    { id: 'U2', name: 'two', team: 'T2' },
  ],
  channels: [
    { id: 'C1', name: 'general' },
    { id: 'C2', name: 'general', team: 'T2' },
  ],
}
