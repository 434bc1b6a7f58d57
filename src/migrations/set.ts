import { z } from 'zod'
import { listOf } from './list-of.ts'
import { kinds, states } from './migration.ts'

/** A set of migrations. A part that is absent fits all. */
export const scopeSchema = z.object({
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

/** The events of a set that a channel hears of: all ends, only those that need somebody, or everything. */
export const hearings = ['ended', 'failed', 'all'] as const
export type Hearing = (typeof hearings)[number]

/**
 * The display of a set in a channel: a live card for each, one board for all, or only its announcements. Most comes
 * first.
 */
export const showings = ['cards', 'board', 'announcements'] as const
export type Showing = (typeof showings)[number]
