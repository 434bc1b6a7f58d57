import { AppError, isAppError } from '../../errors/errors.ts'
import { type Backend, entriesIn } from '../backend.ts'
import { readEnvelope } from '../keyv/envelope.ts'
import { nameIn, storedKey } from '../keyv/namespace.ts'
import type { KeyProof } from '../store.ts'
import { keyIdOf, type Sealer } from './seal.ts'

/**
 * Checks the encryption keys. For each key that the store may need, it holds a canary: a text of no importance, sealed
 * with that key. A key that cannot open its canary is not the key that sealed the rest, unless records open with it: then
 * the canary is damaged. The check opens every canary and leaves one for the active key. If the store has no canary yet,
 * its records must open instead.
 * The canary of a lost key is removed. Throws an AggregateError whose errors are encryption_key_wrong or
 * encryption_key_missing.
 */
export async function proveKeys(parts: KeyParts): Promise<KeyProof> {
  const canaries = await findCanaries(parts)
  const isSound = canaries.length > 0 && canaries.every(({ state }) => state === 'opens')
  const records = isSound ? new Map() : await countRecords(parts)
  const judged = canaries.length === 0 ? judgeRecords(parts, records) : judgeCanaries(parts, canaries, records)
  const problems = [
    ...judged.wrong.map((keyId) => new AppError('encryption_key_wrong', { keyId })),
    ...judged.needed.map((keyId) => new AppError('encryption_key_missing', { keyId })),
  ]
  if (problems.length > 0) throw new AggregateError(problems)
  const { missing, damaged } = judged
  if (damaged.includes(parts.sealer.activeId)) await replaceCanary(parts)
  await openCanary(parts)
  for (const keyId of parts.lost) await parts.backend.delete(canaryKey(keyId))
  return { isNew: canaries.length === 0 && records.size === 0, missing, ...(damaged.length > 0 && { damaged }) }
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

async function replaceCanary({ backend, sealer }: KeyParts): Promise<void> {
  const key = canaryKey(sealer.activeId)
  const before = await backend.get(key)
  if (before !== undefined) await backend.replace(key, { before, after: sealer.seal(song, key) })
}

/** `sealed`: sealed text that doesn't open. `garbled`: no text that its key has sealed. */
type Canary = { keyId: string; state: 'opens' | 'sealed' | 'garbled' }

async function findCanaries({ backend, sealer }: KeyParts): Promise<Canary[]> {
  const canaries: Canary[] = []
  for await (const [key, text] of entriesIn(backend, namespace)) {
    const keyId = nameIn(namespace, key)
    const isSealed = keyIdOf(text) === keyId
    const state = isSealed && opens(sealer, text, key) ? 'opens' : isSealed ? 'sealed' : 'garbled'
    canaries.push({ keyId, state })
  }
  return canaries
}

/** How many sealed records could be opened and how many could not, by key id. */
type Counts = Map<string, { opened: number; refused: number }>

async function countRecords({ backend, sealer, namespaces }: KeyParts): Promise<Counts> {
  const counts: Counts = new Map()
  for (const name of namespaces) {
    for await (const [key, text] of entriesIn(backend, name)) {
      const { value } = readEnvelope<unknown>(text)
      const keyId = typeof value === 'string' ? keyIdOf(value) : undefined
      if (typeof value !== 'string' || keyId === undefined) continue
      const count = counts.get(keyId) ?? { opened: 0, refused: 0 }
      count[opens(sealer, value, key) ? 'opened' : 'refused'] += 1
      counts.set(keyId, count)
    }
  }
  return counts
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

/** Ids of keys: those that are wrong, absent and needed, absent in any case, or whose canary is damaged. */
type Judgement = { wrong: string[]; needed: string[]; missing: string[]; damaged: string[] }

/**
 * Every canary must open. One that does not is damaged if a record opens with its key, or if it is garbled and nothing
 * is sealed with its key.
 */
function judgeCanaries({ sealer, lost }: KeyParts, canaries: readonly Canary[], records: Counts): Judgement {
  const closed = canaries.filter(({ state }) => state !== 'opens')
  const isDamaged = ({ keyId, state }: Canary) => {
    const { opened = 0, refused = 0 } = records.get(keyId) ?? {}
    return opened > 0 || (state === 'garbled' && refused === 0)
  }
  const useless = closed.filter((canary) => !isDamaged(canary)).map(({ keyId }) => keyId)
  const missing = useless.filter((keyId) => !sealer.knows(keyId))
  return {
    wrong: useless.filter((keyId) => sealer.knows(keyId)),
    needed: missing.filter((keyId) => !lost.includes(keyId)),
    missing,
    damaged: closed.filter(isDamaged).map(({ keyId }) => keyId),
  }
}

/**
 * Some records may be damaged or sealed with a key that was lost long ago, as long as others show that the keys belong
 * to this store.
 */
function judgeRecords({ sealer, lost }: KeyParts, records: Counts): Judgement {
  const useless = [...records].flatMap(([keyId, { opened }]) => (opened === 0 ? [keyId] : []))
  const isForgiving = useless.length < records.size
  const missing = useless.filter((keyId) => !sealer.knows(keyId))
  return {
    wrong: useless.filter((keyId) => sealer.knows(keyId) && (!isForgiving || keyId === sealer.activeId)),
    needed: isForgiving ? [] : missing.filter((keyId) => !lost.includes(keyId)),
    missing,
    damaged: [],
  }
}
