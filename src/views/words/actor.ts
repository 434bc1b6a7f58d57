import type { Actor } from '../../migrations/actor.ts'
import { escaped, at as moment } from './text.ts'

/** Who caused what was just named, to be added to it. Empty if nobody did, or nobody knows. */
export function byWhom(actor: Actor | undefined): string {
  if (actor === undefined) return ''
  return actor.type === 'person' ? ` by <@${escaped(actor.user)}>` : ' outside Ferry'
}

/** An act that was done before somebody else wanted it: who did it, its verb in the audit, and when. */
export type DoneBefore = { user: string; verb: string; at: number }

/** Who did what, and when, as its reader is told. */
export function whoDid({ user, verb, at }: DoneBefore, reader: string): string {
  const who = user === reader ? 'You' : `<@${escaped(user)}>`
  return `${who} ${did.get(verb) ?? 'changed it'} ${moment(at)}`
}

const did: ReadonlyMap<string, string> = new Map([
  ['pause', 'paused it'],
  ['start', 'started it'],
  ['retry', 'restarted it'],
  ['retry-failed', 'retried its failed objects'],
  ['cancel', 'cancelled it'],
  ['delete', 'deleted it'],
  ['disconnect', 'disconnected it'],
  ['unwatch', 'ended the watch'],
  ['unsubscribe', 'ended it'],
  ['keys remove', 'removed it'],
  ['roles take', 'removed the role'],
  ['owner', 'removed the owners'],
])
