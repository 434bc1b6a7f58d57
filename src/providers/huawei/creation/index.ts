import type { z } from 'zod'
import type { Takes } from '../../../migrations/fields/index.ts'
import type { Kind } from '../../../migrations/migration.ts'
import type { Spec } from '../../../migrations/spec/spec.ts'
import { creatable } from '../../creation/creatable.ts'
import { checkedInputs, type Findings } from '../../creation/spec-problems.ts'
import { markedLengthProblem } from '../../creation/token.ts'
import type { CallOptions } from '../../provider.ts'
import type { WireOrder } from '../../wire/fields.ts'
import { createBrowser } from '../browser.ts'
import type { Session } from '../client/session.ts'
import { oms } from '../oms.ts'
import { preflight } from '../preflight/index.ts'
import { groupReader } from '../reading/groups.ts'
import type { KindReader } from '../reading/reader.ts'
import { syncReader } from '../reading/syncs.ts'
import { taskReader } from '../reading/tasks.ts'
import { type HuaweiOrder, newGroup, newSync, newTask } from '../requests/creation.ts'
import { longestDescription, topicRegion } from '../requests/rules.ts'
import { findCreated } from './find.ts'
import { keyRules } from './key-rules.ts'
import { checkRegion, createAnyGroup } from './send.ts'
import { groupTakes, syncTakes, taskTakes } from './takes.ts'

/** How each kind is created (5.2.3, 5.4.2, 5.3.3). */
export const creations = {
  task: creationOf('task', {
    takes: taskTakes,
    order: newTask,
    reader: taskReader,
    send: async ({ call }, order, options) => (await call(oms.CreateTask, order, options)).id,
  }),
  group: creationOf('group', {
    takes: groupTakes,
    order: newGroup,
    reader: groupReader,
    send: async ({ call }, order, options) => (await createAnyGroup(call, order, options)).group_id,
  }),
  sync: creationOf('sync', {
    takes: syncTakes,
    order: newSync,
    reader: syncReader,
    send: async ({ call }, order, options) => (await call(oms.CreateSyncTask, order, options)).sync_task_id,
  }),
}

type Creating<Order> = {
  takes: Takes
  order: WireOrder<HuaweiOrder, z.ZodType<unknown, Order>>
  reader: KindReader
  /** Sends the order with one call, which is never repeated, and resolves to the id. */
  send(session: Session, order: Order, options: CallOptions): Promise<string>
}

function creationOf<Order>(kind: Kind, { takes, order, reader, send }: Creating<Order>) {
  const inputs = checkedInputs({
    ...order,
    takes,
    from: (longest) => order.from({ ...longest, region: regionOf(longest.spec) }),
    rules: (spec, keys) => ({ ...keyRules(spec, keys), ...descriptionRule(spec) }),
  })
  return creatable<Session>(
    kind,
    { ...inputs, tokenIn: 'description' },
    {
      preflight: (session, asked, options) =>
        preflight({
          ...{ session, options, order: asked },
          ...{ browser: createBrowser(session), region: session.access.region },
        }),
      async create(session, asked, options) {
        const { region } = session.access
        checkRegion(asked, region)
        return { id: await send(session, order.from({ ...asked, region }), options) }
      },
      findCreated: (session, made, options) => findCreated(reader, made, { session, options }),
    },
  )
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
