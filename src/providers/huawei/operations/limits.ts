import type { CallOptions, Operations, Target } from '../../provider.ts'
import { checked } from '../../wire/order.ts'
import { bandwidthPolicy, policyOf } from '../bandwidth.ts'
import type { Session } from '../client/session.ts'
import { oms } from '../oms.ts'
import { groupReader } from '../reading/groups.ts'
import { taskReader } from '../reading/tasks.ts'
import { aboutOne } from '../targets.ts'
import { batchesOf } from './batches.ts'
import { createOutcomes } from './outcomes.ts'

/** Replaces the bandwidth rules of tasks: one call for a single task, and one for each twenty. */
export const limitTasks = limitingBy({
  callsFor: batchesOf,
  async send(batch, bandwidth_policy, { session, options }) {
    const [task, ...more] = batch
    if (task === undefined) return
    const { call } = session
    if (more.length > 0)
      return call(oms.BatchUpdateTasks, { ids: batch.map(({ id }) => id), bandwidth_policy }, options)
    return call(
      oms.UpdateBandwidthPolicy,
      { id: task.id, bandwidth_policy },
      aboutOne(taskReader, { session, options }, task),
    )
  },
})

/** Replaces the bandwidth rules of groups, one call for each. */
export const limitGroups = limitingBy({
  callsFor: (targets) => targets.map((target) => [target]),
  async send([group], bandwidth_policy, { session, options }) {
    if (group === undefined) return
    const about = aboutOne(groupReader, { session, options }, group)
    return session.call(oms.UpdateTaskGroup, { id: group.id, bandwidth_policy }, about)
  },
})

type Policy = ReturnType<typeof policyOf>
type Limiting = {
  /** The targets of each call. */
  callsFor(targets: readonly Target[]): Target[][]
  send(batch: readonly Target[], policy: Policy, calling: { session: Session; options: CallOptions }): Promise<void>
}

/** Replaces bandwidth rules with one call after the other, so that OMS is not flooded. */
function limitingBy({ callsFor, send }: Limiting): (session: Session) => Operations['limit'] {
  return (session) =>
    async ({ targets, limits }, options) => {
      const policy = checked(bandwidthPolicy, policyOf(limits))
      const outcomes = createOutcomes(session, options)
      for (const batch of callsFor(targets)) {
        await outcomes.attempt(batch, (within) => send(batch, policy, { session, options: within }))
      }
      return outcomes.of(targets)
    }
}
