import type { Answers } from './command.ts'

/** Whether a text seems to hold a secret, which others could see in Slack. */
export function holdsSecret(text: string): boolean {
  return knownForms.some((form) => form.test(text)) || (inParts(text).match(longWord) ?? []).some(looksRandom)
}

/** The problem shown at a question that was answered with a secret. */
export const secretProblem =
  'That looks like a secret. Ferry has not saved it. Remove it here, and replace it in the cloud’s console if others could see it. To add a key, use “Add a key”.'

/** Problems of questions that are not for secrets and were answered with one. */
export function misplacedSecrets(answers: Answers, questions: readonly string[]): Readonly<Record<string, string>> {
  const misplaced = questions.filter((name) => holdsSecret(answers[name] ?? ''))
  return Object.fromEntries(misplaced.map((name) => [name, secretProblem]))
}

const knownForms = [/\bAKIA[A-Z0-9]{16}\b/, /\bxox[abprs]-/, /\bAccountKey=/i, /-----BEGIN [A-Z ]*PRIVATE KEY/]

/**
 * A word that may be a key. Ids are digits, hexadecimal or joined by dashes; keys are long and use the whole alphabet.
 */
const longWord = /[A-Za-z0-9+/=]{32,}/g

/** The text with its links taken apart: together, the words of a path may look like a key. */
function inParts(text: string): string {
  return text.replaceAll(/https?:\/\/\S+/g, (link) => link.replaceAll(/[/=]/g, ' '))
}

function looksRandom(word: string): boolean {
  return [/[a-z]/g, /[A-Z]/g, /[0-9]/g].every((sort) => (word.match(sort) ?? []).length >= 3)
}
