import type { Actor } from '../../migrations/actor.ts'
import { escaped, at as moment } from './text.ts'

/** Who caused what was just named, to be added to it. Empty if nobody did, or nobody knows. */
export function byWhom(actor: Actor | undefined): string {
  if (actor === undefined) return ''
  return actor.type === 'person' ? ` by <@${escaped(actor.user)}>` : ' outside Ferry'
}

/**
 * An act that was done before somebody else wanted it: who did it, its verb in the audit, and when. `isRunning`: it has
 * begun and has not ended.
 */
export type ActBefore = { user: string; verb: string; at: number; isRunning?: true }

/** Who did what, and when, as its reader is told. */
export function whoDid({ user, verb, at, isRunning }: ActBefore, reader: string): string {
  const who = user === reader ? 'You' : `<@${escaped(user)}>`
  const [done = 'changed it', toDo = 'act on it'] = words.get(verb) ?? []
  return `${who} ${isRunning ? `began to ${toDo}` : done} ${moment(at)}`
}

type Words = readonly [done: string, toDo?: string]

/** Words for what somebody did, and for what they began to do, by the verb of the audit. */
const words: ReadonlyMap<string, Words> = new Map<string, Words>([
  ['pause', ['paused it', 'pause it']],
  ['start', ['started it', 'start it']],
  ['retry', ['restarted it', 'restart it']],
  ['retry-failed', ['retried its failed objects', 'retry its failed objects']],
  ['push', ['had it copy objects', 'have it copy objects']],
  ['edit', ['edited it', 'edit it']],
  ['limit', ['limited it', 'limit it']],
  ['prioritize', ['changed its priority', 'change its priority']],
  ['cancel', ['cancelled it', 'cancel it']],
  ['delete', ['deleted it', 'delete it']],
  ['disconnect', ['disconnected it']],
  ['unwatch', ['ended the watch']],
  ['unsubscribe', ['ended it']],
  ['unmute', ['ended the mute']],
  ['quiet', ['turned them off']],
  ['digest', ['turned it off']],
  ['keys remove', ['removed it']],
  ['roles take', ['removed the role']],
  ['owner', ['removed the owners']],
])
