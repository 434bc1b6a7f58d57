import { type AppErrorCode, isAppError, say } from '../errors/errors.ts'
import { problemsIn } from './at-once.ts'
import { maskTokens } from './redact.ts'

/** The report of a failed start, for a terminal: every problem, with the next step below it. */
export function startReport(error: unknown): string {
  const problems = problemsIn(error).flatMap(linesOf)
  const count = problems.length === 1 ? '' : ` ${problems.length} problems:`
  const indent = ' '.repeat(String(problems.length).length + 4)
  const items = problems.map((lines, index) => {
    const number = `${index + 1}.`.padStart(indent.length - 1)
    const [first = '', ...rest] = lines.flatMap((line) => wrap(line, widthAtMost - indent.length))
    return [`${number} ${first}`, ...rest.map((line) => indent + line)].join('\n')
  })
  return `Ferry cannot start.${count}\n\n${items.join('\n\n')}\n`
}

/** Whether Ferry expected every problem. False if one is a defect of Ferry’s own. */
export function isForeseen(error: unknown): boolean {
  return problemsIn(error).every((problem) => isAppError(problem))
}

const widthAtMost = 100

/** The lines of each problem in one error, which may name several. */
function linesOf(error: unknown): string[][] {
  if (!isAppError(error)) return [[`Something unforeseen happened: ${nameOf(error)}`, unforeseenStep]]
  const { what, next } = { ...say(error), ...stepsAtStart[error.code] }
  return error.code === 'config_invalid' ? what.split('\n').map((problem) => [problem]) : [[what, next]]
}

const again = { next: 'Start Ferry again. If it stays, the log above has the details.' }

/** Next steps at the start, for errors whose catalogue text is for somebody in Slack. */
const stepsAtStart: Partial<Record<AppErrorCode, { next: string }>> = {
  slack_refused: again,
  slack_unreachable: again,
  slack_rate_limited: again,
  store_unavailable: again,
  record_unreadable: {
    next: 'Check that ENCRYPTION_KEYS still has every key that was used. Otherwise restore the store from a backup.',
  },
}

const unforeseenStep = 'The log above has the details. If it stays, report it with that line.'

function nameOf(error: unknown): string {
  return maskTokens(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
}

/**
 * Breaks a text between words. A word that is longer than the width stays whole, so that it can be copied, and so do
 * words with a no-break space between them.
 */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.map((line) => line.replaceAll('\u00a0', ' '))
}
