import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../../async/clock.ts'
import type { Backend, Entry } from '../backend.ts'
import { insist } from './patience.ts'

/** The reading part of a store in SQLite. Rows come as arrays and parameters by position, which is twice as fast. */
export function createSqliteReading({ database, clock, patienceMs }: SqliteReadingOptions): SqliteReading {
  const select = (sql: string) => {
    const statement = database.prepare(sql)
    statement.setReturnArrays(true)
    return statement
  }
  const one = select(`SELECT text FROM records WHERE key = ?1 AND ${isAlive('?2')}`)
  const many = select(
    `SELECT asked.key, text FROM json_each(?1) AS asked CROSS JOIN records ON records.key = asked.value
     WHERE ${isAlive('?2')}`,
  )
  const page = select(
    `SELECT key, text FROM records WHERE key >= ?1 AND key < ?2 AND ${isAlive('?3')} ORDER BY key LIMIT ${pageSize}`,
  )

  return {
    get: (key) => insist(() => textIn(one.get(key, clock.now())?.[0]), patienceMs),
    async getMany(keys) {
      const texts = new Array<string | undefined>(keys.length).fill(undefined)
      for (let start = 0; start < keys.length; start += pageSize) {
        if (start > 0) await nextTurn()
        const asked = JSON.stringify(keys.slice(start, start + pageSize))
        const rows = await insist(() => many.all(asked, clock.now()), patienceMs)
        for (const row of rows) texts[start + Number(row[0])] = textIn(row[1])
      }
      return texts
    },
    /** Reads in pages, so that no long read transaction keeps the WAL from shrinking, and other work gets its turn. */
    async *pages(namespace) {
      const end = `${namespace};`
      let from = `${namespace}:`
      for (;;) {
        const rows = await insist(() => page.all(from, end, clock.now()), patienceMs)
        const entries = rows.map((row): Entry => [String(row[0]), String(row[1])])
        yield entries
        const last = entries.at(-1)
        if (last === undefined || entries.length < pageSize) return
        from = last[0] + justAfter
        await nextTurn()
      }
    },
  }
}

export type SqliteReadingOptions = { database: DatabaseSync; clock: Clock; patienceMs: number }
type SqliteReading = Pick<Backend, 'get' | 'getMany' | 'pages'>

/** Condition for records whose time is not over. */
export function isAlive(now: string): string {
  return `(expires_at IS NULL OR expires_at > ${now})`
}

export const pageSize = 500
const justAfter = '\u0000'

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
