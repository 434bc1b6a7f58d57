import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Installs } from '../../src/slack/install/installs.ts'
import { createInstallKeeper } from '../../src/slack/install/keeper.ts'
import type { TokenAnswer } from '../../src/slack/install/tokens.ts'
import { until } from '../flows/until.ts'
import { tokenOf } from '../playground/slack/stand.ts'
import { accountsIn, createInstallWorld, dayMs, type InstallWorld, stateIn, stepsIn, team } from './install-world.ts'

let world: InstallWorld
beforeEach(async () => {
  world = await createInstallWorld()
})

describe('a token that Slack refuses', () => {
  const asked = () => world.slack.world.calls.filter(({ method }) => method === 'auth.test').length
  const refusedFor = async (installs: Installs) => {
    world.answers({ kind: 'error', error: 'invalid_auth' })
    await installs.verify(team)
    await expect(installs.tokenOf(team)).rejects.toMatchObject({ code: 'slack_token_refused' })
  }

  test.each([
    ['of many workspaces', () => world.installed()],
    ['from the settings', () => world.fixed()],
  ])('and that works again is noticed by the next request, and everybody is told: one %s', async (_, open) => {
    const installs = await open()
    const served: string[] = []
    installs.whenServedAgain((workspace) => served.push(workspace))
    await refusedFor(installs)
    world.slack.world.faults = []
    await installs.authorize(team)
    expect(await installs.tokenOf(team)).toBe(tokenOf(world.slack))
    expect(served).toEqual([team])
    expect(await stateIn(world.store)).toEqual({ type: 'active' })
  })

  test('is asked about once in a flood of requests, and again after a few seconds', async () => {
    const installs = await world.installed()
    await refusedFor(installs)
    const before = asked()
    const flood = async () => {
      await Promise.all(Array.from({ length: 50 }, () => installs.authorize(team)))
      await expect(installs.tokenOf(team)).rejects.toMatchObject({ code: 'slack_token_refused' })
    }
    await flood()
    await flood()
    expect(asked()).toBe(before + 1)
    world.clock.advance(5000)
    await flood()
    expect(asked()).toBe(before + 2)
    expect(await stepsIn(world.store)).toEqual(['install done', 'token refused invalid_auth'])
    expect(await accountsIn(world.store)).toBe(1)
  })

  test('is not asked about by requests while it works', async () => {
    const installs = await world.installed()
    const before = asked()
    await installs.authorize(team)
    await installs.tokenOf(team)
    expect(asked()).toBe(before)
  })

  test('does not hold up a request for long while Slack says nothing', async () => {
    await world.installed()
    const never = new Promise<never>(() => {})
    const answers: Promise<TokenAnswer>[] = [Promise.resolve(refusal), never]
    const keeper = keeperAsking(() => answers.shift() ?? never)
    await keeper.verify(team)
    keeper.requested(team)
    const waiting = keeper.answered(team)
    world.clock.advance(1500)
    await waiting
    expect(keeper.isServed(team)).toBe(false)
  })

  test('works at once here if another replica has noticed that it works again', async () => {
    const one = await world.installed()
    const two = world.stored(await world.another())
    await refusedFor(one)
    await two.verify(team)
    const served: string[] = []
    two.whenServedAgain((workspace) => served.push(workspace))
    world.slack.world.faults = []
    await one.verify(team)
    await two.authorize(team)
    await two.tokenOf(team)
    expect([two.isServed(team), served]).toEqual([true, [team]])
  })

  test('is asked about after 30 seconds, then in steps that double to ten minutes', async () => {
    await world.installed()
    const asks: number[] = []
    const looks: string[] = []
    const keeper = keeperAsking(
      async () => {
        asks.push(world.clock.now())
        return refusal
      },
      async (key, ttlMs) => {
        const turn = await world.store.claim(key, ttlMs)
        if (key.startsWith('token:')) looks.push(key)
        return turn
      },
    )
    await keeper.verify(team)
    const start = world.clock.now()
    asks.length = 0
    for (let round = 1; round <= 72; round += 1) {
      await keeper.tend()
      await until('the look at the install', () => looks.length === round)
      await nextTurn()
      await keeper.answered(team)
      await nextTurn()
      world.clock.advance(30_000)
    }
    expect(asks.map((at) => (at - start) / 1000)).toEqual([0, 30, 90, 210, 450, 930, 1530, 2130])
  })

  const refusal = { type: 'refused', reason: 'invalid_auth', isGone: false } as const

  function keeperAsking(ask: () => Promise<TokenAnswer>, claim = world.store.claim) {
    return createInstallKeeper({
      store: { ...world.store, claim },
      ...{ workspaces: world.store.workspaces, clock: world.clock, graceMs: 7 * dayMs, ask },
      log: { info: () => {}, warn: () => {}, error: () => {} },
      identityIn: () => ({ workspace: team, botToken: tokenOf(world.slack), botUserId: 'U0BOT' }),
    })
  }
})
