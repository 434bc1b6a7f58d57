import { createSimulatedClock, type SimulatedClock } from '../../playground/clock.ts'
import { createHuawei } from '../../playground/huawei/simulator.ts'
import { createNaver } from '../../playground/naver/simulator.ts'
import { createUpcloud } from '../../playground/upcloud/simulator.ts'
import type { Kind } from '../../src/migrations/migration.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'

/**
 * Behaviour of a migration in a crowd. `held up`: a state that no list can be filtered by, retrying where a cloud has
 * that.
 */
export type Doing = 'running' | 'ended' | 'held up'

/** A simulated cloud with one account, whose time stands still. */
export type CrowdedCloud = {
  provider: Provider
  kind: Kind
  url: string
  answers: Readonly<Record<string, string>>
  /** Adds migrations, and returns their ids. */
  add(count: number, doing: Doing): string[]
  stop(): Promise<void>
}

export const crowdedClouds: readonly (() => Promise<CrowdedCloud>)[] = [openHuawei, openNaver, openUpcloud]

async function openHuawei(): Promise<CrowdedCloud> {
  const account = { projectId: '0'.repeat(32), region: 'cn-north-4', accessKey: 'EXAMPLEKEY', secretKey: 'not-real' }
  const clock = stoppedClock()
  const simulator = createHuawei({ clock, accounts: [account], gatewayClock: { now: Date.now } })
  const statuses = { running: 2, ended: 5, 'held up': 6 } as const
  const { url, stop } = await simulator.listen()
  return {
    ...{ provider: huawei, kind: 'task', url, stop },
    answers: { ...account, omsEndpoint: url, iamEndpoint: url },
    add: (count, doing) =>
      ids(count).map((id) => simulator.addTask(account.projectId, { id, status: statuses[doing], ...long })),
  }
}

async function openNaver(): Promise<CrowdedCloud> {
  const keys = { accessKey: 'NCPEXAMPLEKEY0000001', secretKey: 'exampleNaverSecretThatIsNotReal000000001' }
  const clock = stoppedClock()
  const simulator = createNaver({ clock, accounts: [{ name: 'prod', ...keys }], gatewayClock: { now: Date.now } })
  const states = { running: 'STARTED', ended: 'DONE', 'held up': 'PAUSED' } as const
  const { url, stop } = await simulator.listen()
  return {
    ...{ provider: naver, kind: 'policy', url, stop },
    answers: { ...keys, regionCode: 'KR', endpoint: url },
    add: (count, doing) => ids(count).map(() => simulator.addJob('prod', { state: states[doing], ...long })),
  }
}

async function openUpcloud(): Promise<CrowdedCloud> {
  const serviceUuid = '0ab2f83f-03f3-4c48-9a38-0a3e89c6d024'
  const token = 'ucat_EXAMPLETOKENTHATISNOTREAL'
  const services = [{ uuid: serviceUuid, name: 'archive' }]
  const simulator = createUpcloud({ clock: stoppedClock(), accounts: [{ username: 'ferry', token, services }] })
  const states = { running: 'running', ended: 'completed', 'held up': 'failed' } as const
  const { url, stop } = await simulator.listen()
  return {
    ...{ provider: upcloud, kind: 'job', url, stop },
    answers: { serviceUuid, token, endpoint: url },
    add: (count, doing) => ids(count).map(() => simulator.addJob(serviceUuid, { state: states[doing], ...long })),
  }
}

/** So slow that it runs through every measurement. */
const long = { bytes: 50_000_000_000_000, bytesPerSecond: 4_000_000 }
let last = 100_000_000_000_000

function ids(count: number): string[] {
  return Array.from({ length: count }, () => {
    last += 1
    return String(last)
  })
}

function stoppedClock(): SimulatedClock {
  const clock = createSimulatedClock()
  clock.setSpeed(0)
  return clock
}
