import type { Payload } from '../payload.ts'

/** The properties of a block: the app's block, and its place. */
export type BlockProps = {
  block: Payload
  /** Unique in the surface, and the same after an update. */
  place: { key: string; blockId?: string }
}
