import { z } from 'zod'
import { isAppError } from '../../errors/errors.ts'
import { type Backend, entriesIn } from '../backend.ts'
import { readEnvelope, writeEnvelope } from '../keyv/envelope.ts'
import type { ResealReport } from '../store.ts'
import type { Sealer } from './seal.ts'

/**
 * Seals everything in these namespaces with the active key, so that older keys can be removed from the ring. Safe while
 * Ferry runs and when repeated: a record that changes in between is read again, never overwritten.
 */
export async function reseal({ backend, sealer, namespaces, signal }: ResealOptions): Promise<ResealReport> {
  const report: ResealReport = { resealed: 0, untouched: 0, unreadable: [] }
  for (const namespace of namespaces) {
    for await (const [key] of entriesIn(backend, namespace)) {
      if (signal?.aborted) return report
      const outcome = await resealRecord({ backend, sealer }, key)
      if (outcome === 'unreadable') report.unreadable.push(key)
      else report[outcome] += 1
    }
  }
  return report
}

export type ResealOptions = ResealParts & { namespaces: readonly string[]; signal?: AbortSignal | undefined }
type ResealParts = { backend: Backend; sealer: Sealer }

async function resealRecord(
  { backend, sealer }: ResealParts,
  key: string,
): Promise<'resealed' | 'untouched' | 'unreadable'> {
  for (;;) {
    const before = await backend.get(key)
    if (before === undefined) return 'untouched'
    const envelope = readEnvelope(before)
    const sealed = z.string().safeParse(envelope.value).data
    if (sealed === undefined) return 'unreadable'
    if (!sealer.needsReseal(sealed)) return 'untouched'
    const text = tryToOpen(sealer, sealed, key)
    if (text === undefined) return 'unreadable'
    const after = writeEnvelope({ ...envelope, value: sealer.seal(text, key) })
    if (await backend.replace(key, { before, after })) return 'resealed'
  }
}

function tryToOpen(sealer: Sealer, sealed: string, key: string): string | undefined {
  try {
    return sealer.open(sealed, key)
  } catch (error) {
    if (isAppError(error, 'seal_unopenable', 'record_unreadable')) return undefined
    throw error
  }
}
