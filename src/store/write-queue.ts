import type { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers'
import { inTransaction, isLocked, sqliteProblem } from './sqlite-file.ts'

/**
 * Groups writes. Those asked for in the same turn of the event loop share one transaction, and so one wait for the
 * disk: a tick over thousands of migrations is not thousands of flushes. While another process writes, they wait in
 * order and other work goes on. After `patienceMs`, a write is refused.
 */
export function createWriteQueue(database: DatabaseSync, { patienceMs }: { patienceMs: number }): WriteQueue {
  const waiting: Write[] = []
  let refusals = 0
  let retry: NodeJS.Timeout | undefined

  function flush(): void {
    const writes = retry === undefined ? waiting.splice(0, batchSize) : []
    if (writes.length === 0) return
    if (waiting.length > 0) setImmediate(flush)
    try {
      commit(writes)
      refusals = 0
    } catch (error) {
      if (isLocked(error)) waitForOthers(writes, error)
      else refuse(writes, error)
    }
  }

  /** Runs all of these writes in one transaction, or none. */
  function commit(writes: readonly Write[]): void {
    const confirmations = inTransaction(database, () => writes.map((write) => write.run()))
    for (const confirm of confirmations) confirm()
  }

  function waitForOthers(writes: readonly Write[], error: unknown): void {
    const latest = performance.now() - patienceMs
    const { late = [], patient = [] } = Object.groupBy(writes, ({ askedAt }) => (askedAt > latest ? 'patient' : 'late'))
    refuse(late, error)
    waiting.unshift(...patient)
    if (waiting.length === 0) return
    retry = setTimeout(() => {
      retry = undefined
      flush()
    }, pauseAfter(refusals))
    refusals += 1
  }

  function add<Result>(run: () => Result): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    if (waiting.length === 0) setImmediate(flush)
    waiting.push({ askedAt: performance.now(), reject, run: () => confirmWith(run(), resolve), settled: promise })
    return promise
  }

  function flushAll(): void {
    while (waiting.length > 0 && retry === undefined) flush()
  }

  return {
    add,
    now(run) {
      const written = add(run)
      flushAll()
      return written
    },
    async finish() {
      flushAll()
      await Promise.allSettled(waiting.map(({ settled }) => settled))
    },
  }
}

export type WriteQueue = {
  /** Adds a write. Resolves once it is on the disk. */
  add<Result>(run: () => Result): Promise<Result>
  /**
   * Writes at once, together with everything that waits. For leases: work on many things in turn would otherwise wait
   * for everybody else's writes before each of them.
   */
  now<Result>(run: () => Result): Promise<Result>
  /** Writes everything that waits. Resolves when nothing is left. */
  finish(): Promise<void>
}

/**
 * Pause in milliseconds before the next attempt. Short at first, because most processes need the file for a moment
 * only. Uneven, so that two processes do not keep step.
 */
export function pauseAfter(refusals: number): number {
  return Math.min(2 ** refusals, longestPauseMs) * (0.5 + Math.random())
}

const longestPauseMs = 32

/** Most writes in one transaction: few enough that other work does not notice the wait for the disk. */
const batchSize = 500

function refuse(writes: readonly Write[], error: unknown): void {
  const problem = sqliteProblem(error)
  for (const write of writes) write.reject(problem)
}

type Write = {
  askedAt: number
  /** Runs the write. Returns a function to call after the commit. */
  run(): () => void
  reject(error: unknown): void
  settled: Promise<unknown>
}

function confirmWith<Result>(result: Result, resolve: (result: Result) => void): () => void {
  return () => resolve(result)
}
