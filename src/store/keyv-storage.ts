import type { Backend, Entry } from './backend.ts'

/**
 * A backend as Keyv expects it. Each Keyv needs one of its own, because it writes its namespace onto it. Keys arrive
 * with `namespace:` in front.
 */
export class KeyvStorage {
  namespace = 'keyv'
  // Keyv only iterates storages whose dialect it knows; the name has no other effect.
  readonly opts = { dialect: 'sqlite' }
  readonly #backend: Backend

  constructor(backend: Backend) {
    this.#backend = backend
  }

  get(key: string): Promise<string | undefined> {
    return this.#backend.get(key)
  }

  getMany(keys: string[]): Promise<(string | undefined)[]> {
    return this.#backend.getMany(keys)
  }

  set(key: string, text: string, ttlMs?: number): Promise<void> {
    return this.#backend.set(key, text, ttlMs)
  }

  delete(key: string): Promise<boolean> {
    return this.#backend.delete(key)
  }

  clear(): Promise<void> {
    return this.#backend.clear(this.namespace)
  }

  iterator(namespace: string = this.namespace): AsyncIterable<Entry> {
    return this.#backend.entries(namespace)
  }
}
