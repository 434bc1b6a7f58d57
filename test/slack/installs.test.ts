import { beforeEach, describe, expect, test } from 'vitest'
import type { FaultRequest } from '../../playground/slack/protocol.ts'
import { createInstallKeeper } from '../../src/slack/install/keeper.ts'
import { createSealer } from '../../src/store/keys/seal.ts'
import { tokenOf } from '../playground/slack/stand.ts'
import { anAccount } from '../store/samples.ts'
import { firstKey } from '../store/world.ts'
import {
  accountsIn,
  createInstallWorld,
  dayMs,
  type InstallWorld,
  stateIn,
  stepsIn,
  team,
  tend,
} from './install-world.ts'

let world: InstallWorld
beforeEach(async () => {
  world = await createInstallWorld()
})

describe('a store of the first version', () => {
  const older = (fields: object) => {
    const sealed = createSealer([firstKey]).seal(
      JSON.stringify({ ...world.installation('U7'), ...fields }),
      `installs:${team}`,
    )
    return world.backend.set(`installs:${team}`, JSON.stringify({ value: sealed }))
  }

  test.each([
    ['with its first installer', { firstInstaller: 'U1' }, 'U1'],
    ['from before Ferry recorded that', {}, 'U7'],
  ])('has active installs, %s', async (_, fields, first) => {
    await older(fields)
    const installs = world.stored()
    expect(await stateIn(world.store)).toEqual({ type: 'active' })
    expect(await installs.tokenOf(team)).toBe(tokenOf(world.slack))
    expect(await installs.installerOf(team)).toBe(first)
    expect(await installs.authorize(team)).toMatchObject({ botUserId: 'U0BOT', botId: 'B1' })
  })

  test('can lose its install and get it back like any other, and the first installer stays', async () => {
    await older({ firstInstaller: 'U1' })
    const installs = world.stored()
    await world.leave()
    await installs.hear(team, 'uninstalled')
    expect(await stateIn(world.store)).toMatchObject({ type: 'removed', reason: 'account_inactive' })
    await installs.oauthStore?.storeInstallation(world.installation('U9'))
    expect(await stateIn(world.store)).toEqual({ type: 'active' })
    expect(await installs.installerOf(team)).toBe('U1')
  })
})

describe('a removal', () => {
  // In none of these cases has Slack said that the token is dead.
  test.each<[string, FaultRequest['fault']]>([
    ['an outage', { kind: 'status', status: 503 }],
    ['a limit', { kind: 'rate_limited', retry_after: 30 }],
    ['a lost connection', { kind: 'cut_before' }],
    ['a page of some proxy', { kind: 'garbage' }],
    ['trouble inside Slack', { kind: 'error', error: 'internal_error' }],
    ['a migration of the workspace', { kind: 'error', error: 'org_login_required' }],
    ['a restriction by the organization', { kind: 'error', error: 'access_denied' }],
  ])('is not proven by %s, and a process that starts later asks again', async (_, fault) => {
    const installs = await world.installed()
    world.answers(fault)
    await installs.hear(team, 'uninstalled')
    expect(await stateIn(world.store)).toMatchObject({ type: 'doubted', told: 'uninstalled' })
    world.clock.advance(365 * dayMs)
    await tend(installs)
    expect(await accountsIn(world.store)).toBe(1)

    world.slack.world.faults = []
    await world.leave()
    world.clock.advance(60_000)
    const next = await world.another()
    await tend(world.stored(next))
    expect(await stateIn(next)).toMatchObject({ type: 'removed' })
  })

  test('is not proven by invalid_auth, which can also mean an address that Slack does not admit', async () => {
    const installs = await world.installed()
    world.answers({ kind: 'error', error: 'invalid_auth' })
    await installs.hear(team, 'uninstalled')
    await expect(installs.tokenOf(team)).rejects.toMatchObject({ code: 'slack_token_refused' })
    world.clock.advance(365 * dayMs)
    await tend(installs)
    expect(await stateIn(world.store)).toMatchObject({ type: 'refused', isRemovalTold: true })
    expect(await accountsIn(world.store)).toBe(1)
  })

  test('counts once if it is reported twice, late, and to two replicas', async () => {
    const one = await world.installed()
    const two = world.stored(await world.another())
    await world.leave()
    await Promise.all([one, two, one].map((installs) => installs.hear(team, 'uninstalled')))
    await two.hear(team, 'revoked')
    expect(await stepsIn(world.store)).toEqual(['install done', 'uninstall begun', 'uninstall done account_inactive'])
  })

  test('leaves every replica without a token, before and after the data is deleted', async () => {
    const one = await world.installed()
    const two = world.stored(await world.another())
    await world.leave()
    await one.hear(team, 'uninstalled')
    const code = 'slack_token_refused'
    const refused = { code, details: { reason: 'account_inactive' } }
    // Deliveries then wait. Otherwise Ferry would blame the channel and tell the owner without need.
    for (const installs of [one, two]) await expect(installs.tokenOf(team)).rejects.toMatchObject(refused)
    world.clock.advance(7 * dayMs)
    await tend(one)
    expect(await stateIn(world.store)).toMatchObject({ type: 'purged' })
    for (const installs of [one, two]) await expect(installs.tokenOf(team)).rejects.toMatchObject({ code })
    await expect(one.tokenOf('T0OTHER')).rejects.toMatchObject({ code: 'slack_refused' })
  })

  test('that is reported after another installation changes nothing', async () => {
    const installs = await world.installed()
    await installs.hear(team, 'uninstalled')
    expect(await stateIn(world.store)).toEqual({ type: 'active' })
    expect(await stepsIn(world.store)).toEqual(['install done', 'uninstall begun', 'uninstall refused'])
  })

  test('is undone when the token works again', async () => {
    const installs = await world.installed()
    const token = tokenOf(world.slack)
    const served: string[] = []
    installs.whenServedAgain((workspace) => served.push(workspace))
    await world.leave()
    await installs.hear(team, 'uninstalled')
    expect(served).toEqual([])
    world.grant(token)
    world.clock.advance(8 * dayMs)
    await tend(installs)
    expect(await stateIn(world.store)).toEqual({ type: 'active' })
    expect(await accountsIn(world.store)).toBe(1)
    expect(served).toEqual([team])
  })
})

test('is not proven by a refusal of an old token that was replaced meanwhile', async () => {
  await world.installed()
  const token = tokenOf(world.slack)
  const asked: string[] = []
  const keeper = createInstallKeeper({
    ...{ store: world.store, workspaces: world.store.workspaces, clock: world.clock, graceMs: 7 * dayMs },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    identityIn: (workspace, { bot }) => ({ workspace, botToken: JSON.stringify(bot), botUserId: 'U0BOT' }),
    async ask(botToken) {
      asked.push(botToken)
      world.grant('xoxb-of-later')
      await world.stored().oauthStore?.storeInstallation(world.installation())
      return { type: 'refused', reason: 'token_revoked', isGone: true }
    },
  })
  await keeper.verify(team)
  expect(asked).toEqual([expect.stringContaining(token)])
  expect(await stateIn(world.store)).toEqual({ type: 'active' })
})

describe('while the audit cannot be written', () => {
  test('a token that Slack refuses is not used until Slack accepts it again', async () => {
    const installs = await world.installed()
    const token = tokenOf(world.slack)
    await world.damageAudit()
    await world.leave()
    await installs.verify(team)
    expect(await stateIn(world.store)).toMatchObject({ type: 'refused', reason: 'account_inactive' })
    await expect(installs.tokenOf(team)).rejects.toMatchObject({ code: 'slack_token_refused' })
    expect(world.errors).toEqual(['What became of an install could not be written in the audit'])
    world.grant(token)
    await installs.verify(team)
    expect(await installs.tokenOf(team)).toBe(token)
  })

  test('no removal is recorded, so no purge can follow', async () => {
    const installs = await world.installed()
    world.answers({ kind: 'status', status: 503 })
    await installs.hear(team, 'uninstalled')
    await world.damageAudit()
    world.slack.world.faults = []
    await world.leave()
    await installs.verify(team)
    expect(await stateIn(world.store)).toMatchObject({ type: 'doubted', told: 'uninstalled' })
  })
})

describe('with a fixed token', () => {
  test('a workspace that Ferry left is purged after the grace period, and a new token continues its audit', async () => {
    const installs = await world.fixed()
    await world.store.in(team).accounts.set('prod-hw', anAccount())
    await world.leave()
    await installs.hear(team, 'uninstalled')
    await expect(installs.tokenOf(team)).rejects.toMatchObject({ code: 'slack_token_refused' })
    expect(installs.troubled()).toMatchObject([{ workspace: team, state: { type: 'removed' } }])
    world.clock.advance(7 * dayMs)
    await tend(installs)
    expect(await accountsIn(world.store)).toBe(0)

    world.grant('xoxb-of-later')
    const later = await world.fixed(await world.another())
    expect(await later.tokenOf(team)).toBe('xoxb-of-later')
    expect(await stepsIn(world.store)).toEqual([
      'uninstall begun',
      'uninstall done account_inactive',
      'purge begun',
      'purge done',
      'install done',
    ])
  })

  test('a restart with a new token within the grace period brings everything back', async () => {
    const installs = await world.fixed()
    await world.store.in(team).accounts.set('prod-hw', anAccount())
    await world.leave()
    await installs.hear(team, 'uninstalled')
    world.grant('xoxb-of-later')
    const later = await world.fixed(await world.another())
    world.clock.advance(30 * dayMs)
    await tend(later)
    expect(await accountsIn(world.store)).toBe(1)
    // A replica that still has the old token does not decide about the new one.
    await installs.verify(team)
    expect(await stateIn(world.store)).toEqual({ type: 'active' })
  })

  test('a start without anything to report writes nothing to the audit', async () => {
    await (await world.fixed()).tend()
    await (await world.fixed()).tend()
    expect(await stepsIn(world.store)).toEqual([])
  })
})
