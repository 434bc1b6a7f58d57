import type { Migration, State } from '../../../migrations/migration.ts'
import type { EndpointOptions } from '../../http/endpoint.ts'
import type { Page } from '../../pages.ts'
import type { CallOptions } from '../../provider.ts'
import type { Session } from '../client/session.ts'

/** How migrations of one kind are read: tasks, task groups or synchronization tasks. */
export type KindReader = {
  /** Whether a migration of this kind could have this id. */
  isId(text: string): boolean
  /** The list of all migrations, or of those in a state. Undefined if no single list holds just these. */
  list(state?: State): List | undefined
  /** The states that are in one list each. */
  states: readonly State[]
  /** The largest offset that OMS accepts in these lists, if it sets one. */
  lastOffset?: number
  read(session: Session, id: string, options: EndpointOptions): Promise<Migration>
}

/** Reads a part of a list. */
export type List = (session: Session, window: Window, options: CallOptions) => Promise<Page<Migration>>
/** A part of a list. `limit` is at most `pageSize`. */
export type Window = { offset: number; limit: number }

export const pageSize = 100
