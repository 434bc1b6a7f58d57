import { expect, test } from 'vitest'
import { createRandom } from '../../playground/cloud/random.ts'
import { createRateLimits } from '../../playground/slack/rate-limits.ts'
import type { LaneCall } from '../../src/send/limits/calls.ts'
import { createLanes } from '../../src/send/limits/lanes.ts'
import { createManualClock } from '../manual-clock.ts'

/**
 * Where the machine or Slack is busy, calls arrive late, now more, now less: `thereMs` milliseconds for the call with this
 * number. `isRefused`: Slack refuses it, whatever its limits say.
 */
type Trip = { thereMs(call: number): number; backMs?: number; isRefused?(call: number): boolean }

/** Calls to a Slack that has Slack's limits. Those that it refuses are made again. */
function callsThatTravel({ thereMs, backMs = 0, isRefused = () => false }: Trip) {
  const clock = createManualClock()
  const startAt = clock.now()
  const lanes = createLanes(clock)
  const limits = createRateLimits(clock)
  const answered: number[] = []
  let made = 0
  let refused = 0

  async function make(call: LaneCall): Promise<void> {
    const turn = lanes.queue(call)
    await turn.isOurs
    turn.use()
    made += 1
    const number = made
    await clock.sleep(thereMs(number))
    const method = call.method === 'post' ? 'chat.postMessage' : 'chat.update'
    const waitSeconds = isRefused(number) ? 1 : limits.take({ method, token: call.workspace, channel: call.channel })
    await clock.sleep(backMs)
    if (waitSeconds === 0) {
      answered.push((clock.now() - startAt) / 1000)
      return turn.end()
    }
    refused += 1
    lanes.holdOff(call, waitSeconds * 1000)
    turn.refused()
    await make(call)
  }

  return {
    clock,
    call: (call: Partial<LaneCall>) =>
      void make({ workspace: 'T1', channel: 'C1', method: 'post', urgency: 'end', ...call }),
    /** The seconds in which Slack's answers arrived. */
    answered,
    refused: () => refused,
  }
}

test('no post is refused where one reaches Slack late and the next in its channel early', async () => {
  const random = createRandom(3)
  const { clock, call, answered, refused } = callsThatTravel({ thereMs: () => random() * 1500, backMs: 50 })
  for (let index = 0; index < 240; index += 1) call({ channel: `C${index % 20}` })
  await clock.advance(40_000)
  expect(answered).toHaveLength(240)
  expect(refused()).toBe(0)
})

test('posts that Slack answers within a quarter of a second follow each other after one', async () => {
  const { clock, call, answered } = callsThatTravel({ thereMs: () => 150, backMs: 100 })
  for (let index = 0; index < 5; index += 1) call({})
  await clock.advance(10_000)
  expect(answered).toEqual([0.25, 1.25, 2.25, 3.25, 4.25])
})

test('a post that Slack does not answer holds its channel up for ten seconds', async () => {
  const { clock, call, answered } = callsThatTravel({ thereMs: (number) => (number === 1 ? 20_000 : 100) })
  for (let index = 0; index < 3; index += 1) call({})
  await clock.advance(12_000)
  expect(answered).toEqual([10.1, 11.1])
})

test.each(['post', 'update'] as const)(
  'no %s of the next minute is refused where the first ones reached Slack late',
  async (method) => {
    const { clock, call, refused } = callsThatTravel({ thereMs: (number) => (number <= 300 ? 2_000 : 10) })
    for (let index = 0; index < 620; index += 1) call({ method, channel: `C${index}`, urgency: 'end' })
    await clock.advance(130_000)
    expect(refused()).toBe(0)
  },
)

test('what Slack refused is not counted in the minute: nobody waits for the next one because of it', async () => {
  const { clock, call, answered } = callsThatTravel({ thereMs: () => 100, isRefused: (number) => number % 10 === 0 })
  for (let index = 0; index < 290; index += 1) call({ channel: `C${index % 90}` })
  await clock.advance(40_000)
  expect(answered).toHaveLength(290)
})
