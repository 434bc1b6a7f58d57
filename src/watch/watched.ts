import { ownRecords } from '../delivery/boards.ts'
import type { Receipt, Sighting, Watch, WorkspaceStore } from '../store/store.ts'

/** A watch with what was last seen and what Slack has accepted of it. */
export type Watched = { watch: Watch; before: Sighting | undefined; receipt: Receipt | undefined }

type Reader = {
  store: Pick<WorkspaceStore, 'sightings' | 'receipts'>
  log: { error(details: object, message: string): void }
}

/** What is known of these watches. One whose records can't be read is left out and reported; the others go on. */
export async function recallAll(watches: readonly Watch[], { store, log }: Reader): Promise<Watched[]> {
  const ids = watches.map(({ id }) => id)
  const [sightings, receipts] = await Promise.all([store.sightings.getMany(ids), store.receipts.getMany(ids)])
  const unreadable = new Set([...sightings.unreadable, ...receipts.unreadable])
  for (const watchId of unreadable) log.error({ watchId }, 'A watch cannot be followed')
  return watches
    .filter(({ id }) => !unreadable.has(id))
    .map((watch) => {
      const stored = { news: sightings.items.get(watch.id), receipt: receipts.items.get(watch.id) }
      const { news: before, receipt } = ownRecords(watch, stored)
      return { watch, before, receipt }
    })
}
