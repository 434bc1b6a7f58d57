import { AppError } from '../../errors.ts'
import type { Migration } from '../../migrations/migration.ts'
import { findMarked } from '../find-marked.ts'
import type { CallOptions, CreateOrder, MadeOrder } from '../provider.ts'
import { isMarked } from '../token.ts'
import { createGroup } from './api/groups.ts'
import { createSync } from './api/syncs.ts'
import { createTask } from './api/tasks.ts'
import { label, type OmsCall } from './client.ts'
import { checkHuaweiOrder } from './creation/index.ts'
import { omsKinds } from './kinds/index.ts'
import { listWhole } from './kinds/lists.ts'
import { isFieldRefused, isNotFound } from './problems.ts'
import { syncRegions } from './regions.ts'
import type { GroupCreation } from './requests/groups.ts'
import type { Session } from './session.ts'
import { groupOrder, syncOrder, taskOrder } from './translate/orders.ts'

/** An order with the region of the endpoint, where the destination has to be. */
export type PlacedOrder = CreateOrder & { region: string }

/** Creates a migration with one call, which is never repeated: OMS starts by itself and would create a second one. */
export async function create(session: Session, order: PlacedOrder, options: CallOptions): Promise<{ id: string }> {
  const { call } = session
  checkHuaweiOrder(order)
  checkRegion(order)
  switch (order.spec.kind) {
    case 'group':
      return { id: (await createAnyGroup(call, groupOrder(order, order.region), options)).group_id }
    case 'sync':
      return { id: (await createSync(call, syncOrder(order, order.region), options)).sync_task_id }
    default:
      return { id: (await createTask(call, taskOrder(order, order.region), options)).id }
  }
}

/**
 * Creates a group. The document requires a field that says that nothing is encrypted, but Huawei's SDKs no longer have
 * it. If OMS refuses the field, it has created nothing, so Ferry asks again without it.
 */
async function createAnyGroup(call: OmsCall, order: GroupCreation, options: CallOptions) {
  try {
    return await createGroup(call, order, options)
  } catch (error) {
    if (order.enable_kms || !isFieldRefused(error, 'enable_kms')) throw error
    const { enable_kms: _, ...newer } = order
    return createGroup(call, newer, options)
  }
}

/**
 * Finds the migration that was created with a token. How OMS sorts its lists is not documented, so Ferry reads the
 * whole list.
 */
export async function findCreated(
  session: Session,
  { spec, token, since, besides }: MadeOrder,
  options: CallOptions,
): Promise<Migration | undefined> {
  const kind = omsKinds[spec.kind]
  const [list] = kind?.lists() ?? []
  if (kind === undefined || list === undefined) return undefined
  const { account } = session
  return findMarked({
    about: { provider: label, account },
    ...{ spec, since, besides },
    listing: await listWhole(list, session, options),
    textOf: ({ description }) => description,
    isOurs: (text) => isMarked(text, token),
    show: ({ id }) => unlessGone(kind.read(session, id, { ...options, ref: `${account}/${id}` })),
  })
}

function checkRegion({ spec, region }: PlacedOrder): void {
  if (spec.kind === 'sync' && !syncRegions.includes(region)) {
    throw new AppError('form_invalid', { problem: `kind: Huawei has no synchronization tasks in ${region}.` })
  }
  const wanted = spec.target.region
  if (!wanted || wanted === region) return
  throw new AppError('form_invalid', { problem: `target.region: This account makes migrations to ${region} only.` })
}

async function unlessGone(reading: Promise<Migration>): Promise<Migration | undefined> {
  try {
    return await reading
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
