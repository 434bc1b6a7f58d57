import type { ListCut } from '../../../migrations/failed-objects.ts'
import type { BucketEntry } from '../../../migrations/spec/places.ts'

/** Keys of the lists to read, newest first. `cut` is set if there are more. */
export type FoundLists = { keys: readonly string[]; cut?: ListCut }
/** Reads everything that lies directly in a folder, sorted by name. */
export type LookInto = (folder: string) => Promise<{ entries: readonly BucketEntry[]; isCut: boolean }>

/**
 * Finds the lists of a migration's failed objects. The path of a task is a list. The path of a group or synchronization
 * task is a folder, with lists in it and a folder for each of its tasks. A task that ran again leaves one list per run,
 * named by the moment: only the last list says what is still missing.
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
