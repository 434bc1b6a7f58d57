import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { organisation } from '../../playground/slack/companies.ts'
import { type Manifest, manifestFile } from '../../playground/slack/manifest.ts'
import type { LocalSlackOptions } from '../../playground/slack/server.ts'
import { freePort } from './free-port.ts'
import { oauthEnvironment } from './oauth.ts'
import { createStage, type Stage } from './stage.ts'

let stage: Stage

async function open(slack: LocalSlackOptions, environment: Record<string, string> = {}): Promise<void> {
  stage = await createStage({
    mode: 'http',
    slack,
    environment: { ...oauthEnvironment(await freePort()), ...environment },
  })
}

type Seen = { status: number; text: string; location: string | undefined; cookie: string }

/** Sends a request like a browser with this cookie. Follows no redirect. */
async function visit(url: string, cookie = ''): Promise<Seen> {
  const { promise, resolve, reject } = Promise.withResolvers<Seen>()
  request(url, { headers: { cookie } }, async (response) => {
    const text = (await response.setEncoding('utf8').toArray()).join('')
    const { location, 'set-cookie': set = [] } = response.headers
    resolve({ status: response.statusCode ?? 0, text, location, cookie: set[0]?.split(';')[0] ?? '' })
  })
    .on('error', reject)
    .end()
  return promise
}

/** Goes from the install page through consent to the address to which Slack sends the browser back. */
async function consentTo(team: string): Promise<{ back: string; cookie: string }> {
  const { location = '', cookie } = await visit(`${stage.ferryUrl}/slack/install`)
  const consent = new URL(location)
  consent.searchParams.set('team', team)
  return { back: (await visit(consent.href)).location ?? '', cookie }
}

/** The state that Ferry would have signed at that moment, a JSON Web Token. */
function stateOf(at: number): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url')
  const content = { installOptions: { scopes: [] }, now: new Date(at).toJSON(), random: 1 }
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(content)}`
  return `${signed}.${createHmac('sha256', 'local-state-secret').update(signed).digest('base64url')}`
}

function visitAs(back: string, state: string): Promise<Seen> {
  return visit(back.replace(/state=[^&]*/, `state=${state}`), `slack-app-oauth-state=${state}`)
}

/** Expects a page in Ferry's words, with a next step if it failed, and without any part of the address. */
function expectPage({ status, text }: Seen, expected: { status: number; words: string }): void {
  expect(status).toBe(expected.status)
  expect(text).toContain(`<h1>${expected.words}`)
  expect(text).not.toMatch(/Oops|slack_oauth|xoxb|code=|state=/)
  if (status !== 200) expect(text).toContain(`href="${stage.ferryUrl}/slack/install"`)
}

function changed(settings: { org_deploy_enabled?: boolean; token_rotation_enabled?: boolean }): Manifest {
  const manifest = manifestFile()
  return { ...manifest, settings: { ...manifest.settings, ...settings } }
}
const shut = { ...organisation, teams: organisation.teams.map((team) => ({ ...team, isInstalled: false })) }

const installed = (team: string) => [...stage.slack.world.installs.keys()].includes(team)
const refusedOf = (words: string) =>
  stage.logged('An installation did not come about').map(({ reason }) => reason === words)

describe('the last page of an installation', () => {
  const name = 'A & <b>Sons</b>'
  beforeAll(() =>
    open({ teams: [{ id: 'T1', name, isInstalled: false }], users: [{ id: 'U1', name: 'one', team: 'T1' }] }),
  )
  afterAll(() => stage.stop())

  test('says what to do in Slack, and shows the workspace’s name as plain text', async () => {
    const { back, cookie } = await consentTo('T1')
    const page = await visit(back, cookie)
    expectPage(page, { status: 200, words: 'Ferry is installed in A &amp; &lt;b&gt;Sons&lt;/b&gt;' })
    expect(page.text).toContain('/migrate connect')
    expect(page.text).toContain('href="slack://app?team=T1&amp;id=A0FERRY"')
  })

  test('says that nothing has changed if consent was denied', async () => {
    const page = await visit(`${stage.ferryUrl}/slack/oauth_redirect?error=access_denied&state=%3Cscript%3E`)
    expectPage(page, { status: 403, words: 'Ferry was not installed' })
    expect(page.text).not.toContain('script')
  })

  test.each<[string, (way: { back: string; cookie: string }) => Promise<Seen>]>([
    ['without the cookie', ({ back }) => visit(back)],
    ['with the cookie of another try', ({ back }) => visit(back, 'slack-app-oauth-state=other')],
    ['with a forged state', ({ back, cookie }) => visit(back.replace(/state=[^&]*/, 'state=forged'), cookie)],
    [
      'with a forged state and cookie',
      ({ back }) => {
        return visit(back.replace(/state=[^&]*/, 'state=forged'), 'slack-app-oauth-state=forged')
      },
    ],
    ['more than ten minutes old', ({ back }) => visitAs(back, stateOf(Date.now() - 601_000))],
    ['without a state', ({ back, cookie }) => visit(back.replace(/state=[^&]*/, ''), cookie)],
    ['without a code', ({ back, cookie }) => visit(back.replace(/code=[^&]*/, ''), cookie)],
    [
      'used a second time',
      async ({ back, cookie }) => {
        await visit(back, cookie)
        return visit(back, cookie)
      },
    ],
  ])('says that the link no longer works: %s', async (_, go) => {
    expectPage(await go(await consentTo('T1')), { status: 400, words: 'This installation link no longer works' })
  })

  test('also succeeds nine minutes after the start', async () => {
    const { back } = await consentTo('T1')
    expect((await visitAs(back, stateOf(Date.now() - 540_000))).status).toBe(200)
  })

  test.each([
    ['does not answer', { kind: 'status', status: 503 }],
    ['refuses', { kind: 'error', error: 'bad_client_secret' }],
  ] as const)('does not report an error of Ferry’s own if Slack %s', async (_, fault) => {
    const { back, cookie } = await consentTo('T1')
    stage.spoil('oauth.v2.access', fault, { times: 10 })
    expectPage(await visit(back, cookie), { status: 502, words: 'Slack did not complete the installation' })
    stage.slack.world.faults = []
    expect(stage.logLines.join('')).not.toContain('local-client-secret')
  })
})

describe('an installation that Ferry cannot store', () => {
  afterAll(() => stage.stop())

  test('is reported, and the next try stores it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ferry-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'ferry.db')
    await open({ teams: [{ id: 'T1', name: 'One', isInstalled: false }] }, { STORE_URL: `sqlite:${file}` })
    const { back, cookie } = await consentTo('T1')
    const other = new DatabaseSync(file)
    other.exec('BEGIN IMMEDIATE')
    expectPage(await visit(back, cookie), { status: 503, words: 'Ferry could not save the installation' })
    expect(refusedOf('unsaved')).toEqual([true])
    other.close()
    const again = await consentTo('T1')
    expectPage(await visit(again.back, again.cookie), { status: 200, words: 'Ferry is installed in One' })
  })
})

describe('an installation that Ferry does not support', () => {
  afterAll(() => stage.stop())

  test('for a whole organization is refused, and nothing of it is stored', async () => {
    await open({ ...shut, manifest: changed({ org_deploy_enabled: true }) })
    const { back, cookie } = await consentTo('E0ORG')
    expectPage(await visit(back, cookie), { status: 422, words: 'Ferry cannot be installed for a whole organization' })
    expect(installed('E0ORG')).toBe(true)
    expect(refusedOf('organisation')).toEqual([true])
    expect(stage.logged('Ferry was installed in a workspace')).toEqual([])
    await stage.stop()
  })

  test('with expiring tokens is refused, and nothing of them is stored', async () => {
    await open({
      teams: [{ id: 'T1', name: 'One', isInstalled: false }],
      manifest: changed({ token_rotation_enabled: true }),
    })
    const { back, cookie } = await consentTo('T1')
    expectPage(await visit(back, cookie), { status: 422, words: 'Ferry cannot use tokens that expire' })
    expect(refusedOf('rotating')).toEqual([true])
    expect(stage.logged('Ferry was installed in a workspace')).toEqual([])
  })
})
