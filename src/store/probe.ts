import { randomUUID } from 'node:crypto'
import { AppError } from '../errors/errors.ts'
import type { Backend } from './backend.ts'

/**
 * Proves that the store can be written. Writes a record, reads it back and deletes it, because a full disk or a lost
 * lock shows only when writing.
 */
export async function probe(backend: Pick<Backend, 'set' | 'get' | 'delete'>): Promise<void> {
  const text = randomUUID()
  const key = `probe:${text}`
  await backend.set(key, text, lifetimeMs)
  const found = await backend.get(key)
  await backend.delete(key)
  if (found !== text) throw new AppError('store_unavailable', { reason: 'it did not keep what was written' })
}

/** Lifetime of the record in milliseconds, in case the process ends before it deletes the record. */
const lifetimeMs = 60_000
