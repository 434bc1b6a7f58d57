import { isEnded } from '../../migrations/migration.ts'
import type { WorkspaceFleet } from '../workspace-fleet.ts'

/**
 * Takes into account that somebody set the clock, `byMs` milliseconds ahead or, if negative, back. No migration has stood
 * still for the time that was skipped. A cloud that refused the clock is asked again in the next round: that is how a
 * clock put right is noticed.
 */
export function takeClockSet({ accounts, health }: Pick<WorkspaceFleet, 'accounts' | 'health'>, byMs: number): void {
  for (const [name, { askAgainAt: _, ...one }] of health) {
    if (one.trouble?.code === 'clock_wrong') health.set(name, { ...one, refusals: 0 })
  }
  if (byMs <= 0) return
  for (const { known } of accounts.values()) {
    for (const [id, one] of known) {
      if (!isEnded(one.migration.state)) known.set(id, { ...one, movedAt: one.movedAt + byMs })
    }
  }
}
