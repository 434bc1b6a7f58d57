import type { WorkspaceStore } from '../store/store.ts'
import { loadFleet } from './persist.ts'
import { type FleetAnswer, type FleetQuestion, searchFleet } from './search.ts'

/** What commands may ask about a workspace's migrations without asking a cloud. */
export type FleetReader = {
  /** From the memory of the workspace's leader. If it does not answer at once, from what is stored. */
  ask(question: FleetQuestion): Promise<FleetAnswer>
  /** How often the leader has looked at what moves in each account. Undefined if it does not answer. */
  looks(): Promise<Readonly<Record<string, number>> | undefined>
}

export type FleetReaderParts = {
  store: Pick<WorkspaceStore, 'known' | 'checkpoints' | 'health' | 'watches'>
  /** The leader's answer. Undefined if it does not answer in time. */
  askLeader(question: FleetQuestion): Promise<FleetAnswer | undefined>
  log: { error(details: object, message: string): void }
}

export function createFleetReader({ store, askLeader, log }: FleetReaderParts): FleetReader {
  return {
    ask: async (question) => (await askLeader(question)) ?? searchFleet(await loadFleet(store, log), question),
    looks: async () => (await askLeader({ type: 'looks' }))?.looks,
  }
}
