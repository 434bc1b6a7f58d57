import { AppError } from '../../../errors/errors.ts'
import type { Call } from '../../http/endpoint.ts'
import type { CallOptions, CreateOrder } from '../../provider.ts'
import { oms } from '../oms.ts'
import { isFieldRefused } from '../problems.ts'
import { syncRegions } from '../regions.ts'
import type { GroupCreation } from '../requests/creation.ts'

/**
 * Creates a group. The document requires a field that says that nothing is encrypted, but Huawei's SDKs no longer have
 * it. If OMS refuses the field, it has created nothing, so Ferry asks again without it.
 */
export async function createAnyGroup(call: Call, order: GroupCreation, options: CallOptions) {
  try {
    return await call(oms.CreateTaskGroup, order, options)
  } catch (error) {
    if (order.enable_kms || !isFieldRefused(error, 'enable_kms')) throw error
    const { enable_kms: _, ...newer } = order
    return call(oms.CreateTaskGroup, newer, options)
  }
}

/** Throws AppError form_invalid for an order that the region of the endpoint cannot carry out. */
export function checkRegion({ spec }: CreateOrder, region: string): void {
  if (spec.kind === 'sync' && !syncRegions.includes(region)) {
    throw new AppError('form_invalid', { problem: `kind: Huawei has no synchronization tasks in ${region}.` })
  }
  const wanted = spec.target.region
  if (!wanted || wanted === region) return
  throw new AppError('form_invalid', { problem: `target.region: This account creates migrations to ${region} only.` })
}
