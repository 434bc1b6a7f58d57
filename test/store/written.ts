import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { Clock } from '../../src/async/clock.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { refOf } from '../../src/migrations/typed/ref.ts'
import { openStore } from '../../src/store/open.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import type { Store, WorkspaceStore } from '../../src/store/store.ts'
import { bringForward } from '../../src/store/upgrade/bring-forward.ts'
import { storeOver } from './world.ts'

const dumpSchema = z.object({
  /** Version of the store. Stores of version 1 did not say so. */
  storeVersion: z.number().default(1),
  /** The time at which that version stopped. */
  writtenAt: z.number(),
  records: z.array(z.object({ key: z.string(), text: z.string(), expiresAt: z.number().optional() })),
})
type Dump = z.infer<typeof dumpSchema>

/** Reads what a version of Ferry left behind, by the name of its commit. */
export function writtenBy(version: string): Dump {
  return dumpSchema.parse(JSON.parse(readFileSync(new URL(`written-by/${version}.json`, import.meta.url), 'utf8')))
}

export const encryptionKey = { id: 'k1', key: Buffer.alloc(32, 7) }

/** Opens today's store over a new SQLite file with these rows. The end of the test removes it. */
export async function openWritten({ records, storeVersion }: Dump, clock: Clock): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-written-'))
  const path = join(folder, 'ferry.db')
  const open = () => openStore({ url: `sqlite:${path}`, clock, encryptionKeys: [encryptionKey] })
  // Today's store creates the file, so only the rows are those of the other version.
  await (await open()).stop()
  const database = new DatabaseSync(path)
  const insert = database.prepare('INSERT OR REPLACE INTO records (key, text, expires_at) VALUES (?, ?, ?)')
  // One transaction, so that the disk is waited for once.
  database.exec('BEGIN')
  for (const { key, text, expiresAt = null } of records) insert.run(key, text, expiresAt)
  database.exec(`PRAGMA user_version = ${storeVersion}; COMMIT`)
  database.close()
  const store = await open()
  onTestFinished(async () => {
    await store.stop()
    rmSync(folder, { recursive: true })
  })
  return store
}

/** Opens the same rows in memory, where only a manual clock decides about time. */
export async function rememberWritten({ records, storeVersion }: Dump, clock: Clock): Promise<Store> {
  const backend = openMemory({ clock, version: storeVersion })
  for (const { key, text, expiresAt } of records) {
    await backend.set(key, text, expiresAt === undefined ? undefined : expiresAt - clock.now())
  }
  const store = storeOver(backend, clock, [encryptionKey])
  await bringForward({ backend, store, clock })
  return store
}

/** A migration as a store knows it. */
export async function knownOf(ref: string, { known }: WorkspaceStore): Promise<Migration | undefined> {
  const { items } = await known.list()
  return items.map(({ migration }) => migration).find((migration) => refOf(migration) === ref)
}

/** A delivery that sends nothing. */
export const silent = {
  nudge: () => undefined,
  repaint: () => undefined,
  idle: async () => {},
  sweep: async () => {},
  heal: async () => {},
  healAll: async () => {},
  remember() {},
  spend() {},
}
