import { defined } from '../../defined.ts'
import { AppError, isAppError } from '../../errors/errors.ts'
import { withCdnOf } from '../../migrations/cdn-told.ts'
import type { Migration } from '../../migrations/migration.ts'
import { formatRef, matchRef, mayBeginId, parseRef, type Ref, refOf } from '../../migrations/typed/ref.ts'
import { limits } from '../../views/blocks/limits.ts'
import type { MigrationChoice } from '../../views/list/choice.ts'
import type { Invocation, Reply, Tools } from '../machine/command.ts'
import { pageIn } from '../machine/page.ts'
import { quoted } from '../machine/tokenize.ts'
import { accountsFor, type OpenAccount, openAccount } from './accounts.ts'
import type { Found, Hits, Outdated, Subject } from './found.ts'
import { findKnown, type KnownHits, type KnownMigration, stillListing } from './known.ts'
import { lookAround } from './look.ts'
import { subjectOf } from './thread.ts'
import { askForWholeId, wholeIds } from './whole-ids.ts'
import { meansEverything, namingWords } from './words.ts'

export type Finding = Pick<Tools, 'store' | 'providers' | 'connect' | 'fleet' | 'lookAround' | 'clock'>

export type Asked = {
  verb: string
  /** The command with a full reference, for the buttons of a choice. */
  command: (ref: string) => string
  proceed: (found: Found) => Promise<Reply>
  /** The page of the choice to which somebody turned. They have not chosen yet, even if only one is left by then. */
  page?: number
  /** Whether what is known is enough, so that a known migration is not read again. */
  isKnownEnough?: boolean
  /** Answers from what Ferry last knew if the cloud can't be read. Without it, the cloud's error is the answer. */
  lastKnown?: (found: Found, outdated: Outdated) => Promise<Reply>
  /** Answers about a migration that is known to be deleted. Without it, such a migration is not found. */
  deleted?: (found: Found) => Promise<Reply>
}

/**
 * Finds the one migration that was meant, by its reference or by the thread, and goes on with it. Several hits become a
 * choice whose buttons repeat `command` with the full ref; none is an error that names the nearest.
 */
export async function withMigration(invocation: Invocation, tools: Finding, asked: Asked): Promise<Reply> {
  const [typed = ''] = namingWords(invocation.words)
  const isEverything = meansEverything(typed)
  const ref = isEverything ? undefined : parseRef(typed)
  const turned = { ...asked, ...turnedTo(invocation, asked) }
  if (ref !== undefined) return withRef(ref, tools, turned)
  const subject = await subjectOf(invocation.origin, tools)
  if (subject === undefined && isEverything) throw oneAtATime(asked.verb)
  if (subject === undefined) throw await unnamed(invocation.origin, asked.verb, tools)
  return withSubject(subject, tools, turned)
}

/** The page of the choice to which somebody turned, if they did. */
export function turnedTo(invocation: Invocation, { verb }: Pick<Asked, 'verb'>): Pick<Asked, 'page'> {
  return invocation.flags.page === undefined ? {} : { page: pageIn(invocation, `${verb} 1912… --page 2`) }
}

/** The error for `all` in a command that takes one migration. */
export function oneAtATime(verb: string): AppError {
  const instead =
    insteadOfAll.get(verb) ?? `Name it by its id, such as \`/migrate ${verb} 1912…\`, or open it from the list.`
  return new AppError('one_at_a_time', { verb, instead })
}

const insteadOfAll: ReadonlyMap<string, string> = new Map([
  ['status', 'Type `/migrate list` to see them all.'],
  ['watch', 'Type `/migrate subscribe all` to follow them all.'],
  ['unwatch', 'Type `/migrate watches` to see all that is followed, and end it there.'],
])

/** Nothing was named. As long as there is no account, nothing could be. */
async function unnamed(
  { quoted }: Pick<Invocation['origin'], 'quoted'>,
  verb: string,
  { store }: Pick<Tools, 'store'>,
): Promise<AppError> {
  const { items, unreadable } = await store.accounts.list()
  if (items.length + unreadable.length === 0) return new AppError('account_none')
  return new AppError(quoted === undefined ? 'ref_missing' : 'message_unclear', { verb })
}

/** Goes on with what a thread is about. Several migrations become a choice. */
export async function withSubject(subject: Subject, tools: Finding, asked: Asked): Promise<Reply> {
  const { verb, command } = asked
  if (subject.type === 'several') return { type: 'choice', choice: { ...subject, verb, command } }
  return openedBy(await withRef(subject.ref, tools, asked), command(formatRef(subject.ref)))
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
  const hits = await findAll(ref, tools, asked)
  const { found, troubles, outdated } = hits
  const [only] = found
  if (only !== undefined && outdated !== undefined) {
    if (asked.lastKnown === undefined) throw outdated.error
    return asked.lastKnown(only, outdated)
  }
  const isMeant = found.length === 1 && troubles.length === 0 && asked.page === undefined
  if (only !== undefined && isMeant) return asked.proceed(only)
  return { type: 'choice', choice: choiceAmong(ref, hits, asked) }
}

/** The choice among what a reference fits, page by page. */
export function choiceAmong(
  ref: Ref,
  { found, total = found.length, troubles }: Hits,
  { command, page = 1 }: Pick<Asked, 'command' | 'page'>,
): MigrationChoice {
  const typed = formatRef(ref)
  const again = command(typed)
  return {
    ...{ from: 'typed', typed, total, troubles, page, command },
    migrations: found.map(({ migration }) => migration),
    ...(again.includes(quoted(typed)) && again.length <= longestToTurn && { again }),
  }
}

/** Longest command that a button can hold with the number of a page. */
const longestToTurn = limits.buttonValue - ' --page 10'.length

/**
 * Finds migrations by what Ferry knows, and reads the one that was meant with a single call. The clouds are asked for
 * what looks like a whole id and is not known. Throws the error of an account that could not be read,
 * migration_not_found or migration_deleted.
 */
export async function findAll(
  ref: Ref,
  tools: Finding,
  { isKnownEnough = false }: Pick<Asked, 'isKnownEnough'> = {},
): Promise<Hits> {
  const accounts = (await accountsFor(ref.account, tools)).map((account) => openAccount(account, tools))
  const known = await findSoon(ref, accounts, tools)
  const { hits } = known
  const [only] = hits
  if (only === undefined) return { found: await askForWholeId(ref, accounts, known), troubles: [] }
  // A whole id or name names one migration. Of anything else, an account may have more than is known.
  const isNamed = hits.every(({ migration }) => matchRef(ref, migration) === 'exact')
  const troubles = isNamed ? [] : known.unlisted.map((account) => ({ account, what: stillListing }))
  if (hits.length > 1 || troubles.length > 0 || isKnownEnough) return { found: hits, total: known.total, troubles }
  const read = await readNow(only)
  const isGone = only.isDeletedByFerry || only.migration.state === 'deleted'
  if (isGone && read.outdated?.error.code === 'migration_missing') throw deletedError(only)
  return read
}

/**
 * Known migrations that a reference fits. If a shortened id or a name fits nothing, or an account has not been listed
 * yet, the leader looks first: the migration may be new.
 */
async function findSoon(ref: Ref, accounts: readonly OpenAccount[], tools: Finding): Promise<KnownHits> {
  const known = await findKnown(ref, accounts, tools)
  const isNamed = known.hits.length > 0 && known.hits.every(({ migration }) => matchRef(ref, migration) === 'exact')
  const isCertain = known.hits.length > 0 && known.unlisted.length === 0
  if (isNamed || isCertain || (known.hits.length === 0 && isAskedFor(ref, accounts))) return known
  const names = accounts.map(({ account }) => account.name)
  const wanted = known.hits.length > 0 ? known.unlisted : names
  return (await lookAround(wanted, tools)) ? findKnown(ref, accounts, tools) : known
}

/**
 * Whether the clouds are asked for a reference as it is, whatever is known. Almost any word can be a title of NAVER's.
 */
function isAskedFor(ref: Ref, accounts: readonly OpenAccount[]): boolean {
  const able = accounts.filter(({ provider }) => wholeIds(ref, provider).length > 0)
  const isCertain = ref.ids !== undefined || mayBeginId.test(ref.text)
  return isCertain ? able.length > 0 : able.length === accounts.length
}

/** The migration that is known to be deleted, if a reference is its whole id. Asks no cloud. */
async function findDeleted(ref: Ref, tools: Finding): Promise<Found | undefined> {
  const accounts = (await accountsFor(ref.account, tools)).map((account) => openAccount(account, tools))
  const { hits } = await findKnown(ref, accounts, tools)
  return hits.length === 1 && hits[0]?.migration.state === 'deleted' ? hits[0] : undefined
}

/** Reads a known migration. */
async function readNow(known: KnownMigration): Promise<Hits> {
  const { kind, id } = known.migration
  try {
    const migration = await known.connection.show({ kind, id }, {})
    if (migration === undefined) return { found: [known], troubles: [], outdated: outdatedBy(missing(known), known) }
    return { found: [{ ...known, migration: withKnown(migration, known) }], troubles: [] }
  } catch (error) {
    if (!isAppError(error)) throw error
    const problem = isAppError(error, 'migration_not_found') ? missing(known) : error
    return { found: [known], troubles: [], outdated: outdatedBy(problem, known) }
  }
}

/**
 * A reading with what only the leader knows: the speed that it measured, so that everybody is told the same time left
 * as the card in the channel, and what only lists tell.
 */
function withKnown(migration: Migration, { migration: known }: KnownMigration): Migration {
  const { state, measured } = known
  const told = withCdnOf(migration, known)
  return measured === undefined || migration.state !== state ? told : { ...told, measured }
}

function missing({ migration, provider }: KnownMigration): AppError {
  return new AppError('migration_missing', { provider: provider.label, ref: refOf(migration) })
}

function deletedError({ migration }: KnownMigration): AppError {
  return new AppError('migration_deleted', { ref: refOf(migration) })
}

function outdatedBy(error: AppError, { migration, trouble, stalledSince }: KnownMigration): Outdated {
  const since = trouble?.since ?? migration.readAt
  return { error, since, ...defined({ stalledSince }) }
}
