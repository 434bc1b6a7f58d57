import { systemClock } from '../../src/async/clock.ts'
import type { Backend } from '../../src/store/backend.ts'
import { createSealer } from '../../src/store/keys/seal.ts'
import { createStore } from '../../src/store/keyv/keyv.ts'
import { openSqlite } from '../../src/store/sqlite/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { parseKeys } from '../world/bot-parts.ts'
import { encryptionKeys } from '../world/ferry.ts'

/** Records read and written, by their sort: "known", "channels". */
export type Counts = { read: Map<string, number>; written: Map<string, number> }

/** A SQLite store whose backend counts the records that pass through it. */
export async function openCountedStore(path: string): Promise<{ store: Store; counts: Counts }> {
  const counts: Counts = { read: new Map(), written: new Map() }
  const backend = counted(await openSqlite({ path, clock: systemClock }), counts)
  const sealer = createSealer(parseKeys(encryptionKeys))
  return { store: createStore({ backend, sealer, clock: systemClock }), counts }
}

function counted(backend: Backend, { read, written }: Counts): Backend {
  return {
    ...backend,
    get(key) {
      add(read, [key])
      return backend.get(key)
    },
    getMany(keys) {
      add(read, keys)
      return backend.getMany(keys)
    },
    async *pages(namespace) {
      for await (const page of backend.pages(namespace)) {
        add(
          read,
          page.map(([key]) => key),
        )
        yield page
      }
    },
    set(key, ...rest) {
      add(written, [key])
      return backend.set(key, ...rest)
    },
    add(key, text) {
      add(written, [key])
      return backend.add(key, text)
    },
    commit(changes, fence) {
      add(
        written,
        changes.map(({ key }) => key),
      )
      return backend.commit(changes, fence)
    },
  }
}

/** A stored key looks like `T0LOCAL/known:…`. */
function add(counts: Map<string, number>, keys: readonly string[]): void {
  for (const key of keys) {
    const sort = key.slice(key.indexOf('/') + 1, key.indexOf(':'))
    counts.set(sort, (counts.get(sort) ?? 0) + 1)
  }
}
