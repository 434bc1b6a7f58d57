import type { Clock } from '../async/clock.ts'
import type { WorkspaceFleet } from '../fleet/workspace-fleet.ts'
import type { Log } from '../log.ts'
import type { Connection, Provider } from '../providers/provider.ts'
import type { Account, Claim, Notice, Watch, WorkspaceStore } from '../store/store.ts'

/**
 * `refused`: the cloud refused or limited the account. `left alone`: it was asked nothing, because it did that not long
 * ago. `failed`: anything else.
 */
export type ReadOutcome = 'read' | 'refused' | 'left alone' | 'failed'

export type ObserverParts = {
  workspace: string
  store: WorkspaceStore
  /** The leader's claim, which the store checks with every write of the fleet. */
  fence: Claim
  fleet: WorkspaceFleet
  providers: readonly Provider[]
  connect(account: Account): Connection
  /** Number of the last event that the channel of a watch was told. */
  toldUntil(watch: Watch): number
  /** Whether Slack shows a card of this thread in a channel. */
  hasCard(channel: string, threadId: string): boolean
  /** Called with the watches whose cards or events may have changed. `isUrgent`: something of meaning has. */
  onChange(watches: readonly Watch[], isUrgent: boolean): void
  /** Called when channels have to hear of an account. */
  onNotice(): void
  /** The owners of an account whom Ferry can call. Undefined if nobody is named. */
  ownersOf(account: string): Promise<Notice['called']>
  clock: Clock
  signal: AbortSignal
  log: Log<'warn' | 'error'>
}
