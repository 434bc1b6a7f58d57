import type { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers'
import { inTransaction, sqliteProblem } from './sqlite-file.ts'

/**
 * Writes asked for in the same turn of the event loop share one transaction, and so one wait for the disk: a tick
 * over thousands of migrations is not thousands of flushes.
 */
export function createWriteQueue(database: DatabaseSync): WriteQueue {
  const waiting: Write[] = []

  function flush(): void {
    const writes = waiting.splice(0, batchSize)
    if (writes.length === 0) return
    if (waiting.length > 0) setImmediate(flush)
    try {
      const confirmations = inTransaction(database, () => writes.map((write) => write.run()))
      for (const confirm of confirmations) confirm()
    } catch (error) {
      const problem = sqliteProblem(error)
      for (const write of writes) write.reject(problem)
    }
  }

  function add<Result>(run: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ reject, run: () => confirmWith(run(), resolve) })
    })
  }

  function finish(): void {
    while (waiting.length > 0) flush()
  }

  function now<Result>(run: () => Result): Promise<Result> {
    const written = add(run)
    finish()
    return written
  }

  return { add, now, finish }
}

export type WriteQueue = {
  /** Resolves once it is on the disk. */
  add<Result>(run: () => Result): Promise<Result>
  /**
   * The same at once, together with all that waits. For leases: whoever works on many things in turn would else wait
   * before each of them until everybody else had theirs.
   */
  now<Result>(run: () => Result): Promise<Result>
  /** Writes now what is waiting. */
  finish(): void
}

/** Few enough for everybody else not to notice that the event loop waits for the disk. */
const batchSize = 500

type Write = { /** Returns what is to be called after the commit. */ run(): () => void; reject(error: unknown): void }

function confirmWith<Result>(result: Result, resolve: (result: Result) => void): () => void {
  return () => resolve(result)
}
