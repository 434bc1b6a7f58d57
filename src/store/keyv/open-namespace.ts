import { Keyv } from 'keyv'
import type { Backend } from '../backend.ts'
import { readEnvelope, writeEnvelope } from './envelope.ts'
import { KeyvStorage } from './storage.ts'

/** Opens a namespace of a backend with Keyv, which takes and gives stored keys as they are. */
export function openNamespace(backend: Backend, namespace: string): Keyv<unknown> {
  const keyv = new Keyv<unknown>({
    store: new PagedStorage(backend, readEnvelope),
    namespace,
    useKeyPrefix: false,
    serialize: writeEnvelope,
    // Without these options, a store that fails looks like an empty one.
    throwOnErrors: true,
    emitErrors: false,
  })
  keyv.deserialize = undefined
  return keyv
}

/** All records of a namespace, by their stored keys: page by page, unchecked and in no particular order. */
export function pagesIn(keyv: Keyv<unknown>): AsyncIterable<[name: string, page: Page]> {
  const pages = keyv.iterator?.(undefined)
  if (pages === undefined) throw new TypeError('Keyv does not iterate this storage')
  return pages
}

type Page = readonly (readonly [key: string, envelope: { value?: unknown }])[]

/**
 * Lets Keyv pass on whole pages instead of single records. Its iterator makes several promises for each value, which
 * would take longer than reading a record.
 */
class PagedStorage extends KeyvStorage {
  override async *iterator(namespace: string = this.namespace): AsyncIterable<readonly [key: string, value: unknown]> {
    for await (const page of this.pages(namespace)) yield ['page', { value: page }]
  }
}
