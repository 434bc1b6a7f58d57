import type { Keyv } from 'keyv'
import { z } from 'zod'
import { AppError, isAppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import type { Backend } from '../backend.ts'
import type { Sealer } from '../keys/seal.ts'
import type { Appendable, Collection, Found, Listing } from '../store.ts'
import { writeEnvelope } from './envelope.ts'
import { nameIn, namespaceAside, storedKey } from './namespace.ts'
import { openNamespace, pagesIn } from './open-namespace.ts'

/**
 * Opens the records of one sort, in a Keyv namespace. Records are checked when they are read, and sealed as a whole if
 * a sealer is given.
 */
export function createCollection<Item>(options: CollectionOptions<Item>): Collection<Item> & Appendable<Item> {
  const { backend, namespace, sealer, beforeSet, lifetimeMs } = options
  const keyv = openNamespace(backend, namespace)
  const sealed = (key: string, item: Item) => sealer?.seal(JSON.stringify(item), storedKey(namespace, key)) ?? item
  return {
    async get(key) {
      const envelope = await keyv.get<unknown>(storedKey(namespace, key), { raw: true })
      return envelope === undefined ? undefined : decode(options, key, envelope.value)
    },
    getMany: (keys) => getMany(options, keyv, keys),
    async set(key, item) {
      const ready = beforeSet?.(key)
      if (ready !== undefined) await ready
      await keyv.set(storedKey(namespace, key), sealed(key, item), lifetimeMs)
    },
    async add(key, item) {
      await beforeSet?.(key)
      return backend.add(storedKey(namespace, key), writeEnvelope({ value: sealed(key, item) }))
    },
    delete: (key) => keyv.delete(storedKey(namespace, key)),
    list: () => list(options, keyv),
    putting: (key, item) => ({
      key: storedKey(namespace, key),
      text: writeEnvelope({ value: sealed(key, item) }),
      ...(lifetimeMs !== undefined && { ttlMs: lifetimeMs }),
    }),
    dropping: (key) => ({ key: storedKey(namespace, key) }),
    async settingAside(key, at) {
      const text = await backend.get(storedKey(namespace, key))
      return text === undefined ? [] : [{ key: storedKey(namespaceAside(namespace), `${key}@${at}`), text }]
    },
  }
}

export type CollectionOptions<Item> = {
  backend: Backend
  namespace: string
  /** The collection's name in messages. */
  name: string
  schema: z.ZodType<Item>
  sealer?: Sealer
  /** Called with its key before a record is stored. Undefined if nothing needs to be done. */
  beforeSet?: (key: string) => Promise<void> | undefined
  /** How long a record lives after it was last set, in milliseconds. */
  lifetimeMs?: number
  log?: Log<'info' | 'warn'>
}

async function getMany<Item>(
  options: CollectionOptions<Item>,
  keyv: Keyv<unknown>,
  keys: readonly string[],
): Promise<Found<Item>> {
  const envelopes = await keyv.getMany<unknown>(
    keys.map((key) => storedKey(options.namespace, key)),
    { raw: true },
  )
  const { read, ...found } = createReader(options)
  for (const [index, key] of keys.entries()) {
    const envelope = envelopes[index]
    if (envelope !== undefined) read(key, envelope.value)
  }
  return found
}

async function list<Item>(options: CollectionOptions<Item>, keyv: Keyv<unknown>): Promise<Listing<Item>> {
  const { items, unreadable, read } = createReader(options)
  let last = ''
  let isSorted = true
  for await (const [, page] of pagesIn(keyv)) {
    for (const [key, { value }] of page) {
      const name = nameIn(options.namespace, key)
      isSorted &&= last < name
      last = name
      read(name, value)
    }
  }
  if (isSorted) return { items: [...items.values()], unreadable }
  const sorted = [...items.keys()].sort().map((name) => items.get(name))
  return { items: sorted.filter((item) => item !== undefined), unreadable: unreadable.sort() }
}

/** Reads records one by one. A record that can't be read is reported, and does not hide the rest. */
function createReader<Item>(options: CollectionOptions<Item>) {
  const items = new Map<string, Item>()
  const unreadable: string[] = []
  return {
    items,
    unreadable,
    read(key: string, value: unknown): void {
      try {
        items.set(key, decode(options, key, value))
      } catch (error) {
        if (!isAppError(error, 'record_unreadable', 'seal_unopenable')) throw error
        unreadable.push(key)
        options.log?.warn({ err: error, collection: options.name, key }, 'A stored record cannot be read')
      }
    },
  }
}

const sealedText = z.string()

function decode<Item>({ namespace, name, schema, sealer }: CollectionOptions<Item>, key: string, value: unknown): Item {
  try {
    const record = sealer ? JSON.parse(sealer.open(sealedText.parse(value), storedKey(namespace, key))) : value
    return schema.parse(record)
  } catch (cause) {
    if (isAppError(cause, 'seal_unopenable')) throw cause
    throw new AppError('record_unreadable', { collection: name, key }, { cause })
  }
}
