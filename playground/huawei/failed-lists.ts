import { createRandom } from '../cloud/random.ts'
import { progressAt } from './progress.ts'
import { tallyBetween } from './syncs/statistics.ts'
import type { Sync } from './syncs/sync.ts'
import type { FailedAs, Task } from './task.ts'
import type { Behaviour, ListForm, Project, StoredObject } from './world.ts'

/**
 * The path of a task's list of failed objects. Undefined if it has none. Each task of a group or a synchronization task
 * has its own folder.
 */
export function listKeyOf(task: Task, now: number, { failedListFolders }: Behaviour): string | undefined {
  const { phase, request, name, groupId, syncId, listError } = task
  if (phase.status !== 4 || !request.enable_failed_object_recording || listError !== undefined) return undefined
  if (progressAt(task, now).failed === 0) return undefined
  const file = `${phase.endedAt}.failed_list.txt`
  const parent = groupId ? `task_group/${groupId}` : syncId ? `sync_task/${syncId}` : undefined
  if (parent === undefined) return `oms/task/${name}/failed_object_lists/${file}`
  return `oms/${parent}/failed_object_lists/${failedListFolders ? `${name}/` : `${name}.`}${file}`
}

/** The lists in a bucket now. Their text is written when it is read. */
export function failedListsIn(
  project: Project,
  { bucket, now, behaviour }: { bucket: string; now: number; behaviour: Behaviour },
): (StoredObject & { write(): string })[] {
  const ofTasks = [...project.tasks.values()].flatMap((task) => {
    const key = task.request.dst_node.bucket === bucket ? listKeyOf(task, now, behaviour) : undefined
    return key === undefined ? [] : [{ key, rows: rowsOf(task, now) }]
  })
  const ofSyncs = [...project.syncs.values()].flatMap((sync) =>
    sync.request.dst_bucket === bucket ? listOfSync(sync, now) : [],
  )
  return [...ofTasks, ...ofSyncs]
    .filter(({ key }) => !project.deletedObjects.has(key))
    .map(({ key, rows }) => ({
      key,
      bytes: rows.count * ROW_BYTES,
      write: () => textOf(rows, behaviour.failedListForm),
    }))
}

/** Bytes per row, for the size of a list in listings. */
const ROW_BYTES = 120

type Rows = { count: number; at: number; as: readonly FailedAs[]; folder: string; random: () => number }

function rowsOf(task: Task, now: number): Rows {
  const { phase, plan } = task
  const at = phase.status === 4 ? phase.endedAt : now
  return {
    count: progressAt(task, now).failed,
    at,
    as: plan.failedAs ?? USUAL,
    folder: '2026/',
    random: createRandom(1),
  }
}

/** One list of everything that failed this month, besides objects that were pushed one by one. */
function listOfSync(sync: Sync, now: number): { key: string; rows: Rows }[] {
  const from = now - 30 * 24 * 3_600_000
  const count = Math.min(5_000, tallyBetween(sync, { from, until: now }, now).FAILURE)
  if (count === 0) return []
  const name = `${sync.request.src_bucket}-${sync.request.dst_bucket}`
  const key = `oms/sync_task/${sync.id}/failed_object_lists/${name}/${sync.createdAt}.failed_list.txt`
  return [{ key, rows: { count, at: now, as: USUAL, folder: 'orders/', random: createRandom(2) } }]
}

/** Errors of single objects, the most frequent first. */
const USUAL: readonly FailedAs[] = [
  { reason: 'UPLOAD_DST_OBJ_FAILURE', sourceCode: '-1-OBSClientUploadError' },
  { reason: 'MIGRATE_SRC_ARCHIVE_OBJ_FAILURE', sourceCode: '403-InvalidObjectState' },
  { reason: 'UPLOAD_DST_OBJ_FAILURE', sourceCode: '-1-OBSClientUploadError' },
  { reason: 'GET_SRC_OBJ_META_FAILURE', sourceCode: '404-NoSuchKey' },
  { reason: 'UPLOAD_DST_OBJ_FAILURE', sourceCode: '-1-OBSClientUploadError' },
  { reason: 'GET_SRC_OBJ_META_FAILURE', sourceCode: '404-NoSuchKey' },
]

function textOf({ count, at, as, folder, random }: Rows, form: ListForm): string {
  const { separator, heading, lineBreak } = form
  const titles = ['Failure cause', 'Time', 'Failed object (URL encoded)', 'Failed object', 'Source error code']
  const lines = Array.from({ length: count }, (_, index) => {
    const {
      reason,
      name = `${folder}part-${String(index + 1).padStart(5, '0')}.bin`,
      sourceCode = '',
    } = as[index % as.length] ?? { reason: 'UNKNOWN' }
    const moment = chinaTime(at - Math.floor(random() * 3_600_000))
    return [reason, moment, encoded(name, form), name, sourceCode].join(separator)
  })
  return [...(heading ? [titles.join(separator)] : []), ...lines].map((line) => `${line}${lineBreak}`).join('')
}

function encoded(name: string, { blank }: ListForm): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll('%2F', '/').replaceAll('%20', blank)
}

/** A time in the time zone of the region, which is China's. */
function chinaTime(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
