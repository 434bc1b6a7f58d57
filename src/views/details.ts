import { explain } from '../catalogue/explain.ts'
import type { FailedObjects, Migration, Mishap } from '../migrations/migration.ts'
import { refOf } from '../migrations/ref.ts'
import { optionWords } from './options.ts'
import { code, escaped, named } from './text.ts'

/** What went wrong beside the copying: nobody has to get up for it, and somebody may wait for it. */
export function mishapLines({ mishaps = [], failedObjects }: Migration): string[] {
  return [...mishaps.map(mishapLine), ...unwrittenList(failedObjects)].map((line) => `:information_source: ${line}`)
}

/** Where the cloud says which objects failed, and why each did. */
export function failedListLines({ failedObjects, target }: Migration): string[] {
  if (failedObjects?.listKey === undefined) return []
  const bucket = target.bucket === undefined ? 'the destination bucket' : code(target.bucket)
  return [`List of failed objects: ${code(failedObjects.listKey, 300)} in ${bucket}`]
}

/** What else the cloud tells of it, for whoever asks for it by itself. */
export function detailLines({ account, groupId, name, description, priority, copying }: Migration): string[] {
  const ways = [...(priority === undefined ? [] : [`priority ${priority}`]), ...shownWays(copying)]
  return [
    ...(name === undefined ? [] : [`Named ${code(name, 120)}`]),
    ...(description === undefined ? [] : [`Described as ${named(description, 255)}`]),
    ...(groupId === undefined ? [] : [`One of the tasks of ${code(refOf({ account, id: groupId }))}`]),
    ...(ways.length === 0 ? [] : [`Options: ${ways.join(', ')}`]),
  ]
}

/** What is not done says something only where people would count on it: without its list nothing failed can be retried. */
function shownWays({ recordsFailures, ...copying }: Migration['copying'] = {}): string[] {
  const done = Object.fromEntries(Object.entries(copying).filter(([, value]) => value !== false))
  return optionWords({ ...done, ...(recordsFailures === false ? { recordsFailures } : {}) })
}

function mishapLine({ what, ...failure }: Mishap): string {
  const explanation = explain(failure)
  const reason = failure.code === undefined ? '' : ` (${code(failure.code, 40)})`
  if (what === 'notification' && explanation.isKnown) return `${escaped(explanation.what)}${reason}`
  const said = failure.message === undefined ? '' : ` The cloud’s own words: ${code(failure.message, 200)}`
  return `${mishapWords[what]}${reason}.${said}`
}

const mishapWords: Record<Mishap['what'], string> = {
  notification: 'The notification of the end was not sent',
  'record of copied objects': 'The list of copied objects was not written',
  'record of skipped objects': 'The list of skipped objects was not written',
}

function unwrittenList(failedObjects: FailedObjects | undefined): string[] {
  const { errorCode } = failedObjects ?? {}
  if (errorCode === undefined) return []
  const { isKnown, what, fix } = explain({ code: errorCode })
  if (!isKnown) return [`The list of failed objects was not written (${code(errorCode, 40)}).`]
  return [`${escaped(what)} (${code(errorCode, 40)}) ${escaped(fix)}`]
}
