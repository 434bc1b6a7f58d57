import type { AuditEvent } from '../../access/audit.ts'
import type { InstallState } from '../../store/store.ts'
import { purgeDueAt } from './state.ts'

/** How a change of an install is recorded: its audit entry and its log line. */
export type Step = {
  event: Pick<AuditEvent, 'verb' | 'outcome' | 'code' | 'detail'>
  message: string
  isWarning: boolean
}
type Change = { before: InstallState; after: InstallState; graceMs: number }

export function stepOf({ before, after, graceMs }: Change): Step {
  switch (after.type) {
    case 'active':
      return tokenAccepted(before)
    case 'doubted':
      return after.told === 'uninstalled' ? removalTold : revocationTold
    case 'refused':
      return before.type === 'refused' && after.isRemovalTold && !before.isRemovalTold
        ? removalTold
        : tokenRefused(after.reason)
    case 'removed':
      return removed(after.reason, purgeDueAt(after, graceMs) ?? after.since)
    case 'purged':
      return purgeDone
    default:
      return after satisfies never
  }
}

/** The record of an installation, which makes a workspace active, whatever its state was. */
export function installStep(before: InstallState | undefined): Step {
  const detail = before === undefined ? 'for the first time' : installDetails[before.type]
  return note({ verb: 'install', outcome: 'done', detail }, 'Ferry was installed in a workspace')
}

const installDetails: Readonly<Record<InstallState['type'], string>> = {
  active: 'again',
  doubted: 'again',
  refused: 'again, with a new token',
  removed: 'again, with everything that was kept',
  purged: 'again, after its data was removed',
}

const purging = { verb: 'purge', detail: 'everything but the audit' }
export const purgeBegun = note({ ...purging, outcome: 'begun' }, 'Removing the data of a workspace')
const purgeDone = warning({ ...purging, outcome: 'done' }, 'The data of a workspace was removed')

const removalTold = warning(
  { verb: 'uninstall', outcome: 'begun', detail: 'Slack says that Ferry was removed' },
  'Slack says that Ferry was removed from a workspace',
)

const revocationTold = warning(
  { verb: 'token', outcome: 'begun', detail: 'Slack says that the token was revoked' },
  'Slack says that the token of a workspace was revoked',
)

function tokenRefused(reason: string): Step {
  const event = { verb: 'token', outcome: 'refused', code: reason, detail: 'Slack refuses the token' } as const
  return warning(event, 'Slack refuses the token of a workspace')
}

function removed(reason: string, dueAt: number): Step {
  const detail = `the data is kept until ${new Date(dueAt).toISOString().slice(0, 10)}`
  return warning({ verb: 'uninstall', outcome: 'done', code: reason, detail }, 'Ferry was removed from a workspace')
}

/**
 * The record of a token that Slack accepts. An earlier event came late or was about a replaced token, or somebody
 * repaired the install.
 */
function tokenAccepted(before: InstallState): Step {
  const wasRemovalTold = before.type === 'doubted' && before.told === 'uninstalled'
  const verb = wasRemovalTold ? 'uninstall' : 'token'
  const outcome = before.type === 'doubted' ? 'refused' : 'done'
  return note({ verb, outcome, detail: 'Slack accepts the token' }, 'Slack accepts the token of a workspace')
}

function note(event: Step['event'], message: string): Step {
  return { event, message, isWarning: false }
}

function warning(event: Step['event'], message: string): Step {
  return { event, message, isWarning: true }
}
