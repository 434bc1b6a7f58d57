import { AppError } from '../../src/errors/errors.ts'
import type { Action } from '../../src/migrations/actions.ts'
import type { Kind, Migration, State } from '../../src/migrations/migration.ts'
import { countedAs } from '../../src/migrations/outcome.ts'
import { requireReadable } from '../../src/providers/pages.ts'
import type {
  CallOptions,
  Connection,
  ListedPage,
  ListPart,
  Operations,
  StartOrder,
  Target,
} from '../../src/providers/provider.ts'
import { creating } from './creating.ts'
import { steering } from './steering.ts'
import { call, change, type Method, ofAccount, type Process, read, refusalOf, seen, type World } from './world.ts'

/** Opens one account's connection. A process runs the creations and starts, and may die before or after one. */
export function openConnection(account: string, world: World, process: Process): Connection {
  const operations: Partial<Operations> = {
    ...acting(account, world, process),
    ...steering(account, world),
    ...telling(account, world),
    creation: creating(account, world, process),
  }
  return {
    ...reading(account, world),
    operation: (name, kind) => (world.kindsOf(account)[kind]?.can[name] === undefined ? undefined : operations[name]),
  }
}

function reading(account: string, world: World) {
  const ask = (method: Method, { signal }: CallOptions, target?: Target) =>
    call(world, { method, account, signal, ...(target && { target }) })
  return {
    check: (options) => ask('check', options),
    async readPage(part, options) {
      const kinds = world.kindsOf(account)
      requireReadable(part, kinds)
      await ask('page', options)
      world.pages.push({ ...part, account })
      requireListed(part.kind, world)
      return pageOf(ofAccount(account, world), part, kinds[part.kind]?.reading.pageSize ?? 0)
    },
    async show(target, options) {
      const ref = `${account}/${target.id}`
      // The id tells the kind, so an id that cannot be of this kind needs no lookup. Unknown ids count as tasks.
      if (target.kind !== (seen(ref, world)?.kind ?? 'task')) return undefined
      await ask('show', options, target)
      return read(ref, world)
    },
  } satisfies Partial<Connection>
}

/** Throws the refusal of a kind that this account may not list. */
function requireListed(kind: Kind, { listed }: World): void {
  if (listed?.includes(kind) !== false) return
  const details = { provider: 'A cloud in memory', status: 403, code: 'Forbidden', message: kind }
  throw new AppError('provider_refused', details)
}

function telling(account: string, world: World): Pick<Operations, 'statistics' | 'failures'> {
  return {
    async statistics({ from, to, ...target }, { signal }) {
      await call(world, { method: 'statistics', account, target, signal })
      world.periods.push({ from, to })
      return world.statistics
    },
    async failures({ migration, onObject }, { signal }) {
      await call(world, { method: 'failures', account, target: migration, signal })
      onObject({ name: 'photos/1.jpg', reason: 'UPLOAD_DST_OBJ_FAILURE' })
      return { files: 1, unreadable: 0 }
    },
  }
}

function pageOf(all: readonly Migration[], { kind, state, offset }: ListPart, pageSize: number): ListedPage {
  const asked = all.filter(
    (migration) => migration.kind === kind && (state === undefined || countedAs(migration) === state),
  )
  const migrations = asked.slice(offset, offset + pageSize)
  return { migrations, rows: migrations.length, total: asked.length, isLast: asked.length <= offset + pageSize }
}

function acting(account: string, world: World, { does }: Process) {
  const act = async (method: Action, target: Target, { become, onRequestId }: Act) => {
    const ref = `${account}/${target.id}`
    await call(world, { method, account, target })
    // Deleting a migration that is gone succeeds.
    if (method === 'delete' && seen(ref, world) === undefined) return
    const refusal = refusalOf(method, { ...target, account }, world)
    if (refusal !== undefined) throw refusal
    become(ref)
    if (world.namesRequests) for (const which of ['first', 'last']) onRequestId?.(`${method} ${which}`)
  }
  const changing = (state: State) => (ref: string) => change(ref, { state }, world)
  const starting =
    (action: 'start' | 'retry' | 'retry-failed'): Operations['start'] =>
    (order, options) =>
      does('start', async () => {
        requireKeys(order, seen(`${account}/${order.id}`, world))
        await act(action, order, { ...options, become: changing('running') })
        world.orders.push({ action, ...order })
      })
  return {
    pause: (target, options) => act('pause', target, { ...options, become: changing('paused') }),
    start: starting('start'),
    retry: starting('retry'),
    'retry-failed': starting('retry-failed'),
    delete: (target, options) => act('delete', target, { ...options, become: (ref) => forget(ref, world) }),
  } satisfies Partial<Operations>
}

type Act = CallOptions & { become(ref: string): void }

function requireKeys({ source, destination }: StartOrder, migration: Migration | undefined): void {
  const given = { 'source-key': source, 'target-key': destination, 'cdn-key': source?.cdnKey }
  const missing = migration?.needsOnStart.find((need) => given[need] === undefined)
  if (missing !== undefined) throw new AppError('form_invalid', { problem: `A start needs the ${missing}` })
}

/** Removes a migration, unless its readings are planned. */
function forget(ref: string, { migrations, plans }: World): void {
  if (!plans.has(ref)) migrations.delete(ref)
}
