import type { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers'
import { inTransaction } from './file.ts'
import { pauseAfter } from './patience.ts'
import { isLocked, sqliteProblem } from './problems.ts'

/**
 * Groups writes. Those asked for in the same turn of the event loop share one transaction, and so one wait for the
 * disk: a tick over thousands of migrations is not thousands of flushes. While another process writes, they wait in
 * order and other work goes on. After `patienceMs`, a write is refused.
 */
export function createWriteQueue(database: DatabaseSync, { patienceMs }: { patienceMs: number }): WriteQueue {
  const waiting: Write[] = []
  let refusals = 0
  let isDue = false
  let [retry, straggler]: (NodeJS.Timeout | undefined)[] = []

  function schedule(): void {
    if (isDue || retry !== undefined) return
    isDue = true
    setImmediate(flush)
  }

  function comeLate(): void {
    straggler = undefined
    schedule()
  }

  function flush(): void {
    isDue = false
    const writes = retry === undefined ? waiting.splice(0, batchSize) : []
    if (writes.length === 0) return
    if (waiting.length > 0) schedule()
    try {
      commit(database, writes)
      refusals = 0
    } catch (error) {
      if (isLocked(error)) waitForOthers(writes, error)
      else refuse(writes, error)
    }
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

  return {
    add(run) {
      schedule()
      return enqueue(waiting, run, false)
    },
    later(run) {
      straggler ??= setTimeout(comeLate, longestLaterMs).unref()
      return enqueue(waiting, run, true)
    },
    async finish() {
      clearTimeout(straggler)
      while (waiting.length > 0 && retry === undefined) flush()
      await Promise.allSettled(waiting.map(({ settled }) => settled))
    },
  }
}

export type WriteQueue = {
  /** Adds a write. Resolves once it is on the disk. */
  add<Result>(run: () => Result): Promise<Result>
  /**
   * Adds a write that may be lost when the process is killed. It goes with the next write, or by itself within a
   * second, without waiting for the disk.
   */
  later(run: () => unknown): Promise<unknown>
  /** Writes everything that waits. Resolves when nothing is left. */
  finish(): Promise<void>
}

/** Runs all of these writes in one transaction, or none. */
function commit(database: DatabaseSync, writes: readonly Write[]): void {
  const confirmations = withSync(
    database,
    writes.some(({ isBrief }) => !isBrief),
    () => inTransaction(database, () => writes.map((write) => write.run())),
  )
  for (const confirm of confirmations) confirm()
}

function withSync<Result>(database: DatabaseSync, isSynced: boolean, run: () => Result): Result {
  if (isSynced) return run()
  database.exec('PRAGMA synchronous = NORMAL')
  try {
    return run()
  } finally {
    database.exec('PRAGMA synchronous = FULL')
  }
}

const longestLaterMs = 1_000

/** Most writes in one transaction: few enough that other work does not notice the wait for the disk. */
const batchSize = 500

function refuse(writes: readonly Write[], error: unknown): void {
  const problem = sqliteProblem(error)
  for (const write of writes) write.reject(problem)
}

type Write = {
  /** Whether it may be lost with the process. */
  isBrief: boolean
  askedAt: number
  /** Runs the write. Returns a function to call after the commit. */
  run(): () => void
  reject(error: unknown): void
  settled: Promise<unknown>
}

function enqueue<Result>(waiting: Write[], run: () => Result, isBrief: boolean): Promise<Result> {
  const { promise: written, resolve, reject } = Promise.withResolvers<Result>()
  waiting.push({
    isBrief,
    askedAt: performance.now(),
    reject,
    settled: written,
    run: () => confirmWith(run(), resolve),
  })
  return written
}

function confirmWith<Result>(result: Result, resolve: (result: Result) => void): () => void {
  return () => resolve(result)
}
