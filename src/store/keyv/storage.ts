import type { Backend } from '../backend.ts'

/**
 * A backend as Keyv expects it. Each Keyv needs one of its own, because it writes its namespace onto it. Keys arrive
 * with `namespace:` in front. `read` turns a stored text into what Keyv gets: Keyv can do that itself, but makes several
 * promises for each record.
 */
export class KeyvStorage {
  namespace = 'keyv'
  // Keyv only iterates storages whose dialect it knows; the name has no other effect.
  readonly opts = { dialect: 'sqlite' }
  readonly #backend: Backend
  readonly #read: (text: string) => unknown

  constructor(backend: Backend, read: (text: string) => unknown = (text) => text) {
    this.#backend = backend
    this.#read = read
  }

  async get(key: string): Promise<unknown> {
    const text = await this.#backend.get(key)
    return text === undefined ? undefined : this.#read(text)
  }

  async getMany(keys: string[]): Promise<unknown[]> {
    const texts = await this.#backend.getMany(keys)
    return texts.map((text) => (text === undefined ? undefined : this.#read(text)))
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

  async *iterator(namespace: string = this.namespace): AsyncIterable<readonly [key: string, value: unknown]> {
    for await (const page of this.pages(namespace)) yield* page
  }

  async *pages(namespace: string): AsyncIterable<(readonly [key: string, value: unknown])[]> {
    for await (const page of this.#backend.pages(namespace)) yield page.map(([key, text]) => [key, this.#read(text)])
  }
}
