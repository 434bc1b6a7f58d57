import { AppError } from '../../../errors.ts'
import { isPossible } from '../../../migrations/actions.ts'
import type { Priority } from '../../../migrations/fields/option-fields.ts'
import type { Limit } from '../../../migrations/limit-rules.ts'
import type { Migration } from '../../../migrations/migration.ts'
import type { CallOptions, PriorityOrder, TargetOutcome } from '../../provider.ts'
import { batchUpdateTasks, listTasks } from '../api/tasks.ts'
import { label, type OmsOptions } from '../client.ts'
import { readWhole, toPage } from '../kinds/lists.ts'
import { bandwidthPolicy } from '../requests/bandwidth.ts'
import type { Session } from '../session.ts'
import { about, kindOf, neverOffered, ownRef } from '../targets.ts'
import { policyOf } from '../translate/parts.ts'
import { taskToMigration } from '../translate/tasks.ts'
import { batchesOf } from './batches.ts'
import { createOutcomes, type Outcomes } from './outcomes.ts'

/**
 * Sets the priority of migrations. A batch update (5.2.8) is the only way, and it replaces the bandwidth rules as well.
 * So each task's present rules are sent with it, and tasks with equal rules share a call.
 */
export async function setPriority(
  session: Session,
  { migrations, priority }: PriorityOrder,
  options: CallOptions,
): Promise<TargetOutcome[]> {
  const outcomes = createOutcomes(session, options)
  const tasks: Ruled[] = []
  for (const migration of migrations) {
    const rules = await outcomes.attempt([migration], (within) => presentRules(session, migration, within))
    if (rules !== undefined && migration.kind === 'task') tasks.push({ migration, rules })
    if (rules !== undefined && migration.kind === 'group') {
      await outcomes.attempt([migration], (within) => setForGroup(session, { migration, rules, priority }, within))
    }
  }
  await setForTasks(session, { tasks, priority, outcomes })
  return outcomes.of(migrations)
}

type Ruled = { migration: Migration; rules: Policy }
type Policy = ReturnType<typeof policyOf>
/** Priorities as OMS spells them. */
const levels = { high: 'HIGH', medium: 'MEDIUM', low: 'LOW' } as const satisfies Record<Priority, string>

async function setForTasks(
  session: Session,
  { tasks, priority, outcomes }: { tasks: readonly Ruled[]; priority: Priority; outcomes: Outcomes },
): Promise<void> {
  for (const { rules, ids } of batchesOfEqualRules(tasks)) {
    const together = tasks.map(({ migration }) => migration).filter(({ id }) => ids.includes(id))
    const update = { ids, bandwidth_policy: rules, task_priority: levels[priority] }
    await outcomes.attempt(together, (within) => batchUpdateTasks(session.call, update, within))
  }
}

/**
 * Sets the priority of a group. One call does if every task of the group can be changed and has the group's own rules.
 * Otherwise the tasks are named: those with limits of their own keep them, and finished ones are left alone.
 */
async function setForGroup(
  session: Session,
  { migration: group, rules, priority }: Ruled & { priority: Priority },
  options: CallOptions,
): Promise<void> {
  const aboutGroup = about(session, group, options)
  const tasks = await tasksOf(session, group.id, aboutGroup)
  const open = tasks.filter((task) => isPossible('prioritize', task, { actions: { prioritize: prioritizable } }))
  const ruled = open.map((migration) => ({ migration, rules: sendable(session, migration, migration.limits) }))
  const isUniform = open.length === tasks.length && ruled.every((task) => isEqual(task.rules, rules))
  const task_priority = levels[priority]
  // If nothing is left to change, OMS is asked anyway: it knows best how to say so.
  if (isUniform || open.length === 0) {
    return batchUpdateTasks(session.call, { group_id: group.id, bandwidth_policy: rules, task_priority }, aboutGroup)
  }
  for (const { rules: bandwidth_policy, ids } of batchesOfEqualRules(ruled)) {
    await batchUpdateTasks(session.call, { ids, bandwidth_policy, task_priority }, aboutGroup)
  }
}

/** The states in which 5.2.8 lets a task be changed. */
export const prioritizable = ['queued', 'paused', 'failed'] as const

function tasksOf(session: Session, groupId: string, options: OmsOptions): Promise<Migration[]> {
  return readWhole(
    async (_, window) =>
      toPage(await listTasks(session.call, { group_id: groupId, ...window }, options), taskToMigration, session),
    session,
    options,
  )
}

/** The present bandwidth rules of a migration. Asks OMS if the given reading does not tell them. */
async function presentRules(session: Session, migration: Migration, options: CallOptions): Promise<Policy> {
  const kind = kindOf(session, migration)
  if (migration.kind === 'sync') throw neverOffered(session, migration, 'given another priority')
  if (migration.limits !== undefined) return sendable(session, migration, migration.limits)
  const { limits } = await kind.read(session, migration.id, about(session, migration, options))
  return sendable(session, migration, limits)
}

/**
 * Bandwidth rules in a form that OMS accepts. Throws AppError limits_unrepeatable for rules that are unknown or that
 * OMS would refuse: other rules must not replace them in silence.
 */
function sendable(session: Session, migration: Migration, limits: readonly Limit[] | undefined): Policy {
  const rules = bandwidthPolicy.safeParse(limits === undefined ? undefined : policyOf(limits))
  if (rules.success) return rules.data
  throw new AppError('limits_unrepeatable', { provider: label, ref: ownRef(session, migration) })
}

function batchesOfEqualRules(tasks: readonly Ruled[]): { rules: Policy; ids: string[] }[] {
  return [...Map.groupBy(tasks, ({ rules }) => JSON.stringify(rules)).values()].flatMap((equal) =>
    batchesOf(equal.map(({ migration }) => migration)).map((batch) => ({
      rules: equal[0]?.rules ?? [],
      ids: batch.map(({ id }) => id),
    })),
  )
}

function isEqual(some: Policy, others: Policy): boolean {
  return JSON.stringify(some) === JSON.stringify(others)
}
