import type { Turn } from './entry.ts'

/** A refusal that Ferry keeps meeting by itself, as far as the catalogue knows it. */
export type Ongoing = {
  isKnown: boolean
  turn: Turn
  fix: string
  ongoing?: string
  /** Whether the cloud's own id of a refused call is shown. */
  hasRequestId: boolean
}

/**
 * The next step after a refusal that Ferry keeps meeting by itself, for a card or a notice. Nobody there has just typed
 * or sent anything, so nobody is asked to do it again. Empty if there is nothing to do but wait.
 */
export function ongoingAdvice({ isKnown, turn, fix, ongoing, hasRequestId }: Ongoing): string {
  if (!isKnown) return supportAdvice(hasRequestId)
  if (ongoing !== undefined) return ongoing
  switch (turn) {
    case 'wait':
      return ''
    case 'provider':
      return supportAdvice(hasRequestId)
    case 'request':
      return 'Ferry asked for this itself, so there is nothing for you to correct. If it lasts, show this to whoever runs Ferry.'
    default:
      return fix.replace(repetition, '$1')
  }
}

/** Advice for an error that only the cloud can explain. */
export function supportAdvice(hasRequestId: boolean): string {
  return hasRequestId
    ? 'If it lasts, give the request id to the cloud’s support.'
    : 'If it lasts, ask the cloud’s support about it.'
}

/** The words in a remedy that ask the reader to do again what they have just done. */
const repetition =
  /(?:,?(?: and)? then (?:try|send the request) again|(?<=[.]) Then (?:try|send the request) again)(\.)/
