import { randomUUID } from 'node:crypto'
import { AppError } from '../errors.ts'
import type { Backend } from './backend.ts'

/** Writes a record, reads it back and takes it away: a full disk and a lost lock show in a write only. */
export async function probe(backend: Pick<Backend, 'set' | 'get' | 'delete'>): Promise<void> {
  const text = randomUUID()
  const key = `probe:${text}`
  await backend.set(key, text, lifetimeMs)
  const found = await backend.get(key)
  await backend.delete(key)
  if (found !== text) throw new AppError('store_unavailable', { reason: 'it did not keep what was written' })
}

/** For what a process leaves behind that ends between the two writes. */
const lifetimeMs = 60_000
