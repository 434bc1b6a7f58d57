import type { AppError } from '../errors.ts'
import type { Claim } from './store.ts'

/**
 * Keeps text under text keys and is the only thing that differs between SQLite, Redis and memory. Keys look like
 * `namespace:rest`, and a namespace contains no colon. Writes are durable once they have resolved. Every method
 * throws store_unavailable and nothing else.
 */
export type Backend = {
  get(key: string): Promise<string | undefined>
  /** In the order of the keys, of which there may be thousands. */
  getMany(keys: readonly string[]): Promise<(string | undefined)[]>
  set(key: string, text: string, ttlMs?: number): Promise<void>
  /** True when there was nothing and it is there now; what is there stays as it is. */
  add(key: string, text: string): Promise<boolean>
  /** True when the text was still `before` and is `after` now. */
  replace(key: string, change: { before: string; after: string }): Promise<boolean>
  /** True when there was one. */
  delete(key: string): Promise<boolean>
  /** All of a namespace, in no particular order. What is written meanwhile may or may not be seen. */
  entries(namespace: string): AsyncIterable<Entry>
  clear(namespace: string): Promise<void>
  claim(key: string, ttlMs: number): Promise<Claim | undefined>
  ping(): Promise<void>
  /** Writes what is still waiting, then closes. */
  stop(): Promise<void>
}

export type Entry = readonly [key: string, text: string]

/** Version of the keys and records written; a store that says more was written by a newer Ferry. */
export const storeVersion = 1

/** Where a store is, without any password, and what to do about its troubles. */
export type Place = { name: string; explain(error: AppError): { reason: string; advice: string } }
