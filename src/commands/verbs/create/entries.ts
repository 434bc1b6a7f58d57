import type { DraftAnswers, Form } from '../../../migrations/fields/field.ts'
import { questionsFor } from '../../../migrations/fields/form.ts'
import { leftOpen } from '../../../views/create/field-question.ts'
import { moreNames } from '../../../views/create/page.ts'
import type { Answers } from '../../machine/command.ts'
import { holdsSecret, secretProblem } from '../../machine/typed-secret.ts'

export type Entries = { answers: DraftAnswers /** By question. */; problems: Readonly<Record<string, string>> }

/** Most characters of all names together: 500 names of the greatest length. */
const mostCharacters = 600_000

/**
 * What somebody filled in on a page: the answers before, what was entered, and the questions that the page asked.
 */
type Filled = { before: DraftAnswers; entered: Answers; asked: readonly string[] }

export function takeEntries(form: Form | undefined, { before, entered, asked }: Filled): Entries {
  const paths = new Set(
    form === undefined ? [] : questionsFor(form).flatMap(({ name, isPath }) => (isPath ? [name] : [])),
  )
  const secret = asked.filter((name) => isSecret(entered[name] ?? '', paths.has(name) || name === moreNames))
  const answers: Record<string, string> = { ...before }
  for (const name of asked) {
    const given = entered[name]
    delete answers[name]
    if (given !== undefined && given !== leftOpen && !secret.includes(name)) answers[name] = given
  }
  const more = answers[moreNames]
  delete answers[moreNames]
  const problems = Object.fromEntries(secret.map((name) => [name, secretProblem]))
  if (more === undefined) return { answers, problems }
  const all = `${answers[names] ?? ''}\n${more}`.trim()
  if (all.length > mostCharacters) return { answers, problems: { ...problems, [moreNames]: tooManyProblem } }
  return { answers: { ...answers, [names]: all }, problems }
}

const names = 'source.names'
const tooManyProblem = 'That is more than Ferry can store. Put the names into a list file in a bucket.'

/**
 * Whether a text holds a secret. In paths, parts between slashes are checked one by one: they are often long and
 * random.
 */
function isSecret(text: string, isPath: boolean): boolean {
  if (!isPath) return holdsSecret(text)
  return (
    text.split('\n').some((line) => /^[A-Za-z0-9/+]{40}$/.test(line.trim()) && holdsSecret(line)) ||
    text.split(/[/\n]/).some(holdsSecret)
  )
}
