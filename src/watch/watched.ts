import { isAppError } from '../errors.ts'
import type { Receipt, Sighting, Watch, WorkspaceStore } from '../store/store.ts'

/** A watch with what was last seen and what Slack has accepted of it. */
export type Watched = { watch: Watch; before: Sighting | undefined; receipt: Receipt | undefined }

type Reader = {
  store: WorkspaceStore
  log: { error(details: object, message: string): void }
}

/** What is known of these watches. One whose records can't be read is left out and reported; the others go on. */
export async function recallAll(watches: readonly Watch[], { store, log }: Reader): Promise<Watched[]> {
  const found = await Promise.all(watches.map((watch) => recall(watch, { store, log })))
  return found.filter((one) => one !== undefined)
}

async function recall(watch: Watch, { store, log }: Reader): Promise<Watched | undefined> {
  try {
    const [before, receipt] = await Promise.all([store.sightings.get(watch.id), store.receipts.get(watch.id)])
    return { watch, before: sightingOf(watch, before), receipt: receiptOf(watch, receipt) }
  } catch (error) {
    if (!isAppError(error, 'record_unreadable')) throw error
    log.error({ watchId: watch.id, err: error }, 'A watch cannot be followed')
    return undefined
  }
}

/**
 * What an earlier watch of the same migration in the same channel left behind is not this one's. Sequence numbers
 * tell them apart, since they start at the time when the watch was made.
 */
function sightingOf(watch: Watch, sighting: Sighting | undefined): Sighting | undefined {
  return sighting !== undefined && sighting.nextSeq >= watch.createdAt ? sighting : undefined
}

function receiptOf(watch: Watch, receipt: Receipt | undefined): Receipt | undefined {
  return receipt !== undefined && receipt.deliveredSeq >= watch.createdAt - 1 ? receipt : undefined
}
