import type { AppError } from '../errors/errors.ts'
import type { Change, Claim, Store } from './store.ts'

/**
 * Stores texts by key. This is the only part that differs between SQLite and Redis. Keys look like
 * `namespace:rest`, and a namespace contains no colon. Writes are durable once they have resolved. Every method throws
 * store_unavailable and nothing else.
 */
export type Backend = Pick<Store, 'claim' | 'lease' | 'holdersOf' | 'signals'> & {
  get(key: string): Promise<string | undefined>
  /** Texts in the order of the keys, of which there may be thousands. */
  getMany(keys: readonly string[]): Promise<(string | undefined)[]>
  set(key: string, text: string, ttlMs?: number): Promise<void>
  /** Adds a text. True if there was none; otherwise the existing text stays. */
  add(key: string, text: string): Promise<boolean>
  /** Replaces a text. True if it was still `before` and is now `after`. */
  replace(key: string, change: { before: string; after: string }): Promise<boolean>
  /** Deletes a text. True if there was one. */
  delete(key: string): Promise<boolean>
  /** All entries of a namespace, in no particular order. May or may not include what is written meanwhile. */
  pages(namespace: string): AsyncIterable<readonly Entry[]>
  clear(namespace: string): Promise<void>
  /**
   * Makes all changes or none, in one atomic step. False, and nothing is changed, if the fence is not held any more at
   * that moment.
   */
  commit(changes: readonly Change[], fence?: Claim): Promise<boolean>
  /** Notes a key for some time, without waiting for a disk. True if it was not noted before. */
  note(key: string, ttlMs: number): Promise<boolean>
  /** Version of the keys and records in the store. `storeVersion` in a new one. */
  version(): Promise<number>
  /** Notes that everything has been brought forward to a version. */
  raiseVersion(version: number): Promise<void>
  ping(): Promise<void>
  /** Whether what was opened is still where it was: a file can be moved or replaced while it is open. */
  isInPlace(): Promise<boolean>
  /** Has `listener` called whenever a connection that was lost has been made again. */
  onReconnect(listener: () => void): void
  /** Writes what is still waiting, then closes the backend. */
  stop(): Promise<void>
}

export type Entry = readonly [key: string, text: string]

/** All entries of a namespace, one by one. */
export async function* entriesIn(backend: Pick<Backend, 'pages'>, namespace: string): AsyncIterable<Entry> {
  for await (const page of backend.pages(namespace)) yield* page
}

/** Version of the keys and records that this Ferry writes. A higher version in a store is a newer Ferry's. */
export const storeVersion = 4

/** Where a store is, without any password, and how to explain its errors to people. */
export type Place = { name: string; explain(error: AppError): { reason: string; advice: string } }
