import { readActs } from '../../access/acts.ts'
import type { AuditRecord } from '../../access/audit.ts'
import { AppError, type AppErrorCode, type ErrorDetails } from '../../errors/errors.ts'
import { actionsLeadingTo, restartActions } from '../../fleet/actors.ts'
import { actions } from '../../migrations/actions.ts'
import type { ActBefore } from '../../views/words/actor.ts'
import type { Tools } from './command.ts'

/** An error, and the act of somebody else, or of the same person, that led to it. */
export type Overtaken = { error: AppError; act?: ActBefore }

/** A search for an act in the audit, from its newest entry. */
export type Search = {
  verbs: readonly string[]
  isAbout(act: AuditRecord): boolean
  /** Whether the newest act on the same thing explains what is asked. Otherwise something else has happened since. */
  explains?(act: AuditRecord): boolean
}

type ErrorSearch = Search & {
  /** The error that says more, once the act is known. */
  becomes?: AppErrorCode
}

type Searching = Pick<Tools, 'store' | 'clock'>

/**
 * The acts after which people come too late, by the error that they would read. Of a migration that nobody knows, only a
 * whole id is looked for: a shortened one is mistyped, or the fleet knows that it was deleted.
 */
const searches: Partial<Record<AppErrorCode, (details: ErrorDetails) => ErrorSearch | undefined>> = {
  action_impossible: ({ ref, group, state }) => {
    const leading: readonly string[] = actionsLeadingTo(state)
    const isAbout: Search['isAbout'] = ({ subject }) => subject === ref || subject === group
    if (leading.length === 0) return undefined
    return { verbs: actions, isAbout, explains: ({ verb }) => leading.includes(verb) }
  },
  migration_not_found: (details) => (details.isWhole ? deletion(details) : undefined),
  migration_missing: deletion,
  migration_deleted: deletion,
  account_not_found: disconnection,
  account_none: disconnection,
  ack_needless: (details) => ({
    verbs: actions,
    isAbout: (act) => isAboutRef(act, details),
    explains: ({ verb }) => restartActions.some((action) => action === verb),
  }),
  grant_not_found: ({ user, account }) => ({
    verbs: ['roles take', 'roles give'],
    isAbout: ({ subject, detail = '' }) =>
      subject === user && (account === undefined ? !detail.includes(' for ') : detail.endsWith(` for ${account}`)),
    explains: ({ verb }) => verb === 'roles take',
  }),
  owner_not_found: ({ owned }) => ({
    verbs: ['owner'],
    isAbout: ({ subject }) => subject === owned,
    explains: ({ detail }) => detail === 'none',
  }),
  storage_key_not_found: ({ key }) => ({ verbs: ['keys remove'], isAbout: ({ subject }) => subject === key }),
}

function deletion(details: ErrorDetails): ErrorSearch {
  return { verbs: ['delete'], isAbout: (act) => isAboutRef(act, details), becomes: 'migration_deleted' }
}

function disconnection({ account }: ErrorDetails): ErrorSearch {
  return { verbs: ['disconnect'], isAbout: ({ subject }) => subject === account, becomes: 'account_disconnected' }
}

/** Whether an act was about the migration of this reference, which may lack the account. */
function isAboutRef({ subject = '' }: AuditRecord, { ref, account }: ErrorDetails): boolean {
  return account === undefined
    ? subject === ref || subject.endsWith(`/${ref}`)
    : subject === `${account}/${ref}` || subject === ref
}

/**
 * Finds out whether somebody's act has led to an error, so that whoever came too late reads who it was. The error is
 * told in any case.
 */
export async function overtaken(error: AppError, tools: Searching): Promise<Overtaken> {
  const { by, at, act: verb, ref } = error.details
  if (typeof at === 'number') return { error, act: { user: String(by), verb: String(verb), at } }
  if (error.code === 'action_running') {
    const act = await actRunning(String(ref), tools).catch(() => undefined)
    return act === undefined ? { error } : { error, act: { ...act, isRunning: true } }
  }
  const search = searches[error.code]?.(error.details)
  const act = search && (await lastAct(search, tools))
  if (search === undefined || act === undefined) return { error }
  const { becomes = error.code } = search
  const named = becomes === error.code ? {} : { ref: act.subject }
  return { error: new AppError(becomes, { ...error.details, ...named }, { cause: error }), act }
}

/**
 * How far back the audit is searched for an act: longest time in milliseconds, and most entries. Most of what is not there
 * was only mistyped, so few are read, but more of the last hour: acts on many migrations together leave many entries.
 */
const longestMs = 7 * 86_400_000
const mostEntries = 200
const lately = { ms: 3_600_000, mostEntries: 1000 }

/** The newest act of a search, if it explains what is asked. Undefined, too, if the audit can't be read. */
export async function lastAct(search: Search, tools: Searching): Promise<AuditRecord | undefined> {
  const { verbs, isAbout, explains = () => true } = search
  const latelyFrom = tools.clock.now() - lately.ms
  let read = 0
  try {
    for await (const act of entriesWithin(longestMs, tools)) {
      const isFound = act.outcome === 'done' && verbs.includes(act.verb) && isAbout(act)
      if (isFound) return explains(act) ? act : undefined
      read += 1
      if (read >= (act.at < latelyFrom ? mostEntries : lately.mostEntries)) return undefined
    }
  } catch {
    return undefined
  }
  return undefined
}

/** The act on a migration that has begun and has not ended. */
async function actRunning(ref: string, tools: Searching): Promise<AuditRecord | undefined> {
  const { acts } = await readActs(onMigration(ref, tools), { page: 1, perPage: 20 })
  return acts.find(({ record }) => record.outcome === 'begun')?.record
}

async function* onMigration(ref: string, tools: Searching): AsyncGenerator<AuditRecord> {
  for await (const act of entriesWithin(longestRunMs, tools)) {
    if (act.subject === ref && actions.some((action) => action === act.verb)) yield act
  }
}

/** How long ago an act that is still running has begun at most, in milliseconds: longer than it holds off others. */
const longestRunMs = 120_000

/** The entries of the audit that are no older than this, the newest first. */
async function* entriesWithin(ms: number, { store, clock }: Searching): AsyncGenerator<AuditRecord> {
  const since = clock.now() - ms
  for await (const act of store.audit.newestFirst()) {
    if (act.at < since) return
    yield act
  }
}
