import type { WireSource } from '../wire/parts.ts'

export type Selection = {
  task_type: string | undefined
  src_node?: WireSource
  migrate_since: number | undefined
}

/** What is taken from the source bucket, in words: "prefix logs/, changed after 2023-01-02 15:04 UTC". */
export function scopeOf(selection: Selection): string | undefined {
  const parts = [selectionOf(selection), sinceOf(selection.migrate_since)].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join(', ')
}

/** The type is lower case in tasks, upper case in groups. */
function selectionOf({ task_type: taskType, src_node: source }: Selection): string | undefined {
  const type = taskType?.toLowerCase()
  const listFile = source?.list_file?.list_file_key
  if (type === 'url_list') return listFile && `URL list ${listFile}`
  if (type === 'list') return listFile && `list ${listFile}`
  const keys = source?.object_key
  if (keys === undefined) return undefined
  // [""] is how a whole bucket is asked for; answers hold [] as well.
  if (keys.length === 0 || keys.includes('')) return 'whole bucket'
  return count(keys, type === 'prefix' ? 'prefix' : kindOfObjects(keys))
}

/** A name that ends in a slash is a folder. */
function kindOfObjects(keys: readonly string[]): 'folder' | 'object' {
  return keys.every((key) => key.endsWith('/')) ? 'folder' : 'object'
}

function count(keys: readonly string[], noun: keyof typeof plurals): string {
  return keys.length === 1 ? `${noun} ${keys[0]}` : `${keys.length} ${plurals[noun]}`
}

const plurals = { prefix: 'prefixes', folder: 'folders', object: 'objects' }

/** The document says milliseconds, OMS seems to send back the seconds that it was given: the size tells. 0 is "not set". */
function sinceOf(since: number | undefined): string | undefined {
  if (!since) return undefined
  const at = new Date(since < 1e11 ? since * 1000 : since)
  if (Number.isNaN(at.getTime())) return undefined
  return `changed after ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
