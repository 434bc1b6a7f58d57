import { defined } from '../../defined.ts'
import { hostOf } from '../../text/host.ts'
import { isSettled, type Migration, type State } from '../migration.ts'
import { relate } from './selection.ts'
import type { PreflightCheck, Spec } from './spec.ts'

/**
 * A warning of an active migration that moves some of the same objects to the same place. Of several, it names the one
 * that moves most of them. Undefined if there is none. Pure.
 */
export function sameMigrationWarning(
  { source, target, options }: Spec,
  active: readonly Migration[],
): PreflightCheck | undefined {
  const wanted = { ...source, ...defined({ since: options.since }) }
  const others = active
    .filter((other) => isSameWay(other, { source, target }))
    .map((other) => ({ other, relation: relate(other.source, wanted) }))
  for (const relation of nearestFirst) {
    const found = others.find((one) => one.relation === relation)
    if (found === undefined) continue
    const { account, id, state } = found.other
    const { what, next = nextFor(state) } = moves[relation]
    return { name: 'same migration', outcome: 'warn', what: `${account}/${id} (${state}) ${what}.`, next }
  }
  return undefined
}

const nearestFirst = ['same', 'contains', 'contained', 'overlaps', 'unknown'] as const
const moves: Record<(typeof nearestFirst)[number], { what: string; next?: string }> = {
  same: { what: 'moves the same objects to the same place' },
  contains: { what: 'moves all of this, and more, to the same place' },
  contained: { what: 'moves part of this to the same place' },
  overlaps: { what: 'moves some of the same objects to the same place' },
  unknown: {
    what: 'moves objects from the same bucket to the same place, and the cloud does not say which',
    next: 'Check it first: two migrations must not write the same objects.',
  },
}

/** A paused migration ends only if somebody acts. */
function nextFor(state: State): string {
  const what = isSettled(state) ? 'start that one instead, or cancel it first' : 'wait until it has ended'
  return `Both would write the same objects: ${what}.`
}

/**
 * Whether both move from the same bucket to the same place in the same bucket. A cloud that one of the two does not
 * name may be the same.
 */
function isSameWay(other: Pick<Migration, 'source' | 'target'>, { source, target }: Pick<Spec, 'source' | 'target'>) {
  const from = source.cloud ?? (source.endpoint === undefined ? undefined : hostOf(source.endpoint))
  const [cloud, its] = [from?.toLowerCase(), other.source.cloud?.toLowerCase()]
  return (
    (cloud === its || cloud === undefined || its === undefined) &&
    isSameText(source.bucket, other.source.bucket) &&
    isSameText(target.bucket, other.target.bucket) &&
    isSameText(target.prefix, other.target.prefix)
  )
}

function isSameText(one = '', other = ''): boolean {
  return one === other
}
