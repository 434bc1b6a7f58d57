import type { AuditRecord } from '../access/audit.ts'
import type { Log } from '../log.ts'
import type { Action } from '../migrations/actions.ts'
import type { Actor } from '../migrations/actor.ts'
import type { State } from '../migrations/migration.ts'
import { refOf } from '../migrations/typed/ref.ts'
import type { Event } from '../store/store.ts'
import type { Folded, Known } from './judge/known.ts'

/** Who did what, newest first, as the audit has it. */
export type Acts = readonly AuditRecord[]

/** How long after an act its effect may show, in milliseconds. */
const actMs = 30 * 60_000

type Cause = {
  /** Actions that lead to such a change. */
  actions: readonly Action[]
  /** Whether it never happens by itself, so that somebody did it elsewhere if nobody did it in Ferry. */
  isAlwaysDone: boolean
}

/** Acts of people within the time in which their effect may show. The trail is read from its newest record. */
export async function recentActs(trail: AsyncIterable<AuditRecord>, now: number): Promise<Acts> {
  const acts: AuditRecord[] = []
  for await (const act of trail) {
    if (now - act.at > actMs) break
    acts.push(act)
  }
  return acts
}

type Trail = {
  /** Acts, the newest first. */
  audit: AsyncIterable<AuditRecord>
  now: number
  log: Log<'warn'>
}

/** Adds to the events of a round who caused them. Reads the audit only if somebody may have caused any. */
export async function withActors(folded: readonly Folded[], { audit, now, log }: Trail): Promise<readonly Folded[]> {
  if (!folded.some(({ events }) => events.some((event) => causeOf(event) !== undefined))) return folded
  try {
    const acts = await recentActs(audit, now)
    return folded.map((one) => attribute(one, acts))
  } catch (error) {
    log.warn({ err: error }, 'The audit could not be read, so events do not say who caused them')
    return folded
  }
}

/**
 * Adds to each event who did it: the person whose act the cloud accepted before, each act for one event. Without such
 * an act, somebody did it elsewhere, if it never happens by itself. Pure.
 */
export function attribute(folded: Folded, acts: Acts): Folded {
  if (folded.events.length === 0) return folded
  let { lastAct = 0 } = folded.known
  const events = folded.events.map((event) => {
    const cause = causeOf(event)
    if (cause === undefined) return event
    const act = acts.find((one) => isBehind(one, event, { cause, lastAct }))
    if (act !== undefined) lastAct = act.seq
    const actor = actorOf(act, cause)
    return actor === undefined ? event : { ...event, actor }
  })
  const earlier = folded.known.events.slice(0, folded.known.events.length - events.length)
  const known: Known = { ...folded.known, events: [...earlier, ...events], ...(lastAct > 0 && { lastAct }) }
  return { ...folded, known, events }
}

function isBehind(act: AuditRecord, event: Event, { cause, lastAct }: { cause: Cause; lastAct: number }): boolean {
  if (act.seq <= lastAct || act.outcome === 'refused' || event.at - act.at > actMs) return false
  return cause.actions.some((action) => action === act.verb) && subjectsOf(event).includes(act.subject ?? '')
}

/** An act on a group is one on its tasks. A migration that was renamed was acted on under its old name. */
function subjectsOf({ details, migration }: Event): string[] {
  const { account, groupId } = migration
  const ids = [
    migration.id,
    ...(groupId === undefined ? [] : [groupId]),
    ...(details.type === 'renamed' ? [details.from] : []),
  ]
  return ids.map((id) => refOf({ account, id }))
}

/** Nobody knows what became of an act without an answer: then nobody is named, and nobody else either. */
function actorOf(act: AuditRecord | undefined, { isAlwaysDone }: Cause): Actor | undefined {
  if (act === undefined) return isAlwaysDone ? { type: 'elsewhere' } : undefined
  return act.outcome === 'unknown' ? undefined : { type: 'person', user: act.user }
}

function causeOf({ details }: Event): Cause | undefined {
  if (details.type === 'renamed') return { actions: ['edit'], isAlwaysDone: true }
  if (details.type !== 'state') return undefined
  const { from, to } = details
  // Nobody did anything: the cloud shows it again.
  if (from === 'deleted') return undefined
  const isRestart = from === 'paused' || from === 'failed' || from === 'succeeded' || from === 'cancelled'
  if (to === 'running' || to === 'queued') return isRestart ? restart : undefined
  return causes[to]
}

/** Actions that lead to a state. Empty for a state to which no action leads. */
export function actionsLeadingTo(state: unknown): readonly Action[] {
  if (state === 'running' || state === 'queued') return restartActions
  return Object.entries(causes).find(([to]) => to === state)?.[1].actions ?? []
}

/** Actions that set a migration going again. */
export const restartActions: readonly Action[] = ['start', 'retry', 'retry-failed']
const restart: Cause = { actions: restartActions, isAlwaysDone: true }

const causes: Partial<Record<State, Cause>> = {
  paused: { actions: ['pause'], isAlwaysDone: true },
  retrying: { actions: ['retry', 'retry-failed'], isAlwaysDone: false },
  cancelled: { actions: ['cancel'], isAlwaysDone: true },
  // A migration that the cloud does not find any more may have been deleted by its cloud.
  deleted: { actions: ['delete'], isAlwaysDone: false },
}
