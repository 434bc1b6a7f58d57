import type { z } from 'zod'
import type { Takes } from '../../../migrations/fields/index.ts'
import type { Kind } from '../../../migrations/migration.ts'
import type { Spec, SpecField } from '../../../migrations/spec.ts'
import { creatable } from '../../creatable.ts'
import type { CallOptions, CreateOrder } from '../../provider.ts'
import { checkedInputs, type Findings } from '../../spec-problems.ts'
import { markedLengthProblem } from '../../token.ts'
import { createBrowser } from '../browser.ts'
import { copyingFieldAt } from '../copying.ts'
import { oms } from '../oms.ts'
import { preflight } from '../preflight/index.ts'
import { groupReader } from '../reading/groups.ts'
import type { KindReader } from '../reading/reader.ts'
import { syncReader } from '../reading/syncs.ts'
import { taskReader } from '../reading/tasks.ts'
import { groupCreation } from '../requests/groups.ts'
import { longestDescription, topicRegion } from '../requests/nodes.ts'
import { syncCreation } from '../requests/syncs.ts'
import { taskCreation } from '../requests/tasks.ts'
import type { Session } from '../session.ts'
import { groupOrder, syncOrder, taskOrder } from '../translate/orders.ts'
import { findCreated } from './find.ts'
import { keyRules } from './key-rules.ts'
import { checkRegion, createAnyGroup } from './send.ts'
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

/** How each kind is created (5.2.3, 5.4.2, 5.3.3). */
export const creations = {
  task: creationOf('task', {
    ...{ takes: taskTakes, schema: taskCreation, order: taskOrder, reader: taskReader },
    send: async ({ call }, order, options) => (await call(oms.CreateTask, order, options)).id,
  }),
  group: creationOf('group', {
    ...{ takes: groupTakes, schema: groupCreation, order: groupOrder, reader: groupReader },
    send: async ({ call }, order, options) => (await createAnyGroup(call, order, options)).group_id,
  }),
  sync: creationOf('sync', {
    ...{ takes: syncTakes, schema: syncCreation, order: syncOrder, reader: syncReader },
    send: async ({ call }, order, options) => (await call(oms.CreateSyncTask, order, options)).sync_task_id,
  }),
}

type Creating<Order> = {
  takes: Takes
  schema: z.ZodType
  order(order: CreateOrder, region: string): Order
  reader: KindReader
  /** Sends the order with one call, which is never repeated, and resolves to the id. */
  send(session: Session, order: Order, options: CallOptions): Promise<string>
}

function creationOf<Order>(kind: Kind, { takes, schema, order, reader, send }: Creating<Order>) {
  const inputs = checkedInputs({
    ...{ takes, schema, fieldAt },
    from: (longest) => order(longest, regionOf(longest.spec)),
    rules: (spec, keys) => ({ ...keyRules(spec, keys), ...descriptionRule(spec) }),
  })
  return creatable<Session>(kind, { ...inputs, tokenIn: 'description' }, (session) => ({
    preflight: (asked, options) =>
      preflight({
        ...{ session, reader, options, order: asked },
        ...{ browser: createBrowser(session), region: session.access.region },
      }),
    async create(asked, options) {
      const { region } = session.access
      checkRegion(asked, region)
      return { id: await send(session, order(asked, region), options) }
    },
    findCreated: (made, options) => findCreated(reader, made, { session, options }),
  }))
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
