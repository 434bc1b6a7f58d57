import type { Clock } from '../async/clock.ts'
import type { Log } from '../log.ts'
import type { ResealReport, Store } from '../store/store.ts'

type Rotation = {
  store: Pick<Store, 'reseal' | 'retireOldKeys'>
  /** The ring of keys. The first one seals. */
  encryptionKeys: readonly { id: string }[]
  /** Whether other replicas use the store. While they restart, they still seal with an older key. */
  isShared: boolean
  clock: Pick<Clock, 'sleep'>
  log: Log<'info' | 'warn' | 'error'>
}

/**
 * Finishes a key rotation in the background. If older keys are still configured, seals their records with the first
 * key, and logs when the older keys can be removed. Resolves when nothing more is written. Never rejects.
 */
export async function finishRotation(rotation: Rotation, signal: AbortSignal): Promise<void> {
  const { encryptionKeys, log } = rotation
  const [first, ...older] = encryptionKeys.map(({ id }) => id)
  if (older.length === 0) return
  try {
    const { resealed, unreadable } = await resealAll(rotation, signal)
    if (signal.aborted) return
    if (unreadable.length === 0) {
      await rotation.store.retireOldKeys()
      log.info(
        { first, older, resealed },
        'Nothing needs the older encryption keys any more: take them away once every replica has the first in front',
      )
    } else {
      const some = { records: unreadable.slice(0, mostNamed), count: unreadable.length }
      log.warn(
        { first, older, resealed, ...some },
        'Records that no encryption key opens: give the key that is missing',
      )
    }
  } catch (error) {
    if (!signal.aborted)
      log.error({ err: error }, 'Sealing with the first encryption key failed; it is tried at the next start')
  }
}

const mostNamed = 20

/** Pause between two rounds in a shared store, in milliseconds: longer than a rolling deploy takes. */
const settlesMs = 600_000

/**
 * Seals all records with the first key. In a shared store, repeats until a round finds nothing sealed with an older
 * key.
 */
async function resealAll({ store, isShared, clock }: Rotation, signal: AbortSignal): Promise<ResealReport> {
  let report = await store.reseal(signal)
  let { resealed } = report
  let isSettled = !isShared
  while (!isSettled && !signal.aborted) {
    await clock.sleep(settlesMs, signal)
    report = await store.reseal(signal)
    resealed += report.resealed
    isSettled = report.resealed === 0
  }
  return { ...report, resealed }
}
