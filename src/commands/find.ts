import { AppError, isAppError, say } from '../errors.ts'
import { type Kind, kinds, type Migration } from '../migrations/migration.ts'
import { formatRef, matchRef, parseRef, type Ref } from '../migrations/ref.ts'
import { nearest } from '../nearest.ts'
import type { Connection, Provider } from '../providers/provider.ts'
import type { Account } from '../store/store.ts'
import { chooser } from '../views/list.ts'
import type { Invocation, Reply, Tools } from './command.ts'

export type Found = {
  account: Account
  provider: Provider
  connection: Connection
  migration: Migration
  /** Whether the migration was read from a list, which can leave fields out. */
  isListed?: boolean
}
export type Finding = Pick<Tools, 'store' | 'providers' | 'connect'>

/** The migrations that a reference fits, and the accounts that could not be searched. */
export type Hits = { found: Found[]; troubles: string[] }

/** How far a prefix is searched: newest first, this many pages of 100 in each account. */
const maxPages = 10
const perPage = 100

/**
 * Finds the one migration that was meant and goes on with it. Several hits become a chooser whose buttons repeat
 * `command` with the full ref; none is an error that names the nearest.
 */
export async function withMigration(
  invocation: Invocation,
  tools: Finding,
  asked: { verb: string; command: (ref: string) => string; proceed: (found: Found) => Promise<Reply> },
): Promise<Reply> {
  const ref = parseRef(invocation.words[0] ?? '')
  if (ref === undefined) throw new AppError('ref_missing', { verb: asked.verb })
  const { found, troubles } = await findAll(ref, tools)
  const [only] = found
  if (only !== undefined && found.length === 1 && troubles.length === 0) return asked.proceed(only)
  const migrations = found.map(({ migration }) => migration)
  return { type: 'message', message: chooser(formatRef(ref), { migrations, command: asked.command, troubles }) }
}

/** The account of this name, or all accounts if no name is given. */
export async function accountsFor(name: string | undefined, { store }: Pick<Tools, 'store'>): Promise<Account[]> {
  const { items, unreadable } = await store.accounts.list()
  const wanted = name?.toLowerCase()
  const lost = unreadable.find((key) => (wanted === undefined ? items.length === 0 : key === wanted))
  // Reading it throws the reason why it can't be read: "there is none" would not be true.
  if (lost !== undefined) await store.accounts.get(lost)
  if (items.length === 0) throw new AppError('account_none')
  if (wanted === undefined) return items
  const named = items.filter((account) => account.name === wanted)
  if (named.length === 0) throw accountNotFound(wanted, items)
  return named
}

export function accountNotFound(name: string, accounts: readonly Account[]): AppError {
  const [close] = nearest(
    name,
    accounts.map((account) => account.name),
  )
  const known = close === undefined ? '' : ` Did you mean \`${close}\`?`
  return new AppError('account_not_found', { account: name.slice(0, 40), known })
}

export function providerOf(account: Account, providers: readonly Provider[]): Provider {
  const provider = providers.find(({ name }) => name === account.provider)
  if (provider === undefined) throw new AppError('record_unreadable', { collection: 'accounts' })
  return provider
}

/**
 * What looks like a whole id is asked for directly, one call in each account of such a cloud; only when nobody has it
 * are the lists read. A lone prefix hit is not certain while another account could not be read: it may hold a second.
 */
export async function findAll(ref: Ref, tools: Finding): Promise<Hits> {
  const accounts = await accountsFor(ref.account, tools)
  const asked = accounts.map((account) => {
    const opened = openAccount(account, tools)
    return { opened, known: askFor(ref, opened) }
  })
  const known = await Promise.allSettled(asked.map((one) => one.known))
  const exact = known.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
  if (exact.length > 0) return { found: exact, troubles: [] }
  // An account that has just failed is not asked again: repeated refusals lock a key.
  const searching = asked.map((one) => one.known.then(() => search(ref, one.opened)))
  const searches = await Promise.allSettled(searching)
  const hits = searches.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value.hits : []))
  const named = hits.filter(({ migration }) => matchRef(ref, migration) === 'exact')
  if (named.length > 0) return { found: named, troubles: [] }
  if (hits.length > 0) return { found: hits, troubles: troublesOf(accounts, searches) }
  throw failureOf(searches) ?? notFound(ref, searches)
}

type Opened = Omit<Found, 'migration'>

function openAccount(account: Account, { providers, connect }: Finding): Opened {
  return { account, provider: providerOf(account, providers), connection: connect(account) }
}

async function askFor(ref: Ref, opened: Opened): Promise<Found[]> {
  if (ref.isPrefix || !opened.provider.isWholeId(ref.text)) return []
  const asked = kindsOf(opened.provider).map((kind) => opened.connection.show({ kind, id: ref.text }, {}))
  const shown = await Promise.allSettled(asked)
  const hits = shown.flatMap((outcome) => (outcome.status === 'fulfilled' && outcome.value ? [outcome.value] : []))
  const failure = shown.find((outcome) => outcome.status === 'rejected')
  if (hits.length === 0 && failure !== undefined) throw failure.reason
  return hits.map((migration) => ({ ...opened, migration }))
}

type Search = { hits: Found[]; seen: Migration[] }

async function search(ref: Ref, opened: Opened): Promise<Search> {
  const seen = await listAll(opened.connection, ref)
  const matching = seen.filter((migration) => matchRef(ref, migration) !== undefined)
  return { hits: matching.map((migration) => ({ ...opened, migration, isListed: true })), seen }
}

function kindsOf(provider: Provider): Kind[] {
  return kinds.filter((kind) => provider.kinds[kind] !== undefined)
}

/**
 * Lists an account's migrations, newest first, up to the limit of pages. A text with which no id can begin is looked for
 * by name, which reaches further back if the cloud can search.
 */
async function listAll(connection: Connection, { text }: Ref): Promise<Migration[]> {
  const wanted = mayBeginId.test(text) ? {} : { name: text }
  const all: Migration[] = []
  for (let page = 0; page < maxPages; page += 1) {
    const { migrations, hasMore } = await connection.list({ ...wanted, offset: page * perPage, limit: perPage }, {})
    all.push(...migrations)
    if (!hasMore) break
  }
  return all
}

/** Ids are numbers or UUIDs; NAVER's are names, and NAVER cannot search. */
const mayBeginId = /^[\da-f-]+$/i

/** The error for no hit. If an account could not be read, it says so: “not found” would not be true. */
function failureOf(outcomes: readonly PromiseSettledResult<unknown>[]): unknown {
  return outcomes.find((outcome) => outcome.status === 'rejected')?.reason
}

function notFound(ref: Ref, searches: readonly PromiseSettledResult<Search>[]): AppError {
  const seen = searches.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value.seen : []))
  const close = nearest(
    ref.text,
    seen.map(({ id }) => id),
    3,
  )
  return new AppError('migration_not_found', {
    ref: ref.text.slice(0, 60),
    where: ref.account === undefined ? '' : ` in account \`${ref.account.slice(0, 40)}\``,
    nearest: close.length === 0 ? '' : ` The nearest: ${close.map((id) => `\`${id}\``).join(', ')}.`,
  })
}

/** One line for each account that could not be read, for answers that show the rest. */
export function troublesOf(accounts: readonly Account[], outcomes: readonly PromiseSettledResult<unknown>[]): string[] {
  return accounts.flatMap(({ name }, index) => {
    const outcome = outcomes[index]
    if (outcome?.status !== 'rejected') return []
    if (!isAppError(outcome.reason)) throw outcome.reason
    return [`${name}: ${say(outcome.reason).what}`]
  })
}
