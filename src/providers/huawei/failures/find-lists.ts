import type { ListCut } from '../../../migrations/failed-objects.ts'
import type { BucketEntry } from '../../../migrations/places.ts'

/** Keys of the lists to read, the newest first. `cut` where there are more. */
export type FoundLists = { keys: readonly string[]; cut?: ListCut }
/** Everything directly in a folder, in the order of the names. */
export type LookInto = (folder: string) => Promise<{ entries: readonly BucketEntry[]; isCut: boolean }>

/**
 * Finds the lists of a migration. A task's path is a list; a group's and a synchronization task's is a folder, with lists
 * in it and a folder for each of its tasks. A task that ran again leaves a list for each time, named by the moment: only
 * the last one says what is still missing.
 */
export async function findLists(path: string, { look, most }: { look: LookInto; most: number }): Promise<FoundLists> {
  if (!path.endsWith('/')) return { keys: [path] }
  const { entries, isCut } = await look(path)
  const newestFirst = entries.toReversed()
  const keys: string[] = []
  for (const { name, isFolder } of newestFirst) {
    if (keys.length === most) return { keys, cut: 'files' }
    if (!isFolder) keys.push(name)
    else keys.push(...(await newestIn(name, look)))
  }
  return isCut ? { keys, cut: 'files' } : { keys }
}

async function newestIn(folder: string, look: LookInto): Promise<string[]> {
  const { entries } = await look(folder)
  const [newest] = entries
    .filter(({ isFolder }) => !isFolder)
    .map(({ name }) => name)
    .toSorted()
    .toReversed()
  return newest === undefined ? [] : [newest]
}
