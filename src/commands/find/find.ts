import { AppError, isAppError } from '../../errors/errors.ts'
import { withCdnOf } from '../../migrations/cdn-told.ts'
import type { Migration } from '../../migrations/migration.ts'
import { formatRef, matchRef, parseRef, type Ref, refOf } from '../../migrations/typed/ref.ts'
import { chooser, threadChooser } from '../../views/page/list.ts'
import type { Invocation, Reply, Tools } from '../machine/command.ts'
import { accountsFor, openAccount } from './accounts.ts'
import { findInClouds, searchClouds, troublesIn } from './clouds.ts'
import type { Found, Hits, Outdated } from './found.ts'
import { findKnown, type KnownMigration } from './known.ts'
import { type Subject, subjectOf } from './thread.ts'
import { namingWords } from './words.ts'

export type Finding = Pick<Tools, 'store' | 'providers' | 'connect' | 'fleet'>

export type Asked = {
  verb: string
  /** The command with a full reference, for a chooser's buttons. */
  command: (ref: string) => string
  proceed: (found: Found) => Promise<Reply>
  /** Answers from what Ferry last knew if the cloud can't be read. Without it, the cloud's error is the answer. */
  lastKnown?: (found: Found, outdated: Outdated) => Promise<Reply>
  /** Answers about a migration that is known to be deleted. Without it, such a migration is not found. */
  deleted?: (found: Found) => Promise<Reply>
}

/**
 * Finds the one migration that was meant, by its reference or by the thread, and goes on with it. Several hits become a
 * chooser whose buttons repeat `command` with the full ref; none is an error that names the nearest.
 */
export async function withMigration(invocation: Invocation, tools: Finding, asked: Asked): Promise<Reply> {
  const [typed = ''] = namingWords(invocation.words)
  const ref = parseRef(typed)
  if (ref !== undefined) return withRef(ref, tools, asked)
  const subject = await subjectOf(invocation.origin, tools)
  if (subject === undefined) throw new AppError('ref_missing', { verb: asked.verb })
  return withSubject(subject, tools, asked)
}

/** Goes on with what a thread is about. Several migrations become a chooser. */
export async function withSubject(subject: Subject, tools: Finding, asked: Asked): Promise<Reply> {
  if (subject.type === 'several') return { type: 'message', message: threadChooser({ ...subject, ...asked }) }
  return openedBy(await withRef(subject.ref, tools, asked), asked.command(formatRef(subject.ref)))
}

/** A reply whose form, if it is one, opens in any place: outside the thread, the command has to name the migration. */
export function openedBy(reply: Reply, command: string): Reply {
  return reply.type === 'form' ? { ...reply, command } : reply
}

/** Finds the migration of a reference and goes on with it, as `withMigration` does. */
export async function withRef(ref: Ref, tools: Finding, asked: Asked): Promise<Reply> {
  if (asked.deleted !== undefined) {
    const gone = await findDeleted(ref, tools)
    if (gone !== undefined) return asked.deleted(gone)
  }
  const { found, troubles, outdated } = await findAll(ref, tools)
  const [only] = found
  if (only !== undefined && outdated !== undefined) {
    if (asked.lastKnown === undefined) throw outdated.error
    return asked.lastKnown(only, outdated)
  }
  if (only !== undefined && found.length === 1 && troubles.length === 0) return asked.proceed(only)
  const migrations = found.map(({ migration }) => migration)
  return { type: 'message', message: chooser(formatRef(ref), { migrations, command: asked.command, troubles }) }
}

/**
 * Finds migrations by what Ferry knows, and reads the one that was meant with a single call. Clouds are searched only for
 * what is not known yet. Throws the error of an account that could not be read, or migration_not_found.
 */
export async function findAll(ref: Ref, tools: Finding): Promise<Hits> {
  const accounts = (await accountsFor(ref.account, tools)).map((account) => openAccount(account, tools))
  const { hits, unlisted } = await findKnown(ref, accounts, tools)
  if (hits.length === 0) return findInClouds(ref, accounts)
  const others = await searchClouds(ref, unlisted)
  const found = closest(ref, [...hits, ...others.hits.filter((one) => !hits.some((known) => isSame(known, one)))])
  const troubles = troublesIn(others, { ref, accounts: unlisted })
  const [only] = found
  if (only === undefined || found.length > 1 || troubles.length > 0) return { found, troubles }
  const known = hits.find((one) => isSame(one, only))
  return known === undefined ? { found, troubles } : readNow(ref, known)
}

/** The migration that is known to be deleted, if a reference is its whole id. Asks no cloud. */
async function findDeleted(ref: Ref, tools: Finding): Promise<Found | undefined> {
  const accounts = (await accountsFor(ref.account, tools)).map((account) => openAccount(account, tools))
  const { hits } = await findKnown(ref, accounts, tools)
  return hits.length === 1 && hits[0]?.migration.state === 'deleted' ? hits[0] : undefined
}

/** Whole ids and names come before what only begins like the reference. */
function closest(ref: Ref, found: readonly Found[]): readonly Found[] {
  const exact = found.filter(({ migration }) => matchRef(ref, migration) === 'exact')
  return exact.length > 0 ? exact : found
}

function isSame(a: Found, b: Found): boolean {
  return refOf(a.migration) === refOf(b.migration)
}

/** Reads a known migration. If the cloud does not have it under this id, it may have been renamed. */
async function readNow(ref: Ref, known: KnownMigration): Promise<Hits> {
  const { kind, id } = known.migration
  try {
    const migration = await known.connection.show({ kind, id }, {})
    return migration === undefined
      ? await findInClouds(ref, [known])
      : { found: [{ ...known, migration: withKnown(migration, known) }], troubles: [] }
  } catch (error) {
    if (!isAppError(error)) throw error
    const problem = isAppError(error, 'migration_not_found') ? missing(known) : error
    return { found: [known], troubles: [], outdated: outdatedBy(problem, known) }
  }
}

/**
 * A reading with what only the leader knows: the speed that it measured, so that everybody is told the same time left as
 * the card in the channel, and what only lists tell.
 */
function withKnown(migration: Migration, { migration: known }: KnownMigration): Migration {
  const { state, measured } = known
  const told = withCdnOf(migration, known)
  return measured === undefined || migration.state !== state ? told : { ...told, measured }
}

function missing({ migration, provider }: KnownMigration): AppError {
  return new AppError('migration_missing', { provider: provider.label, ref: refOf(migration) })
}

function outdatedBy(error: AppError, { migration, trouble, stalledSince }: KnownMigration): Outdated {
  const since = trouble?.since ?? migration.readAt
  return { error, since, ...(stalledSince === undefined ? {} : { stalledSince }) }
}
