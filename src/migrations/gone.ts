import type { Migration } from './migration.ts'

/** Stands in place of the cloud's word for a state if the cloud does not find the migration any more. */
export const gone = 'gone'
export const deletedByFerry = 'deleted by Ferry'

type Shown = { migration: Pick<Migration, 'state' | 'nativeState'> }

/** Whether a migration counts as deleted because its cloud did not find it, and not because the cloud said so. Pure. */
export function isCalledGone({ migration: { state, nativeState } }: Shown): boolean {
  return state === 'deleted' && (nativeState === gone || nativeState === deletedByFerry)
}

/** Whether a migration that is called gone may come back: nobody has deleted it with Ferry. Pure. */
export function mayReturn({ migration: { state, nativeState } }: Shown): boolean {
  return state === 'deleted' && nativeState === gone
}
