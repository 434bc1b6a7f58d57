import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../errors/errors.ts'
import { openSqliteFile, readVersion, writeVersion } from '../sqlite/file.ts'
import { sqliteProblem } from '../sqlite/problems.ts'
import type { Archive, Pages, ReadableArchive, StoredEntry } from './stored-entries.ts'

const pageSize = 1000
const patienceMs = 5000

/** Opens a database file for reading, also while Ferry uses it: one transaction shows one moment. */
export async function readSqliteArchive(path: string): Promise<ReadableArchive> {
  if (!existsSync(path)) throw new AppError('store_missing', { where: path })
  try {
    const database = new DatabaseSync(path, { readOnly: true })
    database.exec('BEGIN')
    return reading(database, () => {})
  } catch (error) {
    throw sqliteProblem(error)
  }
}

/** Opens a database file that no Ferry uses. Waits ten seconds for one that does, then throws store_in_use. */
export async function openSqliteArchive(path: string): Promise<Archive> {
  const { database, unlock } = await openSqliteFile(path, { patienceMs })
  return {
    ...reading(database, unlock),
    isEmpty: async () => database.prepare('SELECT 1 FROM records LIMIT 1').get() === undefined,
    replaceAll: (pages, version) => replaceAll(database, { pages, version }),
  }
}

function reading(database: DatabaseSync, unlock: () => void): ReadableArchive {
  return {
    version: async () => readVersion(database),
    async *everything() {
      const next = database.prepare('SELECT key, text, expires_at FROM records WHERE key > ? ORDER BY key LIMIT ?')
      for (let last = ''; ; ) {
        const page = next.all(last, pageSize).map(entryOf)
        if (page.length > 0) yield page
        if (page.length < pageSize) return
        last = page.at(-1)?.key ?? last
      }
    },
    async stop() {
      if (database.isOpen) database.close()
      unlock()
    },
  }
}

function entryOf({ key, text, expires_at: expiresAt }: Record<string, unknown>): StoredEntry {
  return { key: String(key), text: String(text), ...(typeof expiresAt === 'number' && { expiresAt }) }
}

/** In one transaction: whatever ends it halfway, the records are those from before. */
async function replaceAll(
  database: DatabaseSync,
  { pages, version }: { pages: Pages; version: number },
): Promise<void> {
  database.exec('BEGIN IMMEDIATE')
  try {
    database.exec('DELETE FROM records')
    const put = database.prepare('INSERT INTO records (key, text, expires_at) VALUES (?, ?, ?)')
    for await (const page of pages) {
      for (const { key, text, expiresAt } of page) put.run(key, text, expiresAt ?? null)
    }
    writeVersion(database, version)
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error instanceof AppError ? error : sqliteProblem(error)
  }
}
