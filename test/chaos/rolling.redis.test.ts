import { expect, test } from 'vitest'
import { until } from '../flows/until.ts'
import { openRollingWorld, type RollingWorld } from './rolling-world.ts'

const typists = 4
const commandsBetween = 20

test('while two replicas restart one after the other, every command is acknowledged and answered', {
  timeout: 240_000,
}, async () => {
  const world = await openRollingWorld({ environment: { SHUTDOWN_GRACE: '3' } })
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

/**
 * Starts some people, each of whom types again when a command is answered, so that the same number is always in
 * progress.
 */
function keepTyping(world: RollingWorld) {
  let isOver = false
  const typist = async () => {
    while (!isOver) {
      const id = await world.type()
      if (id !== undefined) await until(`an answer about ${id}`, () => world.isAnswered(id))
    }
  }
  const typing = Array.from({ length: typists }, typist)
  return {
    async more(count: number) {
      const goal = world.sent() + count
      await until('more commands', () => world.sent() >= goal)
    },
    async stop() {
      isOver = true
      await Promise.all(typing)
    },
  }
}
