import { huawei } from '../../src/providers/huawei/index.ts'
import type { Connection, CreateOrder, Provider } from '../../src/providers/provider.ts'
import type { Account } from '../../src/store/store.ts'
import { aSpec } from '../approvals/samples.ts'
import { createFakeCloud, type FakeCloud } from '../fake-cloud/cloud.ts'
import { createManualClock, type ManualClock } from '../manual-clock.ts'
import { creationOf } from '../providers/huawei/specs.ts'
import type { Mortality } from '../send/mortal.ts'
import { anAccount, aStorageKey } from '../store/samples.ts'

export type { Outcome } from '../fake-cloud/creating.ts'

/** A cloud in which requests are carried out, with an account and an order for it. */
export type Cloud = {
  /** The clock of the cloud and of Ferry. */
  clock: ManualClock
  provider: Provider
  account: Account
  order: Pick<CreateOrder, 'spec' | 'keys'>
  /** Opens a connection for a process that may die. */
  connect(process?: Process): Connection
}

type Process = Pick<Mortality, 'does'>

/** The fake cloud with one account. */
export type CreatingCloud = Cloud & Omit<FakeCloud, 'connect'>

export function createCreatingCloud(): CreatingCloud {
  const clock = createManualClock()
  const account = anAccount()
  const { secret } = aStorageKey()
  const fake = createFakeCloud({ clock, kinds })
  fake.namesRequests()
  const connect: Cloud['connect'] = (process) => fake.connect(account, process)
  return {
    ...fake,
    ...{ clock, account, connect },
    order: { spec: aSpec(), keys: { source: secret, target: secret } },
    provider: {
      ...huawei,
      kinds,
      identify: ({ projectId = 'p1' }) => ({ projectId }),
      open: () => connect(),
    },
  }
}

/** Kinds with a state in which a half-created task waits to be started, as in clouds that need two calls. */
const kinds: Provider['kinds'] = {
  task: {
    noun: 'task',
    can: { start: { in: ['queued', 'paused'] }, creation: creationOf('task') },
    reading: { pageSize: 100, states: [], showCalls: 1 },
  },
}
