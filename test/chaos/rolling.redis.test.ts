import { expect, test } from 'vitest'
import { openRollingWorld, type RollingWorld } from './rolling-world.ts'

const typists = 8
const commandsBetween = 40

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
