import type { Clock } from '../async/clock.ts'
import type { Log } from '../log.ts'
import type { Lease, Store } from '../store/store.ts'

/** Work on one workspace, for as long as this replica leads it. */
export type Led = {
  /** Ends the work. Nothing is written when it has resolved. */
  stop(): Promise<void>
}

export type LeaderParts<Work extends Led> = {
  /** Id of this replica, different for each process. */
  self: string
  store: Pick<Store, 'lease' | 'holdersOf' | 'signals'>
  /** Workspaces that are to be served. */
  workspaces(): Promise<string[]>
  /** Loads a workspace. Its work must not write after the lease's signal has aborted; the store would refuse it. */
  open(workspace: string, lease: Lease): Promise<Work>
  /** Called once the workspace can be found: its work begins. Returns at once. */
  begin(work: Work): void
  /** Called for each workspace that another replica holds. */
  onOtherHolder(workspace: string): void
  clock: Clock
  log: Log<'info' | 'warn'>
}
