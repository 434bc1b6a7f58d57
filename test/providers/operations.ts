import type { Kind } from '../../src/migrations/migration.ts'
import type {
  CallOptions,
  Connection,
  CreateOrder,
  EditOrder,
  FailuresOrder,
  LimitOrder,
  MadeOrder,
  Operation,
  Operations,
  Period,
  PriorityOrder,
  PushOrder,
  StartOrder,
  Target,
} from '../../src/providers/provider.ts'

/** The operations of an account, for the kinds of their targets. An operation that is not offered fails the test. */
export function operationsOf(connection: Connection) {
  const offered = <Name extends Operation>(name: Name, kind: Kind): Operations[Name] => {
    const operation = connection.operation(name, kind)
    if (operation === undefined) throw new Error(`No ${kind} offers ${name}`)
    return operation
  }
  return {
    pause: async (target: Target, options: CallOptions) => offered('pause', target.kind)(target, options),
    start: async (order: StartOrder, options: CallOptions) => offered('start', order.kind)(order, options),
    retry: async (order: StartOrder, options: CallOptions) => offered('retry', order.kind)(order, options),
    retryFailed: async (order: StartOrder, options: CallOptions) => offered('retry-failed', order.kind)(order, options),
    delete: async (target: Target, options: CallOptions) => offered('delete', target.kind)(target, options),
    cancel: async (target: Target, options: CallOptions) => offered('cancel', target.kind)(target, options),
    push: async (order: PushOrder, options: CallOptions) => offered('push', order.kind)(order, options),
    edit: async (order: EditOrder, options: CallOptions) => offered('edit', order.kind)(order, options),
    limit: async (order: LimitOrder, options: CallOptions) => offered('limit', kindOf(order.targets))(order, options),
    prioritize: async (order: PriorityOrder, options: CallOptions) =>
      offered('prioritize', kindOf(order.migrations))(order, options),
    statistics: async (order: Target & Period, options: CallOptions) =>
      offered('statistics', order.kind)(order, options),
    failures: async (order: FailuresOrder, options: CallOptions) =>
      offered('failures', order.migration.kind)(order, options),
    preflight: async (order: CreateOrder, options: CallOptions) =>
      offered('creation', order.spec.kind).preflight(order, options),
    create: async (order: CreateOrder, options: CallOptions) =>
      offered('creation', order.spec.kind).create(order, options),
    findCreated: async (order: MadeOrder, options: CallOptions) =>
      offered('creation', order.spec.kind).findCreated(order, options),
  }
}

/** The kind that all these targets have. Throws if they have more than one. */
function kindOf(all: readonly { kind: Kind }[]): Kind {
  const [kind, another] = new Set(all.map((one) => one.kind))
  if (kind === undefined || another !== undefined) throw new Error('They are of no kind or of several')
  return kind
}
