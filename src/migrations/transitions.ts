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
  if (transitions.length > 0 || hasMoved(before.progress, after.progress)) transitions.push({ type: 'moved' })
  return transitions
}

/**
 * Whether the earlier reading certainly had no failures. Not every reading has the figures of a month: objects that it
 * did not report may have failed long before.
 */
function hadNoFailures({ objects: { failed }, period }: Progress): boolean {
  return failed === 0 || (failed === undefined && period === undefined)
}

function hasMoved(was: Progress, is: Progress): boolean {
  return movements.some((figureOf) => figureOf(was) !== figureOf(is))
}

/** The figures that change while the cloud works on a migration. */
const movements: readonly ((progress: Progress) => number | undefined)[] = [
  ({ bytes }) => bytes.done,
  ({ objects }) => objects.done,
  ({ fraction }) => fraction,
  ({ bytes }) => bytes.total,
  ({ objects }) => objects.total,
  ({ objects }) => objects.failed,
  ({ objects }) => objects.skipped,
  ({ notMigrated }) => notMigrated?.objects,
  ({ notMigrated }) => notMigrated?.bytes,
]
