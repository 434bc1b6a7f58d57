import type { Payload } from '../payload.ts'

/** What a block is drawn from: the app's block, and where it stands. */
export type BlockProps = {
  block: Payload
  /** Unique in the surface, the same from one update to the next. */
  place: { key: string; blockId?: string }
}
