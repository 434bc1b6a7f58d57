import { explain } from '../../catalogue/explain.ts'
import {
  type Failure,
  type GroupTask,
  type GroupTasks,
  type Migration,
  type State,
  worstFirst,
} from '../../migrations/migration.ts'
import { formatCount, plural } from '../words/format.ts'
import { code, named } from '../words/text.ts'
import { lowered, stateWords } from '../words/words.ts'

/** How the tasks of a group stand, and up to `most` of those that somebody should look at, each with a reason. */
export function groupTaskLines({ tasks, state }: Migration, most: number): string[] {
  if (tasks === undefined) return []
  const counts = countsText(tasks)
  const worrying = tasks.worst.filter((task) => isWorrying(task, state))
  return [...(counts === '' ? [] : [`Tasks: ${counts}`]), ...worrying.slice(0, most).map(taskLine)]
}

function countsText({ counts, total = 0 }: GroupTasks): string {
  const known = worstFirst.flatMap((state) => {
    const count = counts[state] ?? 0
    return count === 0 ? [] : [{ count, text: `${formatCount(count)} ${wordOf(state)}` }]
  })
  const others = total - known.reduce((sum, { count }) => sum + count, 0)
  if (known.length === 0) return others > 0 ? `${formatCount(others)} in all` : ''
  return [...known.map(({ text }) => text), ...(others > 0 ? [plural(others, 'other')] : [])].join(' · ')
}

/**
 * Whether somebody should look at a task. A paused task holds up a running group; in a paused group all tasks are
 * paused.
 */
function isWorrying({ state }: GroupTask, groupState: State): boolean {
  return state === 'failed' || state === 'unknown' || (state === 'paused' && groupState === 'running')
}

function taskLine({ id, state, failure = {} }: GroupTask): string {
  return `• ${code(id, 40)} ${state === 'failed' ? whyFailed(failure) : wordOf(state)}`
}

/** Why a task failed: the beginning of what its code means, without the explanation after a colon. */
function whyFailed(failure: Failure): string {
  const { what, code: reason, isKnown } = explain(failure)
  if (!isKnown && reason !== undefined) return `failed with ${code(reason, 40)}`
  const words = named(what.replace(/(\.|[:;] .*)$/, ''), longestReason)
  return reason === undefined ? words : `${words} (${code(reason, 40)})`
}

/** Longest reason in characters: about two rows on a phone. */
const longestReason = 70

function wordOf(state: State): string {
  return state === 'unknown' ? 'in an unknown state' : lowered(stateWords[state].word)
}
