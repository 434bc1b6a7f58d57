import { type Clock, steadyClock } from '../../async/clock.ts'
import { defined } from '../../defined.ts'
import type { Backend } from '../backend.ts'
import { createLeases } from '../holds/leases.ts'
import { createLocalHolds } from '../holds/local-holds.ts'
import { createLocalSignals } from '../holds/local-signals.ts'
import { openSqliteFile, readVersion, writeVersion } from './file.ts'
import type { LockOptions } from './lock.ts'
import { insist } from './patience.ts'
import { createSqliteReading } from './reading.ts'
import { createWriteQueue } from './write-queue.ts'
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
  const { log, leaseMs } = options
  const { database, unlock, isInPlace } = await openSqliteFile(path, { patienceMs, ...options })
  const writes = createWriteQueue(database, { patienceMs })
  const holds = createLocalHolds(time)
  const leases = createLeases(holds, { time, ...defined({ leaseMs }) })
  return {
    ...createSqliteReading({ database, clock, patienceMs }),
    ...createSqliteWriting({ database, writes, clock, holds }),
    ...leases,
    signals: createLocalSignals(log),
    version: () => insist(() => readVersion(database), patienceMs),
    async raiseVersion(version) {
      await writes.add(() => writeVersion(database, version))
    },
    async ping() {
      await insist(() => database.prepare('SELECT count(*) FROM sqlite_schema').get(), patienceMs)
    },
    isInPlace: async () => isInPlace(),
    onReconnect() {},
    async stop() {
      await leases.stop()
      await writes.finish()
      if (!database.isOpen) return
      database.close()
      unlock()
    },
  }
}

export type SqliteOptions = LockOptions & {
  /** May be `:memory:`. */
  path: string
  clock: Clock
  /** The clock by which leases and claims last. */
  time?: Clock
  /** How long to wait while another program has locked the file, in milliseconds; as long as for Redis. */
  patienceMs?: number
  leaseMs?: number
}
