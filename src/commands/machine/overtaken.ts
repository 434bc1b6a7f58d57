import type { AuditRecord } from '../../access/audit.ts'
import { AppError, type AppErrorCode, type ErrorDetails } from '../../errors/errors.ts'
import { actionsLeadingTo, restartActions } from '../../fleet/actors.ts'
import { actions } from '../../migrations/actions.ts'
import type { DoneBefore } from '../../views/words/actor.ts'
import type { Tools } from './command.ts'

/** An error, and the act of somebody else, or of the same person, that led to it. */
export type Overtaken = { error: AppError; act?: DoneBefore }

type Search = {
  verbs: readonly string[]
  isAbout(act: AuditRecord, details: ErrorDetails): boolean
  /** Whether the newest act on the same thing explains the error. Otherwise something else has happened since. */
  explains?(act: AuditRecord, details: ErrorDetails): boolean
  /** The error that says more, once the act is known. */
  becomes?: AppErrorCode
}

const deletion: Search = { verbs: ['delete'], isAbout: isAboutRef, becomes: 'migration_deleted' }
const disconnection: Search = {
  verbs: ['disconnect'],
  isAbout: ({ subject }, { account }) => subject === account,
  becomes: 'account_disconnected',
}

/** The acts after which people come too late, by the error that they would read. */
const searches: Partial<Record<AppErrorCode, Search>> = {
  action_impossible: {
    verbs: actions,
    isAbout: ({ subject }, { ref, group }) => subject === ref || subject === group,
    explains: ({ verb }, { state }) => actionsLeadingTo(state).some((action) => action === verb),
  },
  migration_not_found: deletion,
  migration_missing: deletion,
  migration_deleted: deletion,
  account_not_found: disconnection,
  account_none: disconnection,
  watch_not_found: {
    verbs: ['unwatch'],
    isAbout: (act, details) => isAboutRef(act, details) && act.detail === `in ${details.channel}`,
    becomes: 'watch_over',
  },
  ack_needless: {
    verbs: actions,
    isAbout: isAboutRef,
    explains: ({ verb }) => restartActions.some((action) => action === verb),
  },
  grant_not_found: {
    verbs: ['roles take', 'roles give'],
    isAbout: ({ subject, detail = '' }, { user, account }) =>
      subject === user && (account === undefined ? !detail.includes(' for ') : detail.endsWith(` for ${account}`)),
    explains: ({ verb }) => verb === 'roles take',
  },
  owner_not_found: {
    verbs: ['owner'],
    isAbout: ({ subject }, { owned }) => subject === owned,
    explains: ({ detail }) => detail === 'none',
  },
  storage_key_not_found: { verbs: ['keys remove'], isAbout: ({ subject }, { key }) => subject === key },
}

/** How far back the audit is searched for an act: most entries of the audit, and longest time in milliseconds. */
const mostEntries = 2000
const longestMs = 7 * 86_400_000

/**
 * Finds out whether somebody's act has led to an error, so that whoever came too late reads who it was. The error is
 * told in any case.
 */
export async function overtaken(error: AppError, tools: Pick<Tools, 'store' | 'clock'>): Promise<Overtaken> {
  const { by, at, act: verb } = error.details
  if (typeof at === 'number') return { error, act: { user: String(by), verb: String(verb), at } }
  const search = searches[error.code]
  const act = search && (await lastAct(search, error.details, tools).catch(() => undefined))
  if (search === undefined || act === undefined) return { error }
  const { becomes = error.code } = search
  const named = becomes === error.code ? {} : { ref: act.subject }
  return { error: new AppError(becomes, { ...error.details, ...named }, { cause: error }), act }
}

async function lastAct(
  { verbs, isAbout, explains = () => true }: Search,
  details: ErrorDetails,
  { store, clock }: Pick<Tools, 'store' | 'clock'>,
): Promise<AuditRecord | undefined> {
  const since = clock.now() - longestMs
  let left = mostEntries
  for await (const act of store.audit.newestFirst()) {
    left -= 1
    if (act.at < since || left < 0) return undefined
    const isFound = act.outcome === 'done' && verbs.includes(act.verb) && isAbout(act, details)
    if (isFound) return explains(act, details) ? act : undefined
  }
  return undefined
}

/** Whether an act was about the migration of this reference, which may lack the account. */
function isAboutRef({ subject = '' }: AuditRecord, { ref, account }: ErrorDetails): boolean {
  return account === undefined
    ? subject === ref || subject.endsWith(`/${ref}`)
    : subject === `${account}/${ref}` || subject === ref
}
