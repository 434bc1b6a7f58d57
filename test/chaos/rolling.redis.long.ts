import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openRollingWorld } from './rolling-world.ts'

/** How often a replica restarts, and how many commands arrive per second meanwhile. */
const rolls = Number(process.env.CHAOS_ROLLS)
const rate = Number(process.env.CHAOS_RATE ?? 30)

test('while two replicas restart repeatedly behind a balancer that checks them once a second, nobody sees an error', {
  timeout: 120_000 + rolls * 60_000,
}, async () => {
  const world = await openRollingWorld({ lookEveryMs: 1000, environment: { SHUTDOWN_GRACE: '5' } })
  const over = new AbortController()
  const typing: Promise<unknown>[] = []
  const typist = (async () => {
    for (let next = Date.now(); !over.signal.aborted; next += 1000 / rate) {
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
})
