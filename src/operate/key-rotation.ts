import type { Store } from '../store/store.ts'

type Rotation = {
  store: Pick<Store, 'reseal'>
  /** The first one seals. */
  encryptionKeys: readonly { id: string }[]
  log: {
    info(details: object, message: string): void
    warn(details: object, message: string): void
    error(details: object, message: string): void
  }
}

/**
 * Where older keys are still given, seals in the background what they sealed with the first one, and says when they can
 * be taken away. Resolves when nothing more is written; never rejects.
 */
export async function finishRotation({ store, encryptionKeys, log }: Rotation, signal: AbortSignal): Promise<void> {
  const [first, ...older] = encryptionKeys.map(({ id }) => id)
  if (older.length === 0) return
  try {
    const { resealed, unreadable } = await store.reseal(signal)
    if (signal.aborted) return
    if (unreadable.length === 0) {
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
