import { AppError } from '../../errors/errors.ts'
import { sqlitePathIn } from '../open.ts'
import { openRedisArchive } from './redis-archive.ts'
import { openSqliteArchive, readSqliteArchive } from './sqlite-archive.ts'
import type { Archive, ReadableArchive } from './stored-entries.ts'

/**
 * Opens a store for reading. SQLite shows one moment, also while Ferry runs; Redis goes on while it is read. Throws
 * store_unavailable.
 */
export function readArchive(url: string): Promise<ReadableArchive> {
  return url.startsWith('sqlite:') ? readSqliteArchive(sqlitePathIn(url)) : openRedisFrom(url)
}

/** Opens a store that no Ferry uses. Throws store_unavailable, store_in_use or store_replicas_alive. */
export async function openArchive(url: string): Promise<Archive> {
  if (url.startsWith('sqlite:')) return openSqliteArchive(sqlitePathIn(url))
  const archive = await openRedisFrom(url)
  try {
    await archive.insistOnIdle()
    return archive
  } catch (error) {
    await archive.stop()
    throw error
  }
}

function openRedisFrom(url: string) {
  if (/^rediss?:/.test(url)) return openRedisArchive(url)
  throw new AppError('store_unmovable', { url })
}
