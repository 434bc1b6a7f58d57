import { AppError } from '../../../errors/errors.ts'
import { isPossible } from '../../../migrations/actions.ts'
import type { Priority } from '../../../migrations/fields/option-fields.ts'
import type { Migration } from '../../../migrations/migration.ts'
import type { Limit } from '../../../migrations/typed/limit-rules.ts'
import type { EndpointOptions } from '../../http/endpoint.ts'
import type { CallOptions, Operations } from '../../provider.ts'
import { bandwidthPolicy, policyOf } from '../bandwidth.ts'
import { label } from '../client/client.ts'
import type { Session } from '../client/session.ts'
import { oms } from '../oms.ts'
import { priorityLevel } from '../options.ts'
import { groupReader } from '../reading/groups.ts'
import { listWhole, toPage } from '../reading/lists.ts'
import type { KindReader } from '../reading/reader.ts'
import { taskReader } from '../reading/tasks.ts'
import { aboutOne, type Calling, ownRef } from '../targets.ts'
import { taskToMigration } from '../translate/tasks.ts'
import { batchesOf } from './batches.ts'
import { createOutcomes, type Outcomes } from './outcomes.ts'

/*
 * A batch update (5.2.8) is the only way to set a priority, and it replaces the bandwidth rules as well. So the present
 * rules are sent with it.
 */

/** Sets the priority of tasks. Tasks with equal bandwidth rules share a call. */
export const prioritizeTasks =
  (session: Session): Operations['prioritize'] =>
  async ({ migrations, priority }, options) => {
    const outcomes = createOutcomes(session, options)
    const tasks: Ruled[] = []
    for (const migration of migrations) {
      const rules = await outcomes.attempt([migration], (within) =>
        presentRules(taskReader, { session, options: within }, migration),
      )
      if (rules !== undefined) tasks.push({ migration, rules })
    }
    await setForTasks(session, { tasks, priority, outcomes })
    return outcomes.of(migrations)
  }

/** Sets the priority of groups: for each, the priority of its tasks. */
export const prioritizeGroups =
  (session: Session): Operations['prioritize'] =>
  async ({ migrations, priority }, options) => {
    const outcomes = createOutcomes(session, options)
    for (const migration of migrations) {
      await outcomes.attempt([migration], async (within) => {
        const rules = await presentRules(groupReader, { session, options: within }, migration)
        await setForGroup(session, { migration, rules, priority }, within)
      })
    }
    return outcomes.of(migrations)
  }

type Ruled = { migration: Migration; rules: Policy }
type Policy = ReturnType<typeof policyOf>

async function setForTasks(
  session: Session,
  { tasks, priority, outcomes }: { tasks: readonly Ruled[]; priority: Priority; outcomes: Outcomes },
): Promise<void> {
  for (const { rules, ids } of batchesOfEqualRules(tasks)) {
    const together = tasks.map(({ migration }) => migration).filter(({ id }) => ids.includes(id))
    const update = { ids, bandwidth_policy: rules, task_priority: priorityLevel.write(priority) }
    await outcomes.attempt(together, (within) => session.call(oms.BatchUpdateTasks, update, within))
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
  const aboutGroup = aboutOne(groupReader, { session, options }, group)
  const tasks = await tasksOf(session, group.id, aboutGroup)
  const open = tasks.filter((task) => isPossible('prioritize', task, { can: { prioritize: { in: prioritizable } } }))
  const ruled = open.map((migration) => ({ migration, rules: sendable(session, migration, migration.limits) }))
  const isUniform = open.length === tasks.length && ruled.every((task) => isEqual(task.rules, rules))
  const task_priority = priorityLevel.write(priority)
  // If nothing is left to change, OMS is asked anyway: it knows best how to say so.
  if (isUniform || open.length === 0) {
    return session.call(
      oms.BatchUpdateTasks,
      { group_id: group.id, bandwidth_policy: rules, task_priority },
      aboutGroup,
    )
  }
  for (const { rules: bandwidth_policy, ids } of batchesOfEqualRules(ruled)) {
    await session.call(oms.BatchUpdateTasks, { ids, bandwidth_policy, task_priority }, aboutGroup)
  }
}

/** The states in which 5.2.8 lets a task be changed. */
export const prioritizable = ['queued', 'paused', 'failed'] as const

async function tasksOf(session: Session, groupId: string, options: EndpointOptions): Promise<readonly Migration[]> {
  const { items } = await listWhole(
    async (_, window) =>
      toPage(await session.call(oms.ListTasks, { group_id: groupId, ...window }, options), taskToMigration, session),
    session,
    options,
  )
  return items
}

/** The present bandwidth rules of a migration. Asks OMS if the given reading does not tell them. */
async function presentRules(kind: KindReader, calling: Calling, migration: Migration): Promise<Policy> {
  const about = aboutOne(kind, calling, migration)
  const { session } = calling
  const { limits } = migration.limits === undefined ? await kind.read(session, migration.id, about) : migration
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
