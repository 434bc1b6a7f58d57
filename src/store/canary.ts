import { AppError, isAppError } from '../errors.ts'
import { type Backend, entriesIn } from './backend.ts'
import { readEnvelope } from './envelope.ts'
import { storedKey } from './namespace.ts'
import { keyIdOf, type Sealer } from './seal.ts'
import type { KeyProof } from './store.ts'

/**
 * Checks the encryption keys. For each key that the store may need, it holds a canary: a text of no importance, sealed
 * with that key. A key that cannot open its canary is not the key that sealed the rest. The check opens every canary and
 * leaves one for the active key. If the store has no canary yet, its records must open instead.
 * The canary of a lost key is removed. Throws an AggregateError whose errors are encryption_key_wrong or
 * encryption_key_missing.
 */
export async function proveKeys(parts: KeyParts): Promise<KeyProof> {
  const seen: SealedTexts = new Map()
  for await (const [key, text] of entriesIn(parts.backend, namespace)) note(parts.sealer, seen, { key, text })
  const isFirstProof = seen.size === 0
  if (isFirstProof) await noteRecords(parts, seen)
  const proof = judge(parts, seen, isFirstProof)
  await openCanary(parts)
  for (const keyId of parts.lost) await parts.backend.delete(canaryKey(keyId))
  return proof
}

export type KeyParts = {
  backend: Backend
  sealer: Sealer
  /** Namespaces of sealed records. */
  namespaces: readonly string[]
  /** Ids of lost keys, which nobody has any more. */
  lost: readonly string[]
}

/** Opens the canary of the active key, and adds it if there is none. */
export async function openCanary({ backend, sealer }: Pick<KeyParts, 'backend' | 'sealer'>): Promise<void> {
  const key = canaryKey(sealer.activeId)
  const found = await backend.get(key)
  if (found !== undefined) return void sealer.open(found, key)
  if (await backend.add(key, sealer.seal(song, key))) return
  // Another process added its canary first.
  const theirs = await backend.get(key)
  if (theirs !== undefined) sealer.open(theirs, key)
}

/**
 * Removes the canaries of all keys but the active one, once nothing is sealed with another key, so that no start asks
 * for one.
 */
export async function dropOldCanaries({ backend, sealer }: Pick<KeyParts, 'backend' | 'sealer'>): Promise<void> {
  for await (const [key] of entriesIn(backend, namespace)) {
    if (key !== canaryKey(sealer.activeId)) await backend.delete(key)
  }
}

const namespace = 'canaries'
const song = 'ferry'

function canaryKey(keyId: string): string {
  return storedKey(namespace, keyId)
}

/** How many texts could be opened and how many could not, by key id. */
type SealedTexts = Map<string, { opened: number; refused: number }>

async function noteRecords({ backend, sealer, namespaces }: KeyParts, seen: SealedTexts): Promise<void> {
  for (const name of namespaces) {
    for await (const [key, text] of entriesIn(backend, name)) {
      const { value } = readEnvelope<unknown>(text)
      if (typeof value === 'string') note(sealer, seen, { key, text: value })
    }
  }
}

function note(sealer: Sealer, seen: SealedTexts, { key, text }: { key: string; text: string }): void {
  const keyId = keyIdOf(text)
  if (keyId === undefined) return
  const counts = seen.get(keyId) ?? { opened: 0, refused: 0 }
  counts[opens(sealer, text, key) ? 'opened' : 'refused'] += 1
  seen.set(keyId, counts)
}

function opens(sealer: Sealer, text: string, key: string): boolean {
  try {
    sealer.open(text, key)
    return true
  } catch (error) {
    if (isAppError(error, 'seal_unopenable', 'record_unreadable')) return false
    throw error
  }
}

/**
 * Judges the keys. Every canary must open. If records are checked instead, some may be damaged or sealed with a key
 * that was lost long ago, as long as others show that the keys belong to this store.
 */
function judge({ sealer, lost }: KeyParts, seen: SealedTexts, isFirstProof: boolean): KeyProof {
  const useless = [...seen].flatMap(([keyId, { opened }]) => (opened === 0 ? [keyId] : []))
  const isForgiving = isFirstProof && useless.length < seen.size
  const missing = useless.filter((keyId) => !sealer.knows(keyId))
  const wrong = useless.filter((keyId) => sealer.knows(keyId) && (!isForgiving || keyId === sealer.activeId))
  const problems = [
    ...wrong.map((keyId) => new AppError('encryption_key_wrong', { keyId })),
    ...missing
      .filter((keyId) => !isForgiving && !lost.includes(keyId))
      .map((keyId) => new AppError('encryption_key_missing', { keyId })),
  ]
  if (problems.length > 0) throw new AggregateError(problems)
  return { isNew: seen.size === 0, missing }
}
