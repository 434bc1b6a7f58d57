import { defined } from '../../../defined.ts'
import type { Failure } from '../../../migrations/migration.ts'
import type { WireTask, WireTaskPage } from '../wire/tasks.ts'

/**
 * Why a group failed, by its failed tasks: the most frequent code, and how many tasks failed with each code, in words.
 * Pure.
 */
export function failureOfTasks({ rows, total = rows.length }: WireTaskPage): Failure | undefined {
  const reasons = reasonsOf(rows)
  if (reasons.length === 0) return undefined
  const [most] = reasons.filter(({ code }) => code !== undefined)
  const what = `${total} ${total === 1 ? 'task' : 'tasks'} of the group failed`
  const scope = total > rows.length ? `. Of the first ${rows.length}:` : ':'
  const counts = reasons.slice(0, maxReasons).map(({ code, count }) => `${count} with ${code ?? 'no reason given'}`)
  const rest = reasons.length > maxReasons ? ', and others' : ''
  const said = most?.message === undefined ? '' : ` ${most.code} means: ${most.message}`
  return defined({ code: most?.code, message: `${what}${scope} ${counts.join(', ')}${rest}.${said}` })
}

const maxReasons = 3

type Reason = { code: string | undefined; count: number; message: string | undefined }

/** Reasons of failed tasks, the most frequent first. */
function reasonsOf(tasks: readonly WireTask[]): Reason[] {
  const byCode = Map.groupBy(tasks, (task) => task.error_reason?.error_code)
  return [...byCode]
    .map(([code, failed]) => ({ code, count: failed.length, message: failed[0]?.error_reason?.error_msg }))
    .toSorted((a, b) => b.count - a.count)
}
