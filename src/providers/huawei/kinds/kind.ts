import type { Migration, State } from '../../../migrations/migration.ts'
import type { Statistics } from '../../../migrations/statistics.ts'
import type { Page } from '../../pages.ts'
import type { CallOptions, Period, StartOrder } from '../../provider.ts'
import type { OmsOptions } from '../client.ts'
import type { Session } from '../session.ts'

/**
 * One kind of migration that OMS runs: tasks, task groups or synchronization tasks. The connection treats them alike.
 */
export type OmsKind = {
  /** Whether a migration of this kind could have this id. */
  isId(text: string): boolean
  /** The lists that hold the migrations in a state, or all of them. None if the state never occurs. */
  lists(state?: State): readonly List[]
  /** Reads all active migrations. */
  readActive(session: Session, options: CallOptions): Promise<Migration[]>
  read(session: Session, id: string, options: OmsOptions): Promise<Migration>
  stop(session: Session, id: string, options: OmsOptions): Promise<void>
  /** Resumes or repeats a migration. */
  start(session: Session, order: StartOrder, options: OmsOptions): Promise<void>
  delete(session: Session, id: string, options: OmsOptions): Promise<void>
  readStatistics?(session: Session, order: Period & { id: string }, options: OmsOptions): Promise<Statistics>
}

/** Reads a part of a list. */
export type List = (session: Session, window: Window, options: CallOptions) => Promise<Page<Migration>>
/** A part of a list. `limit` is at most `pageSize`. */
export type Window = { offset: number; limit: number }

export const pageSize = 100
