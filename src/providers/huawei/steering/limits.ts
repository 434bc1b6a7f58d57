import { checked } from '../../order.ts'
import type { CallOptions, LimitOrder, Target, TargetOutcome } from '../../provider.ts'
import { updateGroupBandwidth } from '../api/groups.ts'
import { batchUpdateTasks, updateBandwidth } from '../api/tasks.ts'
import { bandwidthPolicy } from '../requests/bandwidth.ts'
import type { Session } from '../session.ts'
import { about, kindOf, knownKindOf, neverOffered } from '../targets.ts'
import { policyOf } from '../translate/parts.ts'
import { batchesOf } from './batches.ts'
import { createOutcomes } from './outcomes.ts'

/**
 * Replaces bandwidth rules: one call for a single task, one for each twenty tasks, and one for each group. The calls
 * follow one after the other, so that OMS is not flooded.
 */
export async function setLimits(
  session: Session,
  { targets, limits }: LimitOrder,
  options: CallOptions,
): Promise<TargetOutcome[]> {
  const policy = checked(bandwidthPolicy, policyOf(limits))
  const outcomes = createOutcomes(session, options)
  for (const batch of callsFor(targets)) {
    await outcomes.attempt(batch, (within) => limitTogether(session, { batch, policy }, within))
  }
  return outcomes.of(targets)
}

type Policy = ReturnType<typeof policyOf>

function callsFor(targets: readonly Target[]): Target[][] {
  const tasks = targets.filter((target) => target.kind === 'task' && knownKindOf(target) !== undefined)
  const others = targets.filter((target) => !tasks.includes(target))
  return [...batchesOf(tasks), ...others.map((target) => [target])]
}

async function limitTogether(
  session: Session,
  { batch, policy: bandwidth_policy }: { batch: readonly Target[]; policy: Policy },
  options: CallOptions,
): Promise<void> {
  const [target] = batch
  if (target === undefined) return
  if (batch.length > 1) {
    return batchUpdateTasks(session.call, { ids: batch.map(({ id }) => id), bandwidth_policy }, options)
  }
  kindOf(session, target)
  const change = { id: target.id, bandwidth_policy }
  if (target.kind === 'task') return updateBandwidth(session.call, change, about(session, target, options))
  if (target.kind === 'group') return updateGroupBandwidth(session.call, change, about(session, target, options))
  throw neverOffered(session, target, 'limited')
}
