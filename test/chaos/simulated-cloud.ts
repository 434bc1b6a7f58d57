import type { Kind } from '../../src/migrations/migration.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { immortal } from '../fake-cloud/cloud.ts'
import { createManualClock } from '../manual-clock.ts'
import type { ProviderWorld } from '../providers/contract-world.ts'
import * as simulatedHuawei from '../providers/huawei/simulated.ts'
import * as simulatedNaver from '../providers/naver/simulated.ts'
import { openHttp } from '../providers/open-http.ts'
import * as simulatedUpcloud from '../providers/upcloud/simulated.ts'
import type { Cloud } from '../requests/cloud.ts'

/** A real provider connected to the simulator of its cloud. */
export type SimulatedCloud = Cloud & { world: ProviderWorld }

/** A kind of migration that Ferry can create at a provider. */
export type Making = { kind: Kind; provider: Provider; openWorld(): Promise<ProviderWorld> }

const openHuawei = () => simulatedHuawei.openSimulated(simulatedHuawei.byKey)
const openUpcloud = () => simulatedUpcloud.openSimulated(simulatedUpcloud.byToken)

export const makings: readonly Making[] = [
  { kind: 'task', provider: huawei, openWorld: openHuawei },
  { kind: 'group', provider: huawei, openWorld: openHuawei },
  { kind: 'sync', provider: huawei, openWorld: openHuawei },
  { kind: 'policy', provider: naver, openWorld: simulatedNaver.openSimulated },
  { kind: 'job', provider: upcloud, openWorld: openUpcloud },
]

/** Opens the cloud with Ferry's clock. Each request is a step of the process, which may die before or after it. */
export async function openCloud({ kind, provider, openWorld }: Making): Promise<SimulatedCloud> {
  const world = await openWorld()
  const read = provider.readCredentials(world.answers)
  const order = world.orders.find(({ spec }) => spec.kind === kind)
  if (!read.ok || order === undefined) throw new Error(`No ${kind} can be asked for`)
  const { credentials, facts } = read
  const name = order.spec.account
  const { fetchJson } = openHttp()
  let underway = 0
  const clock = createManualClock(world.clock.now(), () => underway > 0)

  async function send<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    underway += 1
    try {
      await world.clock.sleep(Math.max(0, clock.now() - world.clock.now()))
      return await call()
    } finally {
      underway -= 1
    }
  }

  return {
    ...{ clock, provider, order, world },
    account: { name, provider: provider.name, credentials, facts, createdBy: 'U1', createdAt: 1 },
    connect: ({ does } = immortal) =>
      provider.open(
        { name, credentials },
        {
          clock,
          warn: () => {},
          fetchJson: (request) =>
            does(`${request.method} ${request.url.pathname}`, () => send(() => fetchJson(request))),
        },
      ),
  }
}
