import type { Part, Responder } from '../../access/owners.ts'
import { subjectText } from '../access/roles.ts'

/**
 * Who can fix something, with the people whom the message calls: "The owner of the destination bucket: @ann". `words` say
 * whose turn it is.
 */
export function withPeople(words: string, responders: readonly Responder[]): string {
  const called = calledText(responders)
  if (called === undefined) return words
  return areOwners(responders) ? `${words}: ${called}` : `${words}. Called: ${called}`
}

/** Who can fix something, with the people whose turn it is, in an answer that calls nobody. */
export function withThoseInTurn(words: string, responders: readonly Responder[]): string {
  if (responders.length === 0) return words
  const named = namesOf(responders)
  return areOwners(responders) ? `${words}: ${named}` : `${words}. Next in line: ${named}`
}

/** The line that calls people in a message without an explanation. */
export function callLines(responders: readonly Responder[]): string[] {
  const called = calledText(responders)
  return called === undefined ? [] : [`*Called:* ${called}`]
}

/** The people whom a message calls, and why. Undefined if it calls nobody. */
function calledText(responders: readonly Responder[]): string | undefined {
  const mentioned = responders.filter(({ called }) => called?.way === 'mention' || called?.way === 'both')
  const told = responders.filter(({ called }) => called?.way === 'private')
  if (mentioned.length > 0) return namesOf(mentioned)
  return told.length === 0 ? undefined : 'told in private'
}

/** People, and why it is their turn if they are not the owners that the words before them speak of. */
function namesOf(responders: readonly Responder[]): string {
  const why = [...new Set(responders.map(({ part }) => partWords[part]))].filter((words) => words !== '')
  return `${responders.map(subjectText).join(', ')}${why.length === 0 ? '' : ` (${why.join(', ')})`}`
}

function areOwners(responders: readonly Responder[]): boolean {
  return responders.every(({ part }) => partWords[part] === '')
}

/** Why somebody is called who is not the owner that the words before name. */
const partWords: Readonly<Record<Part, string>> = {
  'source key': '',
  'destination key': '',
  'source bucket': '',
  'destination bucket': '',
  account: 'for the account',
  requester: 'requested it',
  watcher: 'follows it here',
  connector: 'connected the account',
}
