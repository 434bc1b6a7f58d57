import { AppError } from '../../src/errors/errors.ts'
import type { Migration, State } from '../../src/migrations/migration.ts'
import { refOf } from '../../src/migrations/typed/ref.ts'
import { token as tokenSchema } from '../../src/providers/creation/token.ts'
import type { CallOptions, CreateOrder, Creator, MadeOrder, Provider } from '../../src/providers/provider.ts'
import { call, type Entry, type Process, seen, type World } from './world.ts'

/** The outcome of a creation. */
export type Outcome =
  | 'created'
  /** Created but not started: the cloud needs two calls, and the second was lost. */
  | 'half created'
  | 'lost after creating'
  | 'lost before'
  /** It arrives four or sixteen minutes later, when nobody waits for the answer any more. */
  | 'late'
  | 'very late'
  | 'nonsense after creating'
  | 'unreachable'
  | 'throttled'
  | 'refused'

/** Creates migrations as ordered, and remembers their tokens. */
export function creating(account: string, world: World, { does }: Process): Creator {
  const { clock, creations, made, migrations, outcomes } = world

  async function create(order: CreateOrder, { onRequestId }: CallOptions): Promise<{ id: string }> {
    checkOrder(order, world.kindsOf(account))
    await call(world, { method: 'create', account })
    creations.push(order)
    const outcome = outcomes.shift() ?? 'created'
    const latenessMs = lateness[outcome]
    if (!outcome.includes('creat') && latenessMs === undefined) throw failureOf(outcome)
    const id = String(1912 + made.length)
    const state = outcome === 'half created' ? 'queued' : 'running'
    const arrivesAt = clock.now() + (latenessMs ?? 0)
    const migration = newMigration(order, { account, id, state, arrivesAt })
    const entry: Entry = { migration, arrivesAt, token: order.token }
    made.push(entry)
    migrations.set(refOf(migration), entry)
    if (outcome !== 'created') throw failureOf(outcome)
    if (world.namesRequests) onRequestId?.(`req-${id}`)
    return { id }
  }

  async function findCreated(order: MadeOrder, { signal }: CallOptions): Promise<Migration | undefined> {
    const { token, besides } = order
    await call(world, { method: 'findCreated', account, signal })
    const found = [...migrations].find(
      ([ref, entry]) =>
        entry.token === token &&
        entry.migration.account === account &&
        seen(ref, world) &&
        entry.migration.id !== besides,
    )
    return found && seen(found[0], world)
  }

  return {
    preflight: (order, options) => world.look(order, options),
    create: (order, options) => does('create', () => create(order, options)),
    findCreated: (order, options) => does('findCreated', () => findCreated(order, options)),
  }
}

const lateness: Partial<Record<Outcome, number>> = { late: 240_000, 'very late': 960_000 }

function checkOrder({ spec, keys, token }: CreateOrder, kinds: Provider['kinds']): void {
  const problems = kinds[spec.kind]?.can.creation?.problemsIn(spec, keys) ?? {}
  const [problem = tokenSchema.safeParse(token).error?.message] = Object.values(problems)
  if (problem !== undefined) throw new AppError('form_invalid', { problem })
}

type Made = { account: string; id: string; state: State; arrivesAt: number }

function newMigration({ spec }: CreateOrder, { arrivesAt, ...made }: Made): Migration {
  const { cloud, region, bucket } = spec.source
  return {
    ...made,
    provider: 'huawei',
    kind: spec.kind,
    source: { ...(cloud && { cloud }), ...(region && { region }), ...(bucket && { bucket }) },
    target: { bucket: spec.target.bucket },
    nativeState: made.state,
    progress: { bytes: {}, objects: {} },
    createdAt: arrivesAt,
    needsOnStart: [],
    readAt: arrivesAt,
  }
}

const from = { provider: 'Huawei Cloud OMS' }

export function failureOf(outcome: Outcome): AppError {
  switch (outcome) {
    case 'unreachable':
      return new AppError('provider_unreachable', from)
    case 'throttled':
      return new AppError('provider_throttled', from)
    case 'refused':
      return new AppError('provider_refused', { ...from, code: 'OMS.0066', message: 'no', requestId: 'req-77' })
    case 'nonsense after creating':
      return new AppError('provider_nonsense', from)
    default:
      return new AppError('provider_outcome_unknown', from)
  }
}
