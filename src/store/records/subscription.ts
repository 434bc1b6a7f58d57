import { z } from 'zod'
import { listOf } from '../../migrations/list-of.ts'
import { kinds, states } from '../../migrations/migration.ts'

/** Which migrations a subscription is about. A part that is absent fits all. */
const scopeSchema = z.object({
  /** Name of the account. Absent: all accounts. */
  account: z.string().exactOptional(),
  kinds: listOf(z.enum(kinds)).exactOptional(),
  /** States that a migration has to have come to. */
  states: listOf(z.enum(states)).exactOptional(),
  /** Pattern of the source or the destination bucket: `*` stands for any characters. */
  bucket: z.string().exactOptional(),
  /** Pattern of the migration's name. */
  name: z.string().exactOptional(),
})
export type Scope = z.infer<typeof scopeSchema>

/** What a channel hears of: all ends, only what needs somebody, or everything. */
export const hearings = ['ended', 'failed', 'all'] as const
export type Hearing = (typeof hearings)[number]

/** What a channel sees of the set: a live card for each, one board for all, or nothing but what it hears. */
export const showings = ['cards', 'board', 'announcements'] as const
export type Showing = (typeof showings)[number]

/** A channel that follows a set of migrations. Commands write it; the leader makes a watch for each migration of the set. */
export const subscriptionSchema = z.object({
  id: z.string(),
  channel: z.string(),
  of: scopeSchema,
  hears: z.enum(hearings),
  shows: z.enum(showings),
  /** Slack user id. */
  createdBy: z.string(),
  /** In epoch milliseconds. What happened before is not told. */
  createdAt: z.number(),
})
export type SubscriptionRecord = z.infer<typeof subscriptionSchema>
