import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Message } from '../../playground/slack/protocol.ts'
import { type AuditRecord, createVerifier } from '../../src/access/audit.ts'
import type { Clock } from '../../src/async/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { freePort } from './free-port.ts'
import { createMovableClock, type MovableClock } from './movable-clock.ts'
import { installByOAuth, oauthEnvironment } from './oauth.ts'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { connectAccount } from './setup.ts'
import { createStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const dayMs = 24 * 3_600_000
const twoTeams = {
  teams: [
    { id: 'T1', name: 'One', isInstalled: false },
    { id: 'T2', name: 'Two', isInstalled: false },
  ],
  users: [
    { id: 'U1', name: 'one', team: 'T1' },
    { id: 'U2', name: 'two', team: 'T2' },
  ],
  channels: [
    { id: 'C1', name: 'moves', team: 'T1' },
    { id: 'C2', name: 'moves', team: 'T2' },
  ],
}

describe('workspaces that installed Ferry', () => {
  let folder: string
  let stage: Stage
  let clock: MovableClock
  let one: Person
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ferry-'))
    clock = createMovableClock()
    const environment = { ...oauthEnvironment(await freePort()), STORE_URL: `sqlite:${join(folder, 'ferry.db')}` }
    stage = await createStage({ mode: 'http', slack: twoTeams, environment, ferryClock: clock })
    for (const team of ['T1', 'T2']) expect(await installByOAuth(stage, team)).toBe(200)
    one = stage.person('U1', 'C1')
    await connectAccount(one, stage.cloudUrl)
  })
  afterEach(async () => {
    await stage.stop()
    rmSync(folder, { recursive: true })
  })
  const look = () => lookInto(join(folder, 'ferry.db'), clock)

  test('with a revoked token keep their data, and Ferry reports the token and stops using it', async () => {
    await revokeTokenOf(stage, 'T1')
    await until('the refusal in the log', () => stage.logged('Slack refuses the token of a workspace')[0])
    const { accounts, audit } = await look()
    expect(accounts).toEqual(['prod-hw'])
    expect(audit.map(stepOf)).toEqual(expect.arrayContaining(['token begun', 'token refused token_revoked']))
    expect(await metricsOf(stage)).toContain('ferry_slack_token_refused{reason="token_revoked"} 1')
    const details = await (await fetch(`${stage.metricsUrl}/details`)).json()
    const state = { type: 'refused', reason: 'token_revoked', since: expect.any(Number), isRemovalTold: false }
    expect(details.troubledInstalls).toEqual([{ workspace: 'T1', state }])

    expect(await installByOAuth(stage, 'T1')).toBe(200)
    await one.types('accounts')
    await one.hears('prod-hw')
    expect(await metricsOf(stage)).toContain('ferry_slack_token_refused{reason="token_revoked"} 0')
  })

  // A missing answer proves nothing: a proxy, an outage or a rate limit must never cost anybody their data.
  test('are removed only after Slack itself refuses the token, and Ferry keeps checking after a restart', async () => {
    stage.spoil('auth.test', { kind: 'status', status: 503 }, { times: 1000 })
    await stage.act('uninstall', { team: 'T1' })
    await until(
      'the log line about the removal',
      () => stage.logged('Slack says that Ferry was removed from a workspace')[0],
    )
    await until('a check without an answer', () => stage.slackCalls('auth.test').some(({ status }) => status === 503))
    await stage.stopFerry()
    clock.advance(30 * dayMs)
    await stage.startFerry()
    expect((await look()).accounts).toEqual(['prod-hw'])

    stage.slack.world.faults = []
    clock.advance(3_600_000)
    await until('the confirmation', () => stage.logged('Ferry was removed from a workspace')[0])
    expect((await look()).accounts).toEqual(['prod-hw'])
  })

  test('get everything back if they install again within the grace period', async () => {
    await stage.act('uninstall', { team: 'T1' })
    await until('the confirmation', () => stage.logged('Ferry was removed from a workspace')[0])
    clock.advance(6.9 * dayMs)
    await stage.restart()
    expect(await installByOAuth(stage, 'T1')).toBe(200)
    clock.advance(1 * dayMs)
    await stage.restart()
    await one.types('accounts')
    await one.hears('prod-hw')
  })

  test('with a refused token are told so, and Ferry calls Slack no more until the token works again', async () => {
    stage.clock.setSpeed(60)
    const id = stage.addTask({ id: '191297407830872', sourceBucket: 'photos' })
    await one.types(`watch ${id}`)
    await one.hears('photos → archive')
    const refuse = { kind: 'error', error: 'token_revoked' } as const
    for (const method of callsWithToken) stage.spoil(method, refuse, { times: 1000 })
    // The other workspace may be refused first.
    const isOurs = ({ workspace }: Record<string, unknown>) => workspace === 'T1'
    await until('the refusal in the log', () => stage.logged('Slack refuses the token of a workspace').find(isOurs))
    const calls = () => stage.slack.world.calls.filter(({ method }) => method !== 'response_url').length
    await one.types('pause 1912…')
    await one.hears('Slack no longer accepts Ferry’s token for this workspace')
    // Ferry answers what was in progress, and checks the token once more.
    await ticksPass(stage, 2)
    const asked = calls()
    await ticksPass(stage, 3)
    expect(calls()).toBe(asked)

    stage.slack.world.faults = []
    clock.advance(600_000)
    await until('the token to be accepted', () => stage.logged('Slack accepts the token of a workspace')[0])
    await one.types('pause 1912…')
    await until('the pause in the cloud', () => stage.cloudCalls('/stop').length > 0)
  })

  test('hear of everything that waited once a command finds that their token works again', async () => {
    stage.clock.setSpeed(60)
    const id = stage.addTask({ id: '191297407830873', sourceBucket: 'films' })
    await one.types(`watch ${id}`)
    await one.hears('films → archive')
    const refuse = { kind: 'error', error: 'invalid_auth' } as const
    for (const method of callsWithToken) stage.spoil(method, refuse, { times: 1000 })
    const isOurs = ({ workspace }: Record<string, unknown>) => workspace === 'T1'
    await until('the refusal in the log', () => stage.logged('Slack refuses the token of a workspace').find(isOurs))
    stage.cloud.finishTask(id)
    await one.types('status 1912…')
    await one.hears('Slack no longer accepts Ferry’s token for this workspace')
    await ticksPass(stage, 2)

    stage.slack.world.faults = []
    clock.advance(5000)
    await one.types('status 1912…')
    const isAnswer = (message: Message) => message.only_for !== undefined && readingOf(message).includes('*Succeeded*')
    await until('the answer', () => one.messages().find(isAnswer))
    const isEnd = ({ ts, thread_ts }: Message) => thread_ts !== undefined && thread_ts !== ts
    await until('the end in the thread', () => one.messages().find(isEnd))
  })

  test('lose their data after the grace period; the audit stays, and continues after another installation', async () => {
    const before = (await look()).audit
    await stage.act('uninstall', { team: 'T1' })
    await until('the confirmation', () => stage.logged('Ferry was removed from a workspace')[0])
    clock.advance(7 * dayMs)
    await until('the purge', () => stage.logged('The data of a workspace was removed')[0])
    expect((await look()).accounts).toEqual([])
    expect((await lookInto(join(folder, 'ferry.db'), clock, 'T2')).install?.state).toEqual({ type: 'active' })

    expect(await installByOAuth(stage, 'T1')).toBe(200)
    await one.types('accounts')
    await one.hears('No cloud account is connected yet')
    const { audit } = await look()
    expect(audit.slice(0, before.length)).toEqual(before)
    const last = ['uninstall done account_inactive', 'purge begun', 'purge done', 'install done']
    expect(audit.slice(-4).map(stepOf)).toEqual(last)
    const verifier = createVerifier()
    for (const record of audit) expect(verifier.check(record)).toBeUndefined()
  })
})

/** Reads a backup of the store, made while Ferry runs. */
async function lookInto(path: string, clock: Clock, workspace = 'T1') {
  const encryptionKeys = [{ id: 'k1', key: Buffer.alloc(32, 7) }]
  const copy = `${path}.${randomUUID()}`
  const source = new DatabaseSync(path, { readOnly: true })
  await backup(source, copy)
  source.close()
  const store = await openStore({ url: `sqlite:${copy}`, encryptionKeys, clock })
  try {
    const audit: AuditRecord[] = []
    for await (const record of store.in(workspace).audit.oldestFirst()) audit.push(record)
    const { items } = await store.in(workspace).accounts.list()
    return { accounts: items.map(({ name }) => name), audit, install: await store.installs.get(workspace) }
  } finally {
    await store.stop()
  }
}

function stepOf({ verb, outcome, code }: AuditRecord): string {
  return [verb, outcome, ...(code === undefined ? [] : [code])].join(' ')
}

/** Slack methods that Ferry calls in these tests. */
const callsWithToken = ['auth.test', 'users.info', 'chat.postMessage', 'chat.update', 'chat.postEphemeral']

async function ticksPass(stage: Stage, count: number): Promise<void> {
  const ticks = async () => Number(/^ferry_ticks_total\{outcome="ok"\} (\d+)$/m.exec(await metricsOf(stage))?.[1])
  const before = await ticks()
  await until(`${count} ticks`, async () => (await ticks()) >= before + count)
}

async function metricsOf(stage: Stage): Promise<string> {
  return (await fetch(`${stage.metricsUrl}/metrics`)).text()
}

/** Revokes a token, as somebody who got hold of it could. */
async function revokeTokenOf(stage: Stage, team: string): Promise<void> {
  const token = stage.slack.world.installs.get(team)?.bot_token ?? ''
  await fetch(`${stage.slack.apiUrl}auth.revoke`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
}
