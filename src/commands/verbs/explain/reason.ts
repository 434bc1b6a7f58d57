import { defined } from '../../../defined.ts'
import type { Migration } from '../../../migrations/migration.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import { type Reason, reasonMessage } from '../../../views/card/reason.ts'
import type { Asked } from '../../find/find.ts'
import { type Found, standingOf } from '../../find/found.ts'
import type { Invocation, Reply, Tools } from '../../machine/command.ts'
import { respondersTo } from '../../responders.ts'

type Knowing = Pick<Tools, 'store' | 'fleet' | 'kindOf' | 'membersOf' | 'firstAdmins'>

/** The part of `why` that acts on the found migration: it tells why it failed or, if it did not, how it stands. */
export function reasonFor({ flags }: Pick<Invocation, 'flags'>, tools: Knowing): Asked {
  // An answer for everybody in the channel would notify those whom it names.
  const isNaming = flags.share === undefined
  const answer = (found: About, besides: Standing) => reply(found, { ...besides, isNaming }, tools)
  return {
    verb: 'why',
    command: (ref) => `why ${ref}`,
    proceed: async (found) => answer(found, await standing(found, tools)),
    lastKnown: (found, outdated) => answer(found, standingOf(outdated)),
    deleted: (found) => answer(found, {}),
  }
}

type About = Pick<Found, 'migration' | 'provider'>
/** Trouble besides a failure. */
type Standing = Pick<Reason, 'trouble' | 'stalledSince'>

async function reply(
  { migration, provider }: About,
  { isNaming, ...besides }: Standing & { isNaming: boolean },
  tools: Knowing,
): Promise<Reply> {
  const lastAct = await lastActOn(migration, tools)
  const responders = isNaming && migration.state === 'failed' ? await respondersTo(migration, tools) : []
  return {
    type: 'message',
    message: reasonMessage({ migration, provider, ...besides, responders, ...defined({ lastAct }) }),
  }
}

/** The leader's knowledge of the migration, beside the cloud's. */
async function standing({ migration }: Found, { fleet }: Pick<Tools, 'fleet'>): Promise<Standing> {
  const { account, id, state } = migration
  const { sighted } = await fleet.ask({ type: 'find', ref: { account, text: id, isPrefix: false } })
  const known = sighted.find((one) => refOf(one.migration) === refOf(migration))
  return known?.migration.state === state ? defined({ stalledSince: known.stalledSince }) : {}
}

/** Most entries of the audit that are read. */
const mostRead = 2000

/**
 * The last pause, cancellation or deletion in Ferry, if the migration is in that state and nothing was done in Ferry
 * since.
 */
async function lastActOn(migration: Migration, { store }: Pick<Tools, 'store'>): Promise<Reason['lastAct']> {
  const wanted = actsBehind.get(migration.state)
  if (wanted === undefined) return undefined
  const subject = refOf(migration)
  let read = 0
  for await (const { verb, at, user, outcome, subject: about } of store.audit.newestFirst()) {
    if (++read > mostRead) return undefined
    if (about !== subject || outcome !== 'done' || !changing.has(verb)) continue
    return verb === wanted ? { by: user, at } : undefined
  }
  return undefined
}

const actsBehind: ReadonlyMap<Migration['state'], string> = new Map<Migration['state'], string>([
  ['pausing', 'pause'],
  ['paused', 'pause'],
  ['cancelled', 'cancel'],
  ['deleting', 'delete'],
  ['deleted', 'delete'],
])

/** Verbs of the audit that change a migration's state. */
const changing = new Set(['pause', 'start', 'retry', 'retry-failed', 'cancel', 'delete'])
