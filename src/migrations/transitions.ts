import { isEnded, type Migration, type Progress, type State } from './migration.ts'

/** A change between two readings of the same migration. */
export type Transition =
  /** The migration got another id. */
  | { type: 'renamed'; from: string; to: string }
  | { type: 'state'; from: State; to: State }
  /** The cloud has counted the source, so totals are known. */
  | { type: 'counted' }
  | { type: 'objects-failing'; failed: number }
  | { type: 'moved' }

/** Changes from one reading to the next. Empty without a `before`: a first reading is not a change. Pure. */
export function diff(before: Migration | undefined, after: Migration): Transition[] {
  if (before === undefined) return []
  const transitions: Transition[] = []
  if (before.id !== after.id) transitions.push({ type: 'renamed', from: before.id, to: after.id })
  if (before.state !== after.state || (after.state === 'unknown' && before.nativeState !== after.nativeState)) {
    transitions.push({ type: 'state', from: before.state, to: after.state })
  }
  if (before.progress.isCounting && after.progress.isCounting === false) transitions.push({ type: 'counted' })
  const failed = after.progress.objects.failed ?? 0
  if (hadNoFailures(before.progress) && failed > 0 && !isEnded(after.state)) {
    transitions.push({ type: 'objects-failing', failed })
  }
  if (transitions.length > 0 || hasMoved(before, after)) transitions.push({ type: 'moved' })
  return transitions
}

/**
 * Whether the earlier reading certainly had no failures. Not every reading has the figures of a month: objects that it
 * did not report may have failed long before.
 */
function hadNoFailures({ objects: { failed }, period }: Progress): boolean {
  return failed === 0 || (failed === undefined && period === undefined)
}

function hasMoved(before: Migration, after: Migration): boolean {
  const [was, is] = [movementOf(before), movementOf(after)]
  return was.some((figure, index) => figure !== is[index])
}

/** The figures that change while the cloud works on a migration. */
function movementOf({ progress: { bytes, objects, fraction, notMigrated } }: Migration): (number | undefined)[] {
  const moved = [bytes.done, bytes.total, objects.done, objects.total, objects.failed, objects.skipped, fraction]
  return [...moved, notMigrated?.objects, notMigrated?.bytes]
}
