import type { Log } from '../log.ts'
import type { WorkspaceStore } from '../store/store.ts'
import { loadFleet } from './persist.ts'
import { type FleetAnswer, type FleetQuestion, searchFleet } from './search.ts'
import type { Looks } from './workspace-fleet.ts'

/** Questions of commands about a workspace's migrations, answered without asking a cloud. */
export type FleetReader = {
  /** From the memory of the workspace's leader. If it does not answer at once, from what is stored. */
  ask(question: FleetQuestion): Promise<FleetAnswer>
  /** The leader's looks at what moves in each account, by its name. Undefined if it does not answer. */
  looks(): Promise<Readonly<Record<string, Looks>> | undefined>
}

export type FleetReaderParts = {
  store: Pick<WorkspaceStore, 'known' | 'checkpoints' | 'health' | 'watches' | 'subscriptions' | 'patience' | 'acks'>
  /** The leader's answer. Undefined if it does not answer in time. */
  askLeader(question: FleetQuestion): Promise<FleetAnswer | undefined>
  log: Log<'error'>
}

export function createFleetReader({ store, askLeader, log }: FleetReaderParts): FleetReader {
  return {
    ask: async (question) => (await askLeader(question)) ?? searchFleet(await loadFleet(store, log), question),
    looks: async () => (await askLeader({ type: 'looks' }))?.looks,
  }
}
