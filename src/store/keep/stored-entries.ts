/** A record as it is stored: sealed records stay sealed. */
export type StoredEntry = { key: string; text: string /** In epoch milliseconds. */; expiresAt?: number }
export type Pages = AsyncIterable<readonly StoredEntry[]>

/** All records of a store at once, to be moved elsewhere. */
export type ReadableArchive = {
  /** Version of the keys and records. */
  version(): Promise<number>
  everything(): Pages
  stop(): Promise<void>
}

/** A store that no Ferry uses, whose records can be replaced. */
export type Archive = ReadableArchive & {
  isEmpty(): Promise<boolean>
  /**
   * Replaces all records. SQLite does that in one step. A replacement that ends halfway leaves a Redis that no Ferry
   * starts with, until it is replaced once more.
   */
  replaceAll(pages: Pages, version: number): Promise<void>
}
