import { defined } from '../defined.ts'
import type { Migration } from './migration.ts'

/** Completes a reading that does not tell of a delivery network by an earlier one of the same migration that does. */
export function withCdnOf(read: Migration, told: Migration): Migration {
  if (read.isCdnTold !== false || told.isCdnTold !== true) return read
  const { needsOnStart } = told
  return { ...read, source: { ...read.source, ...defined({ cdn: told.source.cdn }) }, needsOnStart, isCdnTold: true }
}

/** Whether a start may need the key of a delivery network: it does, or nobody can tell. */
export function mayNeedCdnKey({ needsOnStart, isCdnTold }: Pick<Migration, 'needsOnStart' | 'isCdnTold'>): boolean {
  return needsOnStart.includes('cdn-key') || isCdnTold === false
}
