import { defined } from '../../defined.ts'
import type { Kind } from '../../migrations/migration.ts'
import { watchedIds } from '../../migrations/typed/ref.ts'
import type { Event, Patience, Watch } from '../../store/store.ts'

/** A channel that hears of migrations, and how. A watch is a subscription to one migration, with a live card. */
export type Subscription = Patience & {
  id: string
  channel: string
  /** Which migrations. What is absent fits all. */
  of: Scope
  /** Numbers of the events from which and up to which the channel hears. */
  since: number
  until?: number
  /** What the channel hears of. Everything, if absent. */
  occasions?: readonly Occasion[]
}

export type Scope = {
  account?: string
  ids?: readonly string[]
  kinds?: readonly Kind[]
  /** Name of the source or the destination bucket. */
  bucket?: string
  /** Part of the migration's name. */
  name?: string
}

/** What a channel can hear of. `history` is for the thread of a card and disturbs nobody. */
export const occasions = ['end', 'return', 'stall', 'history', 'account'] as const
export type Occasion = (typeof occasions)[number]

/** A watch as a subscription. */
export function subscriptionOf(watch: Watch): Subscription {
  const { id, channel, account, createdAt, resumed, ended, mutedUntil, quietHours, digest } = watch
  return {
    id,
    channel,
    of: { account, ids: watchedIds(watch) },
    since: Math.max(createdAt, resumed?.at ?? 0),
    ...defined({ until: ended?.at, mutedUntil, quietHours, digest }),
  }
}

/** Whether a subscription is about the migration of an event, and about that time. */
export function covers({ of, since, until = Infinity }: Subscription, { seq, details, migration }: Event): boolean {
  const { account, ids, kinds, bucket, name } = of
  const { source, target } = migration
  const known = [migration.id, ...(details.type === 'renamed' ? [details.from, details.to] : [])]
  return (
    seq >= since &&
    seq < until &&
    (account ?? migration.account) === migration.account &&
    (ids === undefined || known.some((id) => ids.includes(id))) &&
    (kinds === undefined || kinds.includes(migration.kind)) &&
    (bucket === undefined || [source.bucket, target.bucket].includes(bucket)) &&
    (name === undefined || (migration.name ?? '').toLowerCase().includes(name.toLowerCase()))
  )
}
