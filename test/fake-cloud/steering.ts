import type { AppError } from '../../src/errors/errors.ts'
import type { Action } from '../../src/migrations/actions.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import type {
  LimitOrder,
  Operations,
  PriorityOrder,
  PushOrder,
  PushOutcome,
  Target,
  TargetOutcome,
} from '../../src/providers/provider.ts'
import { call, change, type Method, refusalOf, type Setting, type World } from './world.ts'

/** Settings for several migrations at once, each with its own outcome. */
export function steering(account: string, world: World) {
  const set = async (method: Method, setting: Setting) => {
    world.settings.push(setting)
    await call(world, { method, account })
  }
  const settle = ({ kind, id }: Target, action: Action, changes: Partial<Migration>): TargetOutcome => {
    const ref = `${account}/${id}`
    const error = world.refusals.get(ref) ?? refusalOf(action, { account, kind, id }, world)
    if (error === undefined) change(ref, changes, world)
    return { kind, id, ...(error && { error }), ...(world.namesRequests ? { requestId: `set-${id}` } : {}) }
  }
  return {
    async limit(order: LimitOrder) {
      await set('limit', order)
      return order.targets.map((target) => settle(target, 'limit', { limits: order.limits }))
    },
    async prioritize(order: PriorityOrder) {
      await set('prioritize', order)
      return order.migrations.map((migration) => settle(migration, 'prioritize', { priority: order.priority }))
    },
    async push(order: PushOrder): Promise<PushOutcome> {
      await set('push', order)
      const ref = `${account}/${order.id}`
      const unfit = refusalOf('push', { ...order, account }, world)
      if (unfit !== undefined) throw unfit
      const error: AppError | undefined = world.refusals.get(ref)
      return error === undefined ? { accepted: order.names.length } : { accepted: 10, error }
    },
  } satisfies Partial<Operations>
}
