import type { PreflightCheck } from '../../../migrations/spec/spec.ts'
import { type Look, pass, warn } from '../../creation/preflight.ts'
import { oms } from '../oms.ts'
import type { Looking } from './looking.ts'

/** Checks the quota of synchronization tasks (5.3.3). It is the only quota whose use OMS lists. */
export function quotaLook({ session, order, options }: Looking): Look | undefined {
  if (order.spec.kind !== 'sync') return undefined
  return {
    names: ['quota'],
    look: async () => {
      const { rows, total = rows.length } = await session.call(oms.ListSyncTasks, { limit: 10 }, options)
      return { checks: [quotaCheck(total)] }
    },
  }
}

const mostSyncs = 5

function quotaCheck(count: number): PreflightCheck {
  if (count < mostSyncs) return pass('quota', `${count} of ${mostSyncs} synchronization tasks are in use.`)
  const next = 'Delete one you no longer need, or ask Huawei for more.'
  return warn('quota', `There are ${count} synchronization tasks, and Huawei allows ${mostSyncs}.`, next)
}
