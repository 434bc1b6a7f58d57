import type { Nameable, PeopleIn } from '../access/people.ts'
import type { Clock } from '../async/clock.ts'
import type { WorkspaceFleet } from '../fleet/workspace-fleet.ts'
import type { Log } from '../log.ts'
import type { Deciding } from '../notify/decide/deciding.ts'
import type { Groups } from '../notify/decide/groups.ts'
import type { EventTable } from '../notify/events.ts'
import type { RequestNotices } from '../notify/threads/request-notices.ts'
import type { Connection, Provider } from '../providers/provider.ts'
import type { Channels } from '../send/channels.ts'
import type { Delivery } from '../send/delivery.ts'
import type { Account, Lease, Store, WorkspaceStore } from '../store/store.ts'

export type LedWorkspaceParts = {
  store: Pick<Store, 'in'>
  providers: readonly Provider[]
  /** How events are told. */
  events: EventTable
  connect(workspace: string, account: Account): Connection
  delivery: Pick<Delivery, 'nudge' | 'repaint' | 'idle' | 'heal' | 'healAll' | 'remember' | 'spend'>
  /** Called when a request may have something to be done. */
  onRequest(workspace: string, id: string): void
  people: PeopleIn<Nameable>
  /** Slack user ids of admins. */
  admins(): Promise<readonly string[]>
  clock: Clock
  log: Log<'warn' | 'error'>
}

/** A workspace that has been loaded, while this replica leads it. */
export type Opened = {
  workspace: string
  lease: Lease
  store: WorkspaceStore
  fleet: WorkspaceFleet
  channels: Channels
  groups: Groups
  deciding: Deciding
  requestNotices: RequestNotices
  signal: AbortSignal
}
