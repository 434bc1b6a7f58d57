import type { z } from 'zod'
import type { Takes } from '../../../migrations/fields/index.ts'
import type { Spec, SpecField } from '../../../migrations/spec.ts'
import { checkOrder, noKind } from '../../check-order.ts'
import type { CreateOrder, Creation } from '../../provider.ts'
import { checkedInputs, type Findings } from '../../spec-problems.ts'
import { markedLengthProblem } from '../../token.ts'
import { copyingFieldAt } from '../copying.ts'
import { groupCreation } from '../requests/groups.ts'
import { longestDescription, topicRegion } from '../requests/nodes.ts'
import { syncCreation } from '../requests/syncs.ts'
import { taskCreation } from '../requests/tasks.ts'
import { groupOrder, syncOrder, taskOrder } from '../translate/orders.ts'
import { keyRules } from './key-rules.ts'
import { groupTakes, syncTakes, taskTakes } from './takes.ts'

/** The form's field from which each part of an order comes (5.2.3, 5.3.3, 5.4.2). */
const fieldAt: Readonly<Record<string, SpecField>> = {
  description: 'description',
  task_priority: 'options.priority',
  'src_node.cloud_type': 'source.cloud',
  'src_node.region': 'source.region',
  'src_node.bucket': 'source.bucket',
  'src_node.app_id': 'source.appId',
  'src_node.object_key': 'source.names',
  'src_node.list_file': 'source.listFile',
  src_node: 'source.key',
  'dst_node.region': 'target.region',
  'dst_node.bucket': 'target.bucket',
  'dst_node.save_prefix': 'target.prefix',
  dst_node: 'target.key',
  src_cloud_type: 'source.cloud',
  src_region: 'source.region',
  src_bucket: 'source.bucket',
  app_id: 'source.appId',
  src_ak: 'source.key',
  src_sk: 'source.key',
  dst_ak: 'target.key',
  dst_sk: 'target.key',
  dst_region: 'target.region',
  dst_bucket: 'target.bucket',
  source_cdn: 'source.cdn',
  ...copyingFieldAt,
  migrate_since: 'options.since',
  bandwidth_policy: 'options.limits',
  smn_config: 'options.notification',
}

/** How each kind is created: what it takes and how it is checked. */
export const creations = {
  task: creationOf(taskTakes, { schema: taskCreation, order: taskOrder }),
  group: creationOf(groupTakes, { schema: groupCreation, order: groupOrder }),
  sync: creationOf(syncTakes, { schema: syncCreation, order: syncOrder }),
}

/** Throws AppError form_invalid for an order that OMS cannot carry out. */
export function checkHuaweiOrder(order: CreateOrder): void {
  const { kind } = order.spec
  if (kind !== 'task' && kind !== 'group' && kind !== 'sync') throw noKind(order)
  checkOrder(order, creations[kind])
}

type OrderRules = { schema: z.ZodType; order(order: CreateOrder, region: string): unknown }

function creationOf(takes: Takes, { schema, order }: OrderRules): Creation {
  const inputs = checkedInputs({
    ...{ takes, schema, fieldAt },
    order: (longest) => order(longest, regionOf(longest.spec)),
    rules: (spec, keys) => ({ ...keyRules(spec, keys), ...descriptionRule(spec) }),
  })
  return { ...inputs, tokenIn: 'description' }
}

/**
 * The region against which a spec is checked. Only the account's connection knows the account's own region: if the spec
 * names none, the region of the topic will do.
 */
function regionOf({ target, options }: Spec): string {
  return target.region ?? topicRegion(options.notification?.topic ?? '') ?? 'any'
}

/** Checks that a description leaves room for the mark that follows it. */
function descriptionRule({ description }: Spec): Findings {
  return { description: markedLengthProblem(description, longestDescription) }
}
