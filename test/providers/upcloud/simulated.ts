import { onTestFinished } from 'vitest'
import { createSimulatedClock } from '../../../playground/clock.ts'
import { createUpcloud, type UpcloudOptions, type UpcloudSimulator } from '../../../playground/upcloud/simulator.ts'
import type { BucketSeed } from '../../../playground/upcloud/storage-service.ts'
import type { Connection } from '../../../src/providers/provider.ts'
import { upcloud } from '../../../src/providers/upcloud/index.ts'
import { breaks } from '../breaks.ts'
import type { ProviderWorld } from '../contract.ts'
import { connect } from '../contract-world.ts'
import { openHttp } from '../open-http.ts'
import { serviceUuid, tokenAnswers, userAnswers } from './open-account.ts'
import { keys, spec } from './specs.ts'

const states = { queued: 'pending', running: 'running', failed: 'failed', succeeded: 'completed' } as const

export type Answers = Pick<ProviderWorld, 'answers' | 'wrongAnswers'>
export const byToken: Answers = {
  answers: tokenAnswers,
  wrongAnswers: { ...tokenAnswers, token: 'ucat_ANOTHERTOKENTHATISNOTREAL' },
}
export const byUser: Answers = {
  answers: userAnswers,
  wrongAnswers: { ...userAnswers, password: 'not-this-password' },
}

const places = { access: {}, bucket: 'archive', region: 'europe-1' }

export type SimulatedWorld = ProviderWorld & { simulator: UpcloudSimulator }
type Options = Pick<UpcloudOptions, 'behaviour' | 'quirks'> & { buckets?: readonly BucketSeed[] }

/** Opens the simulated UpCloud, whose time stands still until a test moves it. */
export async function openSimulated(typed: Answers, options: Options = {}): Promise<SimulatedWorld> {
  const clock = createSimulatedClock(Date.parse('2026-11-21T12:00:00Z'), () => 0)
  const { token } = tokenAnswers
  const { username, password } = userAnswers
  const { buckets = [{ name: 'archive' }] } = options
  const services = [{ uuid: serviceUuid, name: 'archive', buckets }]
  const simulator = createUpcloud({ ...options, clock, accounts: [{ token, username, password, services }] })
  const { url: endpoint, stop } = await simulator.listen()
  onTestFinished(stop)
  return {
    simulator,
    clock: { now: clock.now, sleep: async (ms) => clock.jump(ms) },
    answers: { ...typed.answers, endpoint },
    wrongAnswers: { ...typed.wrongAnswers, endpoint },
    source: {},
    destination: {},
    missing: { kind: 'job', id: 'a1b2c3d4-e5f6-7890-abcd-ef1234567890' },
    add(state) {
      if (state === 'paused') throw new Error('UpCloud pauses nothing')
      return { kind: 'job', id: simulator.addJob(serviceUuid, { state: states[state] }) }
    },
    settle: () => clock.jump(10_000),
    places: {
      ...places,
      async clear() {
        const headers = { Authorization: `Bearer ${token}` }
        await fetch(`${endpoint}/1.3/object-storage-2/${serviceUuid}/buckets/archive`, { method: 'DELETE', headers })
      },
    },
    orders: [{ spec, keys }],
    idsOf: () => simulator.jobs(serviceUuid).map(({ uuid }) => uuid),
    tellTimes: (timesShownAs) => simulator.setQuirks({ ...options.quirks, timesShownAs }),
    breakNext: (how, path = '/1.3/') => simulator.faults.add({ ...breaks[how], path }),
    callCount: () => simulator.calls().length,
  }
}

export async function openConnection(
  options: Options = {},
): Promise<{ world: SimulatedWorld; connection: Connection }> {
  const world = await openSimulated(byToken, options)
  const { fetchJson } = openHttp({ clock: world.clock })
  return { world, connection: connect(upcloud, world, fetchJson) }
}
