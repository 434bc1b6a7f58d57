import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startRedis } from '../redis-server.ts'
import { createRollingWorld, type RollingOptions, type RollingWorld } from './rolling-world.ts'

/** `CHAOS_ROLLS=20 npm run chaos -- rolling` for a long one, at `CHAOS_RATE` commands a second. */
const rolls = Number(process.env.CHAOS_ROLLS ?? 0)
const rate = Number(process.env.CHAOS_RATE ?? 30)
const typists = 8
const commandsBetween = 40

async function openWorld(options: Omit<RollingOptions, 'storeUrl'>): Promise<RollingWorld> {
  const redis = await startRedis()
  onTestFinished(redis.stop)
  const world = await createRollingWorld({ ...options, storeUrl: redis.url })
  onTestFinished(world.stop)
  return world
}

test('while two replicas restart one after the other, every command is acknowledged and answered', {
  timeout: 240_000,
}, async () => {
  const world = await openWorld({ environment: { SHUTDOWN_GRACE: '3' } })
  const traffic = keepTyping(world)
  await traffic.more(commandsBetween)
  for (const index of [0, 1]) {
    expect(await world.restart(index)).toBe(0)
    await traffic.more(commandsBetween)
  }
  await traffic.stop()
  const outcome = await world.settle()
  expect(outcome).toEqual({ sent: outcome.sent, refused: [], unanswered: 0, exitCodes: [0, 0], complaints: [] })
  expect(outcome.sent).toBeGreaterThan(3 * commandsBetween)
})

test.runIf(rolls > 0)(
  'the same for long, with a balancer that looks once a second',
  { timeout: 120_000 + rolls * 60_000 },
  async () => {
    const world = await openWorld({ lookEveryMs: 1000, environment: { SHUTDOWN_GRACE: '5' } })
    const everyMs = 1000 / rate
    const over = new AbortController()
    const typing: Promise<void>[] = []
    const typist = (async () => {
      for (let next = Date.now(); !over.signal.aborted; next += everyMs) {
        await pause(Math.max(0, next - Date.now()))
        typing.push(world.type())
      }
    })()
    for (let roll = 0; roll < rolls; roll += 1) {
      await pause(2000)
      expect(await world.restart(roll % 2)).toBe(0)
    }
    over.abort()
    await typist
    await Promise.all(typing)
    const outcome = await world.settle()
    process.stdout.write(`${rolls} restarts under ${rate} commands a second: ${JSON.stringify(outcome)}\n`)
    expect(outcome).toMatchObject({ refused: [], unanswered: 0 })
  },
)

/** Some people, each of whom types again once one more of all commands is answered. */
function keepTyping(world: RollingWorld) {
  let isOver = false
  const typist = async () => {
    while (!isOver) {
      const answer = world.nextAnswer()
      await world.type()
      await answer
    }
  }
  const typing = Array.from({ length: typists }, typist)
  return {
    async more(count: number) {
      const goal = world.sent() + count
      while (world.sent() < goal) await world.nextAnswer()
    },
    async stop() {
      isOver = true
      await Promise.all(typing)
    },
  }
}
