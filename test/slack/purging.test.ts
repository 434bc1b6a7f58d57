import { beforeEach, expect, test } from 'vitest'
import type { Installs } from '../../src/slack/install/installs.ts'
import type { Store } from '../../src/store/store.ts'
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

async function due(over = world.store): Promise<Installs> {
  const installs = await world.installed(over)
  await world.leave()
  await installs.hear(team, 'uninstalled')
  world.clock.advance(7 * dayMs)
  return installs
}

test('a purge waits for the complete grace period', async () => {
  const installs = await due()
  world.clock.advance(-1)
  await tend(installs)
  expect(await accountsIn(world.store)).toBe(1)
})

test('a purge happens once, however many replicas see that it is due, and however often', async () => {
  const installs = await due()
  const replicas = [
    installs,
    ...(await Promise.all([world.another(), world.another()])).map((one) => world.stored(one)),
  ]
  await Promise.all(replicas.map((replica) => replica.verify(team)))
  await Promise.all(replicas.map((replica) => replica.verify(team)))
  await Promise.all(replicas.map(tend))
  expect(await accountsIn(world.store)).toBe(0)
  expect((await stepsIn(world.store)).filter((step) => step.startsWith('purge'))).toEqual(['purge begun', 'purge done'])
  expect(await world.store.installs.get(team)).toEqual({ state: { type: 'purged', since: world.clock.now() } })
})

test('a purge that was interrupted is repeated by the next replica', async () => {
  const dying = dyingIn(world.store, 'purge')
  const installs = await due(dying)
  await tend(installs)
  expect(await stateIn(world.store)).toMatchObject({ type: 'removed' })
  world.clock.advance(600_000)
  const next = await world.another()
  await tend(world.stored(next))
  expect(await accountsIn(next)).toBe(0)
  expect((await stepsIn(next)).slice(-3)).toEqual(['purge begun', 'purge begun', 'purge done'])
})

test('a purge does not begin if it cannot be recorded', async () => {
  const installs = await due()
  await world.damageAudit()
  await tend(installs)
  expect(await accountsIn(world.store)).toBe(1)
})

test('an installation during a purge waits for its end, so that nothing of it is lost', async () => {
  const next = world.stored(await world.another())
  const again: (Promise<void> | undefined)[] = []
  const installs = await due(
    dyingIn(world.store, 'nothing', async () => {
      again.push(next.oauthStore?.storeInstallation(world.installation('U9')))
    }),
  )
  await tend(installs)
  await Promise.all(again)
  expect(again).toHaveLength(1)
  expect(await stateIn(world.store)).toEqual({ type: 'active' })
  expect(await next.installerOf(team)).toBe('U9')
  expect((await stepsIn(world.store)).slice(-3)).toEqual(['purge begun', 'purge done', 'install done'])
})

test('a purge asks Slack once more, and waits while Slack does not answer', async () => {
  const installs = await due()
  world.answers({ kind: 'status', status: 503 })
  await tend(installs)
  expect(await accountsIn(world.store)).toBe(1)
})

/** The store, with a purge that stops halfway or meets somebody else. */
function dyingIn(inner: Store, at: 'purge' | 'nothing', meanwhile = async () => {}): Store {
  return {
    ...inner,
    in(workspace) {
      const own = inner.in(workspace)
      return {
        ...own,
        async purge() {
          await meanwhile()
          if (at === 'purge') throw new Error('The process is dead')
          await own.purge()
        },
      }
    },
  }
}
