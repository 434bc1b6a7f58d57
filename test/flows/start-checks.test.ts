import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { organisationWide } from '../../playground/slack/companies.ts'
import { manifestFile } from '../../playground/slack/manifest.ts'
import { createLocalSlack, type LocalSlack, type LocalSlackOptions } from '../../playground/slack/server.ts'
import { type Clock, systemClock } from '../../src/async/clock.ts'
import { neededScopes } from '../../src/slack/client/surface.ts'
import { freePort } from './free-port.ts'
import { createGround, environmentOf, run } from './launch.ts'
import { ferry, ground, reportOf } from './starting.ts'

/** Every wait is a moment long. None takes no time at all: what looks at something again and again would block the rest. */
const quickClock: Clock = { ...systemClock, sleep: (_, signal) => systemClock.sleep(1, signal) }

test('all problems are reported together, numbered, with what to do, and nothing else', async (context) => {
  const { slack, file } = await createGround(context, withScopes(['commands']))
  const port = await takenPort()
  mkdirSync(file)
  const environment = { ...environmentOf(slack, file), SLACK_APP_TOKEN: 'xapp-of-nobody', PORT: String(port) }
  const { code, stdout, stderr } = await run(context, environment)
  expect(code).toBe(1)
  const starts = [...stderr.matchAll(/^ {2}(\d)\. (.+)$/gm)].map(([, number, text]) => [number, text?.slice(0, 24)])
  expect(starts).toEqual([
    ['1', `Ferry can’t use the store ${file}`.slice(0, 24)],
    ['2', 'The token in SLACK_BOT_T'],
    ['3', 'Slack refused the token '],
    ['4', 'Ferry can’t listen on 12'],
  ])
  expect(stderr).toMatch(/^Ferry cannot start\. 4 problems:\n\n {2}1\. /)
  expect(stderr.split('\n').filter((line) => line.length > 100 && !line.includes(file))).toEqual([])
  expect(stderr).not.toMatch(/^ {4}at |\/migrate|may or may not|xapp-of-nobody/m)
  expect(stdout).not.toContain('"level":"error"')
})

describe('if Slack', () => {
  test.each([
    ['invalid_auth', 'Slack does not recognize it', 'Copy the Bot User OAuth Token'],
    ['token_revoked', 'it was revoked', 'Reinstall the app'],
    ['account_inactive', 'the app was removed from the workspace', 'Reinstall the app'],
    ['token_expired', 'it has expired', 'create the app again from manifest.yml'],
    ['org_login_required', 'being moved to an organization', 'Ask an admin'],
    ['something_of_tomorrow', 'the reason is Slack’s own', 'Reinstall the app'],
  ])('refuses the token with %s, Ferry explains it', async (error, meaning, advice) => {
    const { slack, environment } = await ground()
    slack.world.faults.push({ method: 'auth.test', times: 1, fault: { kind: 'error', error } })
    const report = await reportOf(ferry(environment))
    for (const part of ['SLACK_BOT_TOKEN', `(${error})`, meaning, advice]) expect(report).toContain(part)
  })

  test('gave the token for a whole organization, Ferry says so before it starts anything', async () => {
    const { environment } = await ground(organisationWide)
    const report = await reportOf(ferry(environment))
    expect(report).toContain('is for a whole Enterprise organization')
    expect(report).toContain('install the app in one workspace')
  })

  test('has not granted every scope, Ferry names the missing ones', async () => {
    const scopes = neededScopes().filter((scope) => !['files:write', 'users:read'].includes(scope))
    const { environment } = await ground(withScopes(scopes))
    const report = await reportOf(ferry(environment))
    expect(report).toContain('lacks these scopes: files:write, users:read.')
    expect(report).toContain('Reinstall the app from the manifest')
  })

  test.each([
    ['invalid_auth', 'Slack does not recognize it'],
    ['missing_scope', 'it lacks the scope connections:write'],
  ])('refuses the app-level token with %s, Ferry explains it', async (error, meaning) => {
    const { slack, environment } = await ground()
    slack.world.faults.push({ method: 'apps.connections.open', times: 1, fault: { kind: 'error', error } })
    const report = await reportOf(ferry(environment))
    for (const part of ['SLACK_APP_TOKEN', `(${error})`, meaning, 'connections:write']) expect(report).toContain(part)
  })

  test('is away for a moment, Ferry waits, and starts when it is back', async () => {
    const port = await freePort()
    const { environment } = await ground()
    let slack: LocalSlack | undefined
    const clock: Clock = {
      ...systemClock,
      async sleep(ms, signal) {
        if (slack !== undefined) return systemClock.sleep(ms, signal)
        slack = await createLocalSlack({ port })
        onTestFinished(slack.stop)
      },
    }
    const { start, logged } = ferry({ ...environment, SLACK_API_URL: `http://127.0.0.1:${port}/api/` }, clock)
    await start()
    expect(logged('Slack cannot be reached; trying again')).toMatchObject([
      { level: 'warn', reason: 'ECONNREFUSED', waitSeconds: 1 },
    ])
  })

  test('stays away, Ferry says so once, after trying for a minute', async () => {
    const url = `http://127.0.0.1:${await freePort()}/api/`
    const { environment } = await ground()
    const { start, logged } = ferry({ ...environment, SLACK_API_URL: url }, quickClock)
    const report = await reportOf({ start })
    expect(report).toContain(`Ferry can’t reach Slack at ${url}: ECONNREFUSED (attempts: 7).`)
    expect(report).not.toContain(' 2. ')
    const waits = logged('Slack cannot be reached; trying again').map(({ waitSeconds }) => waitSeconds)
    expect(waits).toEqual([1, 2, 4, 8, 15, 30])
  })

  test.each([
    ['HTTP 404', { kind: 'status', status: 404 }],
    ['something other than Slack’s JSON', { kind: 'garbage' }],
  ] as const)(
    'is not what answers, but something that sends %s, Ferry says so once and at once',
    async (words, fault) => {
      const { slack, environment } = await ground()
      slack.world.faults.push({ method: '*', times: 100, fault })
      const { start, logged } = ferry(environment)
      const report = await reportOf({ start })
      expect(report).toContain(`What answers at ${slack.apiUrl} is not Slack’s API: it answered with ${words}.`)
      expect(report).toContain('Check SLACK_API_URL')
      expect(report).not.toContain(' 2. ')
      expect(logged('Slack cannot be reached; trying again')).toEqual([])
      expect(slack.world.calls.filter(({ method }) => method === 'auth.test')).toHaveLength(1)
    },
  )

  test('fails by itself with HTTP 503, Ferry tries again', async () => {
    const { slack, environment } = await ground()
    slack.world.faults.push({ method: 'auth.test', times: 1, fault: { kind: 'status', status: 503 } })
    const { start, logged } = ferry(environment, quickClock)
    await start()
    expect(logged('Slack cannot be reached; trying again')).toMatchObject([{ reason: 'HTTP 503' }])
  })

  test('does not answer, Ferry does not wait for it if the start fails anyway', async () => {
    const { environment } = await ground()
    const away = `http://127.0.0.1:${await freePort()}/api/`
    // Only the signal ends the wait.
    const clock = { ...systemClock, sleep: (_: number, signal?: AbortSignal) => aborted(signal) }
    const settings = { ...environment, SLACK_API_URL: away, PORT: String(await takenPort()) }
    const report = await reportOf(ferry(settings, clock))
    expect(report).toContain('Ferry can’t reach Slack')
    expect(report).toContain('Ferry can’t listen')
  })
})

describe('the clock', () => {
  const minutes = (count: number): LocalSlackOptions => ({
    signatureClock: { now: () => Date.now() - count * 60_000 },
  })

  test.each([
    [6, /3[56]\d seconds ahead of Slack’s/],
    [-6, /3[56]\d seconds behind Slack’s/],
  ])('that is %i minutes off over HTTP keeps Ferry from starting', async (count, offset) => {
    const { environment } = await ground(minutes(count), 'http')
    const report = await reportOf(ferry(environment))
    expect(report).toMatch(offset)
    expect(report).toContain('Correct the clock')
  })

  test.each([
    ['http', 3],
    ['socket', 6],
  ] as const)('over %s that is %i minutes off causes a warning', async (mode, count) => {
    const { environment } = await ground(minutes(count), mode)
    const { start, logged } = ferry(environment)
    await start()
    expect(logged('The clock of this machine is wrong: set it')).toMatchObject([{ level: 'warn' }])
  })
})

describe('if the encryption keys', () => {
  const keyOf = (fill: number) => Buffer.alloc(32, fill).toString('base64')

  async function startedOnce(keys: string) {
    const place = await ground()
    const { start, stop } = ferry({ ...place.environment, ENCRYPTION_KEYS: keys })
    await start()
    await stop()
    return place.environment
  }

  test('are the same at the next start, Ferry starts', async () => {
    const environment = await startedOnce(`k1:${keyOf(7)}`)
    const { start, logged } = ferry({ ...environment, ENCRYPTION_KEYS: `k1:${keyOf(7)}` })
    await start()
    expect(logged('Made a new store')).toEqual([])
  })

  test('have another key under an id, Ferry does not start', async () => {
    const environment = await startedOnce(`k1:${keyOf(7)}`)
    const report = await reportOf(ferry({ ...environment, ENCRYPTION_KEYS: `k1:${keyOf(8)}` }))
    expect(report).toContain('The key k1 in ENCRYPTION_KEYS is not the key that sealed this store.')
    expect(report).not.toContain(keyOf(8))
  })

  test('lack one, Ferry does not start', async () => {
    const environment = await startedOnce(`k1:${keyOf(7)}`)
    const report = await reportOf(ferry({ ...environment, ENCRYPTION_KEYS: `k2:${keyOf(8)}` }))
    expect(report).toContain('are sealed with the key k1, which is not in ENCRYPTION_KEYS.')
  })
})

describe('a store', () => {
  test('that is new is reported with its full path', async () => {
    const { environment, file } = await ground()
    const { start, logged } = ferry(environment)
    await start()
    expect(logged('Made a new store')).toMatchObject([{ level: 'info', store: file }])
  })

  test.each([
    ['a folder', mkdirSync, 'it is a folder (EISDIR). Name a file in STORE_URL'],
    ['no database', scribble, 'its file is not a database (SQLITE_NOTADB). Name Ferry’s own file'],
    ['locked', lock, 'its file is locked by another program (SQLITE_BUSY). Stop the program that holds the lock'],
  ])('that is %s is named by its path', async (_, spoil, words) => {
    const { environment, file } = await ground()
    spoil(file)
    expect(await reportOf(ferry(environment))).toContain(`Ferry can’t use the store ${file}: ${words}`)
  })

  test('whose path leads through a file is named by its path', async () => {
    const { environment, file } = await ground()
    writeFileSync(file, '')
    const report = await reportOf(ferry({ ...environment, STORE_URL: `sqlite:${join(file, 'ferry.db')}` }))
    expect(report).toContain('a part of the path is a file and not a folder')
    expect(report).toMatch(/\((ENOTDIR|EEXIST)\)/)
  })

  test('whose folder the system does not create is named with the system’s error', async (context) => {
    const { slack } = await ground()
    // A process of its own, because a start that never ends can only be killed.
    const { code, stderr } = await run(context, environmentOf(slack, '/proc/ferry/ferry.db'))
    expect(code).toBe(1)
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(/Ferry can’t use the store \/proc\/ferry\/ferry\.db: .+ \(E[A-Z]+\)/)
  })

  test('in which the system lets nobody write is named with the system’s error', async () => {
    const { environment } = await ground()
    const report = await reportOf(ferry({ ...environment, STORE_URL: 'sqlite:/proc/ferry.db' }))
    expect(report).toMatch(/Ferry can’t use the store \/proc\/ferry\.db: .+ \(E[A-Z]+\)/)
  })
})

test('an unknown host name is reported as such', async () => {
  const { environment } = await ground()
  const report = await reportOf(ferry({ ...environment, HOST: '203.0.113.1' }))
  expect(report).toContain('203.0.113.1:0: this machine does not have that address (EADDRNOTAVAIL)')
})

/** An app that was installed when its manifest had fewer scopes. */
function withScopes(bot: string[]): LocalSlackOptions {
  const manifest = manifestFile()
  return { manifest: { ...manifest, oauth_config: { ...manifest.oauth_config, scopes: { bot } } } }
}

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function scribble(file: string): void {
  writeFileSync(file, 'x'.repeat(9999))
}

function lock(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const database = new DatabaseSync(file)
  database.exec('BEGIN EXCLUSIVE')
  onTestFinished(() => database.close())
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    signal?.addEventListener('abort', () => resolve(), { once: true })
  })
}
