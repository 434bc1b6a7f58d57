import { explain } from '../../catalogue/explain.ts'
import type { FailedObjects, Migration, Mishap } from '../../migrations/migration.ts'
import { withoutMark } from '../../migrations/spec/mark.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { optionWords } from '../words/options.ts'
import { code, escaped, named } from '../words/text.ts'

/**
 * Things that went wrong beside the copying. Nobody has to get up for them, but somebody may be waiting for what is
 * missing.
 */
export function mishapLines({ mishaps = [], failedObjects }: Migration): string[] {
  return [...mishaps.map(mishapLine), ...unwrittenList(failedObjects)].map((line) => `:information_source: ${line}`)
}

/** Where to find the cloud's list of failed objects with the reason for each. Empty if there is none. */
export function failedListLines({ failedObjects, target }: Migration): string[] {
  if (failedObjects?.listKey === undefined) return []
  const bucket = target.bucket === undefined ? 'the destination bucket' : code(target.bucket)
  return [`List of failed objects: ${code(failedObjects.listKey, 300)} in ${bucket}`]
}

/** Further details of a migration, for people who ask for it by itself. */
export function detailLines(migration: Migration): string[] {
  const { name, description = '', priority, copying } = migration
  const said = withoutMark(description)
  const ways = [...(priority === undefined ? [] : [`priority ${priority}`]), ...shownWays(copying)]
  return [
    ...(name === undefined ? [] : [`Name: ${code(name, 120)}`]),
    ...(said === '' ? [] : [`Description: ${named(said, 255)}`]),
    ...makerLine(migration),
    ...placeLines(migration),
    ...(ways.length === 0 ? [] : [`Options: ${ways.join(', ')}`]),
  ]
}

function makerLine({ account, groupId, madeBy }: Migration): string[] {
  if (groupId !== undefined) return [`Task of group ${code(refOf({ account, id: groupId }))}`]
  return madeBy === 'sync' ? ['Created by a synchronization task for objects it was told to copy'] : []
}

/** Facts about source and destination that have no room in the line with both. */
function placeLines({ source: { cdn, appId, listFile }, target: { isFileSystem } }: Migration): string[] {
  return [
    ...(listFile?.bucket === undefined ? [] : [`Listed in ${code(listFile.key, 150)} in ${code(listFile.bucket, 60)}`]),
    ...(cdn === undefined ? [] : [`Read through the CDN ${code(`${cdn.protocol}://${cdn.domain}`, 120)}`]),
    ...(appId === undefined ? [] : [`App id of the source: ${code(appId, 60)}`]),
    ...(isFileSystem ? ['The destination is a parallel file system'] : []),
  ]
}

/**
 * Options in words. An option that is off is left out, except the list of failed objects: people count on it, since
 * without it failed objects cannot be retried.
 */
function shownWays({ recordsFailures, ...copying }: Migration['copying'] = {}): string[] {
  const done = Object.fromEntries(Object.entries(copying).filter(([, value]) => value !== false))
  return optionWords({ ...done, ...(recordsFailures === false ? { recordsFailures } : {}) })
}

function mishapLine({ what, topic, ...failure }: Mishap): string {
  const explanation = explain(failure)
  const reason = failure.code === undefined ? '' : ` (${code(failure.code, 40)})`
  const where = topic === undefined ? '' : ` Topic: ${code(topic, 120)}`
  if (what === 'notification' && explanation.isKnown) return `${escaped(explanation.what)}${reason}${where}`
  const said = failure.message === undefined ? '' : ` The cloud’s message: ${code(failure.message, 200)}`
  return `${mishapWords[what]}${reason}.${where}${said}`
}

const mishapWords: Record<Mishap['what'], string> = {
  notification: 'The end notification was not sent',
  'record of copied objects': 'The list of copied objects was not written',
  'record of skipped objects': 'The list of skipped objects was not written',
  'encryption unconfirmed':
    'You requested encryption at the destination, but the cloud does not confirm it. Check the objects in the bucket',
  'encryption missing': 'You requested encryption at the destination, but the cloud says it does not encrypt',
}

function unwrittenList(failedObjects: FailedObjects | undefined): string[] {
  const { errorCode } = failedObjects ?? {}
  if (errorCode === undefined) return []
  const { isKnown, what, fix } = explain({ code: errorCode })
  if (!isKnown) return [`The list of failed objects was not written (${code(errorCode, 40)}).`]
  return [`${escaped(what)} (${code(errorCode, 40)}) ${escaped(fix)}`]
}
