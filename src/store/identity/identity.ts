import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Backend } from '../backend.ts'
import { storedKey } from '../keyv/namespace.ts'

/**
 * Distinguishes a store from all others, and from older copies of itself: a random id, and a number that the replicas
 * raise once a minute.
 */
export type Identity = { id: string; generation: number }

const identitySchema = z.object({ id: z.string(), generation: z.number() })
/** The key of the record. */
export const identityKey = storedKey('identity', 'store')
const key = identityKey

/** `none`: nothing is stored under its key. `unreadable`: the text that is stored there is no identity. */
export type FoundIdentity = { type: 'found'; identity: Identity } | NoIdentity
export type NoIdentity = { type: 'none' } | { type: 'unreadable'; text: string }

export async function readIdentity({ get }: Pick<Backend, 'get'>): Promise<FoundIdentity> {
  const text = await get(key)
  if (text === undefined) return { type: 'none' }
  const identity = parsed(text)
  return identity === undefined ? { type: 'unreadable', text } : { type: 'found', identity }
}

/**
 * Gives a store an identity in place of none, or of an unreadable one. If another process is faster, its identity
 * counts.
 */
export async function makeIdentity(
  backend: Pick<Backend, 'get' | 'add' | 'replace'>,
  inPlaceOf: NoIdentity,
): Promise<Identity> {
  const made = { id: randomUUID(), generation: 1 }
  const text = JSON.stringify(made)
  if (inPlaceOf.type === 'none') await backend.add(key, text)
  else await backend.replace(key, { before: inPlaceOf.text, after: text })
  const found = await readIdentity(backend)
  return found.type === 'found' ? found.identity : made
}

/** Raises the generation by one. False if another process has changed it. */
export function raiseGeneration({ replace }: Pick<Backend, 'replace'>, identity: Identity): Promise<boolean> {
  return replace(key, { before: JSON.stringify(identity), after: JSON.stringify(raised(identity)) })
}

export function raised({ id, generation }: Identity): Identity {
  return { id, generation: generation + 1 }
}

/**
 * How far a restore raises the generation. The replicas would take nineteen years for that, so half of it tells a
 * restored store from one that others have raised meanwhile.
 */
const jump = 10_000_000

/** The text of an identity, raised by a jump. Another text stays as it is. */
export function raisedByJump(text: string): string {
  const identity = parsed(text)
  return identity === undefined ? text : JSON.stringify({ ...identity, generation: identity.generation + jump })
}

/** Why a store cannot be the one that a process started with. */
export type Change = 'emptied' | 'another' | 'older' | 'restored' | 'replaced'

/**
 * Compares what a store says of itself with what it said before. `fell`: it has lost the last raise, and so at most the
 * writes of a minute, as after a fail-over to a replica. `unknown`: it says nothing that can be read. Pure.
 */
export function compareIdentity(before: Identity, found: FoundIdentity): 'same' | 'fell' | 'unknown' | Change {
  if (found.type === 'unreadable') return 'unknown'
  if (found.type === 'none') return 'emptied'
  const { id, generation } = found.identity
  if (id !== before.id) return 'another'
  if (generation - before.generation >= jump / 2) return 'restored'
  if (generation >= before.generation) return 'same'
  return generation === before.generation - 1 ? 'fell' : 'older'
}

function parsed(text: string): Identity | undefined {
  try {
    return identitySchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
