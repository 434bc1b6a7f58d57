import type { Claim, Receipt, WorkspaceStore } from '../store/store.ts'

/** What Slack has accepted in one workspace: in the memory of its owner, and stored before it counts. */
export type Receipts = {
  get(id: string): Receipt | undefined
  /** Whether what is stored cannot be read. Then nothing is sent: it might have been sent already. */
  isUnreadable(id: string): boolean
  keep(receipt: Receipt): Promise<void>
  forget(ids: readonly string[]): Promise<void>
}

/** Reads all receipts of a workspace. Every write is refused by the store once the lease is over. */
export async function loadReceipts(
  { receipts: records, commit }: Pick<WorkspaceStore, 'receipts' | 'commit'>,
  fence: Claim,
): Promise<Receipts> {
  const { items, unreadable } = await records.list()
  const receipts = new Map(items.map((receipt) => [receipt.watchId, receipt]))
  return {
    get: (id) => receipts.get(id),
    isUnreadable: (id) => unreadable.includes(id),
    async keep(receipt) {
      const kept = withoutDelivered(receipt)
      await commit([records.putting(kept.watchId, kept)], fence)
      receipts.set(kept.watchId, kept)
    },
    async forget(ids) {
      const known = ids.filter((id) => receipts.has(id))
      if (known.length === 0) return
      await commit(known.map(records.dropping), fence)
      for (const id of known) receipts.delete(id)
    },
  }
}

function withoutDelivered({ carried = [], ...receipt }: Receipt): Receipt {
  const left = carried.filter(({ seq }) => seq > receipt.deliveredSeq)
  return left.length === 0 ? receipt : { ...receipt, carried: left }
}
