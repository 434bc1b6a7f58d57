import type { DatabaseSync } from 'node:sqlite'
import { type Clock, steadyBeside, steadyClock } from '../../async/clock.ts'
import { defined } from '../../defined.ts'
import type { Log } from '../../log.ts'
import { type Backend, storeVersion } from '../backend.ts'
import { createLeases } from '../holds/leases.ts'
import { createLocalHolds } from '../holds/local-holds.ts'
import { createLocalSignals } from '../holds/local-signals.ts'
import { inTransaction, openDatabase, openSqliteFile, readVersion, writeVersion } from './file.ts'
import type { LockOptions } from './lock.ts'
import { insist } from './patience.ts'
import { createSqliteReading } from './reading.ts'
import { createWriteQueue, type WriteQueue } from './write-queue.ts'
import { createSqliteWriting } from './writing.ts'

/**
 * Opens a store in one file on this machine, for this process alone. Throws store_unavailable, store_in_use or
 * store_newer.
 */
export async function openSqlite({
  path,
  clock,
  time = steadyClock,
  patienceMs = 5_000,
  ...options
}: SqliteOptions): Promise<Backend> {
  const { database, unlock, isInPlace } = await openSqliteFile(path, { patienceMs, ...options })
  const writes = createWriteQueue(database, { patienceMs })
  const backend = backendOver(database, { writes, clock, time, patienceMs, ...options })
  return {
    ...backend,
    isInPlace: async () => isInPlace(),
    async stop() {
      await backend.stop()
      await writes.finish()
      if (!database.isOpen) return
      database.close()
      unlock()
    },
  }
}

export type SqliteOptions = LockOptions & {
  path: string
  clock: Clock
  /** The clock by which leases and claims last. */
  time?: Clock
  /** How long to wait while another program has locked the file, in milliseconds; as long as for Redis. */
  patienceMs?: number
  leaseMs?: number
}

/** Opens a store in memory, which forgets everything when the process ends: for tests and for trying Ferry out. */
export function openMemory({ clock, version = storeVersion, ...options }: MemoryOptions): Backend {
  const database = openDatabase(':memory:')
  writeVersion(database, version)
  // No disk has to be waited for, so nothing is gained by writing together.
  const atOnce = async <Result>(run: () => Result) => inTransaction(database, run)
  const writes = { add: atOnce, later: atOnce }
  return backendOver(database, { writes, clock, time: steadyBeside(clock), patienceMs: 0, ...options })
}

/** `version`: that of the records with which a test fills the store. */
type MemoryOptions = { clock: Clock; log?: Log<'info' | 'warn'>; leaseMs?: number; version?: number }

type Over = Pick<SqliteOptions, 'log' | 'leaseMs'> & {
  writes: Pick<WriteQueue, 'add' | 'later'>
  clock: Clock
  time: Clock
  patienceMs: number
}

function backendOver(database: DatabaseSync, { writes, clock, time, patienceMs, log, leaseMs }: Over): Backend {
  const holds = createLocalHolds(time)
  return {
    ...createSqliteReading({ database, clock, patienceMs }),
    ...createSqliteWriting({ database, writes, clock, holds }),
    ...createLeases(holds, { time, ...defined({ leaseMs }) }),
    signals: createLocalSignals(log),
    version: () => insist(() => readVersion(database), patienceMs),
    async raiseVersion(version) {
      await writes.add(() => writeVersion(database, version))
    },
    async ping() {
      await insist(() => database.prepare('SELECT count(*) FROM sqlite_schema').get(), patienceMs)
    },
    isInPlace: async () => true,
    onReconnect() {},
  }
}
