import { onTestFinished } from 'vitest'
import { createSimulatedClock } from '../../../playground/clock.ts'
import { createNaver, type NaverOptions, type NaverSimulator } from '../../../playground/naver/simulator.ts'
import { naver } from '../../../src/providers/naver/index.ts'
import type { Connection } from '../../../src/providers/provider.ts'
import { breaks } from '../breaks.ts'
import type { ProviderWorld } from '../contract.ts'
import { connect } from '../contract-world.ts'
import { openHttp } from '../open-http.ts'
import { answers } from './open-account.ts'
import { keys, spec } from './specs.ts'

export const account = 'prod'
const states = {
  queued: 'INITIALIZED',
  running: 'STARTED',
  paused: 'PAUSED',
  failed: 'ERROR',
  succeeded: 'DONE',
} as const

type Options = Pick<NaverOptions, 'behaviour' | 'quirks'> & {
  account?: Partial<NaverOptions['accounts'][number]>
  /** How far Ferry's clock is ahead of the gateway's, in milliseconds. */
  skewMs?: number
}
export type SimulatedWorld = ProviderWorld & { simulator: NaverSimulator }

/** Opens the simulated NAVER Cloud, whose time stands still until a test moves it. */
export async function openSimulated({ skewMs = 0, ...options }: Options = {}): Promise<SimulatedWorld> {
  const clock = createSimulatedClock(Date.parse('2026-11-21T12:00:00Z'), () => 0)
  const { accessKey, secretKey } = answers
  const simulator = createNaver({
    ...options,
    clock,
    gatewayClock: { now: () => clock.now() - skewMs },
    accounts: [{ name: account, accessKey, secretKey, ...options.account }],
  })
  const { url: endpoint, stop } = await simulator.listen()
  onTestFinished(stop)
  return {
    simulator,
    clock: { now: clock.now, sleep: async (ms) => clock.jump(ms) },
    answers: { ...answers, endpoint },
    wrongAnswers: { ...answers, endpoint, secretKey: 'anotherSecretKeyThatIsNotReal000' },
    source: {},
    destination: {},
    missing: { kind: 'policy', id: 'no-such-policy' },
    add: (state) => ({ kind: 'policy', id: simulator.addJob(account, { state: states[state] }) }),
    settle: () => clock.jump(10_000),
    orders: [{ spec, keys }],
    idsOf: () => simulator.jobs(account).map(({ title }) => title),
    tellTimes: (timesShownAs) => simulator.setQuirks({ ...options.quirks, timesShownAs }),
    breakNext: (how, path = '/migration-api/') => simulator.faults.add({ ...breaks[how], path }),
    callCount: () => simulator.calls().length,
  }
}

export async function openConnection(
  options: Options = {},
): Promise<{ world: SimulatedWorld; connection: Connection }> {
  const world = await openSimulated(options)
  const { fetchJson } = openHttp({ clock: world.clock })
  return { world, connection: connect(naver, world, fetchJson) }
}
