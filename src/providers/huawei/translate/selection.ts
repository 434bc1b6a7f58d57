import { defined } from '../../../defined.ts'
import type { Selected } from '../../../migrations/spec/selection.ts'
import type { WireSource } from '../wire/parts.ts'

type WireSelection = {
  task_type: string | undefined
  src_node?: WireSource
  migrate_since: number | undefined
}

/** Which objects of its source a task or group takes. */
export function selectedOf(wire: WireSelection): Selected {
  return defined({ ...namedIn(wire), since: wire.migrate_since })
}

/** The objects that an answer names. The type is in lower case in tasks and in upper case in groups. */
function namedIn({ task_type: taskType, src_node: source }: WireSelection): Selected {
  const type = taskType?.toLowerCase()
  if (type === 'list' || type === 'url_list') {
    const { list_file_key: key, obs_bucket: bucket } = source?.list_file ?? {}
    const selection = type === 'list' ? 'list' : 'url list'
    return defined({ selection, listFile: key === undefined ? undefined : defined({ bucket, key }) })
  }
  const names = source?.object_key
  if (names === undefined) return {}
  // Requests ask for a whole bucket with [""]; answers also hold [].
  if (names.length === 0 || names.includes('')) return { selection: 'everything' }
  return { selection: type === 'prefix' ? 'prefixes' : 'objects', names }
}
