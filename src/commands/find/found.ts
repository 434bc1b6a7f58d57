import { defined } from '../../defined.ts'
import type { AppError } from '../../errors/errors.ts'
import { sayingOf } from '../../fleet/trouble.ts'
import type { Migration } from '../../migrations/migration.ts'
import type { Ref } from '../../migrations/typed/ref.ts'
import type { Card } from '../../views/card/card.ts'
import type { AccountTrouble } from '../../views/list/list.ts'
import type { OpenAccount } from './accounts.ts'

export type Found = OpenAccount & { migration: Migration }

/**
 * The migrations that a reference fits, and the accounts that may have others. `total`: how many fit, if more than are
 * found here. `outdated`: the only one is as Ferry
 * last knew it, because it could not be read just now.
 */
export type Hits = { found: readonly Found[]; total?: number; troubles: readonly AccountTrouble[]; outdated?: Outdated }

/** Why a migration could not be read, and since when its figures are old or have not moved, in epoch milliseconds. */
export type Outdated = { error: AppError; since: number; stalledSince?: number }

/** The part of a card about figures that could not be read just now. */
export function standingOf({ error, since, stalledSince }: Outdated): Pick<Card, 'trouble' | 'stalledSince'> {
  return { trouble: { ...sayingOf(error), since }, ...defined({ stalledSince }) }
}

/**
 * Subject of a thread of Ferry's, or of a message on which somebody used a shortcut: one migration, or several of a
 * group, a board or the message.
 */
export type Subject =
  | { type: 'one'; ref: Ref }
  /** `unseen`: how many more there are of which nothing is known any more. `group`: id of the group, if it is one. */
  | { type: 'several'; from: 'thread' | 'message'; migrations: readonly Migration[]; unseen: number; group?: string }
