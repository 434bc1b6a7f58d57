import { AppError } from '../../src/errors.ts'
import type { Action } from '../../src/migrations/actions.ts'
import { isSettled, type Migration, type State } from '../../src/migrations/migration.ts'
import type {
  CallOptions,
  Connection,
  ListQuery,
  MigrationPage,
  StartOrder,
  Target,
} from '../../src/providers/provider.ts'
import { creating } from './creating.ts'
import { steering } from './steering.ts'
import { call, change, type Method, ofAccount, read, refusalOf, seen, type World } from './world.ts'

export type FakeConnection = Connection & Required<Pick<Connection, 'create' | 'findCreated'>>

/** What one account sees of the cloud. */
export function openConnection(account: string, world: World): FakeConnection {
  return {
    ...reading(account, world),
    ...acting(account, world),
    ...steering(account, world),
    ...creating(account, world),
  }
}

function reading(account: string, world: World) {
  const ask = (method: Method, { signal }: CallOptions, target?: Target) =>
    call(world, { method, account, signal, ...(target && { target }) })
  return {
    check: (options) => ask('check', options),
    async list(query, options) {
      await ask('list', options)
      return pageOf(ofAccount(account, world), query)
    },
    async listActive(options) {
      await ask('listActive', options)
      const { kinds } = options
      return ofAccount(account, world).filter(
        ({ kind, state }) => !isSettled(state) && (kinds === undefined || kinds.includes(kind)),
      )
    },
    async show(target, options) {
      const ref = `${account}/${target.id}`
      // Ids tell the kind: no cloud is asked for one that can't be of this kind. Unknown ones are those of tasks.
      if (target.kind !== (seen(ref, world)?.kind ?? 'task')) return undefined
      await ask('show', options, target)
      return read(ref, world)
    },
    async readStatistics({ from, to, ...target }, options) {
      await ask('readStatistics', options, target)
      world.periods.push({ from, to })
      return world.statistics
    },
    async readFailures({ migration: { kind, id }, onObject }, options) {
      await ask('readFailures', options, { kind, id })
      onObject({ name: 'photos/1.jpg', reason: 'UPLOAD_DST_OBJ_FAILURE' })
      return { files: 1, unreadable: 0 }
    },
  } satisfies Partial<Connection>
}

function pageOf(all: readonly Migration[], { kind, state, group, offset, limit }: ListQuery): MigrationPage {
  const asked = all.filter(
    (migration) =>
      (kind === undefined || migration.kind === kind) &&
      (state === undefined || migration.state === state) &&
      (group === undefined || migration.groupId === group),
  )
  return {
    migrations: asked.slice(offset, offset + limit),
    total: asked.length,
    hasMore: asked.length > offset + limit,
  }
}

function acting(account: string, world: World) {
  const act = async (method: Method, target: Target, { actions, become, onRequestId }: Act) => {
    const ref = `${account}/${target.id}`
    await call(world, { method, account, target })
    // Deleting what is gone does no harm.
    if (method === 'delete' && seen(ref, world) === undefined) return
    const refusal = refusalOf(actions, { ...target, account }, world)
    if (refusal !== undefined) throw refusal
    become(ref)
    if (world.namesRequests) for (const which of ['first', 'last']) onRequestId?.(`${method} ${which}`)
  }
  const changing = (state: State) => (ref: string) => change(ref, { state }, world)
  return {
    pause: (target, options) => act('pause', target, { ...options, actions: ['pause'], become: changing('paused') }),
    async start(order, options) {
      requireKeys(order, seen(`${account}/${order.id}`, world))
      const actions = order.onlyFailedObjects === true ? startingFailed : starting
      await act('start', order, { ...options, actions, become: changing('running') })
      world.orders.push(order)
    },
    delete: (target, options) =>
      act('delete', target, { ...options, actions: ['delete'], become: (ref) => forget(ref, world) }),
  } satisfies Partial<Connection>
}

type Act = CallOptions & { actions: readonly Action[]; become(ref: string): void }

const starting = ['start', 'retry'] as const
const startingFailed = ['start', 'retry-failed'] as const

function requireKeys({ source, destination }: StartOrder, migration: Migration | undefined): void {
  const given = { 'source-key': source, 'target-key': destination, 'cdn-key': source?.cdnKey }
  const missing = migration?.needsOnStart.find((need) => given[need] === undefined)
  if (missing !== undefined) throw new AppError('form_invalid', { problem: `A start needs the ${missing}` })
}

/** Where its readings are planned, it is still shown. */
function forget(ref: string, { migrations, plans }: World): void {
  if (!plans.has(ref)) migrations.delete(ref)
}
