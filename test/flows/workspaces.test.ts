import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from './free-port.ts'
import { installByOAuth, oauthEnvironment } from './oauth.ts'
import type { Person } from './person.ts'
import { connectAccount, keepKeys } from './setup.ts'
import { createStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

const twoTeams = {
  teams: [
    { id: 'T1', name: 'One', isInstalled: false },
    { id: 'T2', name: 'Two', isInstalled: false },
  ],
  users: [
    { id: 'U1', name: 'one', team: 'T1' },
    { id: 'U2', name: 'two', team: 'T2' },
    { id: 'U3', name: 'three', team: 'T2' },
  ],
  channels: [
    { id: 'C1', name: 'moves', team: 'T1' },
    { id: 'C2', name: 'moves', team: 'T2' },
  ],
}

describe.each(modes)('two workspaces, over %s', (mode) => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-'))
  const file = join(folder, 'ferry.db')
  let stage: Stage
  let one: Person
  let two: Person
  beforeAll(async () => {
    const environment = { ...oauthEnvironment(await freePort()), STORE_URL: `sqlite:${file}` }
    stage = await createStage({ mode, slack: twoTeams, environment })
    one = stage.person('U1', 'C1')
    two = stage.person('U2', 'C2')
    stage.addTask({ id: '191297407830872', sourceBucket: 'photos' })
  })
  afterAll(async () => {
    await stage.stop()
    rmSync(folder, { recursive: true })
  })

  test('each installs Ferry on its own, and gets its own token', async () => {
    for (const team of ['T1', 'T2']) expect(await installByOAuth(stage, team)).toBe(200)
    const tokens = [...stage.slack.world.installs.values()].map(({ bot_token }) => bot_token)
    expect(new Set(tokens).size).toBe(2)
    await one.types('help')
    await one.hears('Ferry runs bucket-to-bucket migrations')
  })

  test('refuse an installation without the state that Ferry issued', async () => {
    const forged = `${stage.ferryUrl}/slack/oauth_redirect?code=forged&state=forged`
    expect((await fetch(forged, { redirect: 'manual' })).status).toBeGreaterThanOrEqual(400)
  })

  test('cannot see or use each other’s accounts, keys and watches', async () => {
    await connectAccount(one, stage.cloudUrl)
    await keepKeys(one)
    await one.types('watch 1912…')
    await until('the card', () => one.messages().some(({ only_for }) => only_for === undefined))

    for (const typed of ['accounts', 'list prod-hw', 'status prod-hw/191297407830872', 'pause 1912…']) {
      await two.types(typed)
      await two.hears('No cloud account is connected yet')
    }
    await two.types('keys')
    await two.hears('No storage keys yet')
    await two.types('watches')
    await two.hears('Nothing is watched yet')
    await two.types('disconnect prod-hw --yes')
    await two.hears('There is no account named `prod-hw` here.')
    await two.types('unwatch 1912… <#C1|moves>')
    await two.hears('is not watched')
    expect(stage.cloudCalls('/stop')).toEqual([])
  })

  test('can use the same name for two accounts', async () => {
    await connectAccount(two, stage.cloudUrl)
    await two.types('disconnect prod-hw --yes')
    await two.hears('`prod-hw` is disconnected')
    await one.types('status 1912…')
    await one.hears('photos → archive')
  })

  test('cannot watch in each other’s channels', async () => {
    await connectAccount(two, stage.cloudUrl)
    await two.types('watch 1912… <#C1|moves>')
    await two.hears('Ferry can’t post in <#C1>.')
  })

  test('never mix their tokens: Slack refused nothing, and each app user posted in its own workspace', async () => {
    await two.types('watch 1912…')
    await until('the card', () => two.messages().some(({ only_for }) => only_for === undefined))
    const refused = stage.slack.world.calls.filter(({ ok, method }) => !ok && !method.startsWith('oauth'))
    // The only refusal is about the channel of the other workspace.
    expect(refused.map(({ method, error }) => `${method} ${error}`)).toEqual(['conversations.info channel_not_found'])
    expect(new Set(one.messages().map(({ user }) => user))).toEqual(new Set(['U1BOT']))
    expect(new Set(two.messages().map(({ user }) => user))).toEqual(new Set(['U2BOT']))
  })

  test('are independent when one removes Ferry, and installing it again brings everything back', async () => {
    await stage.act('uninstall', { team: 'T2' })
    await until('the removal', () => stage.logged('Ferry was removed from a workspace')[0])
    expect(keysOf(file).some((key) => key.includes('T2/accounts'))).toBe(true)
    await one.types('watches')
    await one.hears('*photos → archive*')

    expect(await installByOAuth(stage, 'T2')).toBe(200)
    await two.types('accounts')
    await two.hears('prod-hw')
  })

  test('keep their data if Slack reports a removal late, after Ferry was installed again', async () => {
    const told = stage.slack.world.sentEvents.filter(({ payload }) => JSON.stringify(payload).includes('uninstalled'))
    expect(told).toHaveLength(1)
    await stage.act('retry', { event_id: told[0]?.event_id })
    await until('the look at the token', () => stage.logged('Slack accepts the token of a workspace')[0])
    await two.types('accounts')
    await two.hears('prod-hw')
  })

  test('make nobody an admin who installs Ferry again, and the first installer stays one', async () => {
    const three = stage.person('U3', 'C2')
    expect(await installByOAuth(stage, 'T2', 'U3')).toBe(200)
    await three.types('roles')
    await three.hears('Your role is *viewer*')
    await two.types('roles')
    await two.hears('Your role is *admin*')
  })
})

function keysOf(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true })
  const keys = database.prepare('SELECT key FROM records').all()
  database.close()
  return keys.map(({ key }) => String(key))
}
