import { AppError } from '../../errors/errors.ts'
import { type Kind, kinds, type Migration } from '../../migrations/migration.ts'
import { matchBucket, matchRef, type Ref } from '../../migrations/typed/ref.ts'
import type { Connection, Provider } from '../../providers/provider.ts'
import { nearest } from '../../text/nearest.ts'
import type { AccountTrouble } from '../../views/page/list.ts'
import { type OpenAccount, troublesOf } from './accounts.ts'
import type { Found, Hits } from './found.ts'
import { pagesOf } from './pages.ts'

/** What the clouds answered: what fits, everything that was listed, and how each account answered. */
export type Search = {
  hits: readonly Found[]
  seen: readonly Found[]
  /** Whether one of the lists may leave out some migrations. */
  isCut?: boolean
  outcomes: readonly PromiseSettledResult<unknown>[]
}

/**
 * Searches the clouds. Throws the error of an account that could not be read, migration_not_found, or link_without_id if
 * nothing in a link can be an id of one of these accounts.
 */
export async function findInClouds(ref: Ref, accounts: readonly OpenAccount[]): Promise<Hits> {
  if (ref.ids !== undefined && accounts.every(({ provider }) => wholeIds(ref, provider).length === 0)) {
    throw new AppError('link_without_id')
  }
  const search = await searchClouds(ref, accounts)
  if (search.hits.length > 0) return { found: search.hits, troubles: troublesIn(search, { ref, accounts }) }
  throw failureOf(search.outcomes, { ref, accounts }) ?? notFound(ref, search)
}

/**
 * Asks the clouds. What looks like a whole id is asked for directly, one call in each account of such a cloud; only when
 * nobody has it are the lists read.
 */
export async function searchClouds(ref: Ref, accounts: readonly OpenAccount[]): Promise<Search> {
  const asked = accounts.map((opened) => ({ opened, byId: askFor(ref, opened) }))
  const shown = await Promise.allSettled(asked.map(({ byId }) => byId))
  const exact = shown.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
  if (exact.length > 0) return { hits: exact, seen: exact, outcomes: shown }
  // An account that has just failed is not asked again: repeated refusals lock a key.
  const searching = asked.map(({ opened, byId }) => byId.then(() => search(ref, opened)))
  const outcomes = await Promise.allSettled(searching)
  const lists = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const seen = lists.flatMap(({ found }) => found)
  return { hits: hitsAmong(seen, ref), seen, isCut: lists.some(({ isCut }) => isCut), outcomes }
}

type Searched = { ref: Ref; accounts: readonly OpenAccount[] }

/**
 * Accounts that could not be read and may hold another migration that fits. None if the reference is a whole id or name:
 * it names one.
 */
export function troublesIn({ hits, outcomes }: Search, { ref, accounts }: Searched): AccountTrouble[] {
  if (hits.length > 0 && hits.every(({ migration }) => matchRef(ref, migration) === 'exact')) return []
  return troublesOf(
    accounts.map(({ account }) => account),
    outcomes,
  )
}

/** Fits by whole id or name, else by the start of either, else by the source or destination bucket. */
function hitsAmong(seen: readonly Found[], ref: Ref): Found[] {
  const ways = [
    ({ migration }: Found) => matchRef(ref, migration) === 'exact',
    ({ migration }: Found) => matchRef(ref, migration) !== undefined,
    ({ migration }: Found) => matchBucket(ref, migration),
  ]
  return ways.map((fits) => seen.filter(fits)).find((hits) => hits.length > 0) ?? []
}

async function askFor(ref: Ref, opened: OpenAccount): Promise<Found[]> {
  const asked = wholeIds(ref, opened.provider).flatMap((id) =>
    kindsOf(opened.provider).map((kind) => opened.connection.show({ kind, id }, {})),
  )
  const shown = await Promise.allSettled(asked)
  const hits = shown.flatMap((outcome) => (outcome.status === 'fulfilled' && outcome.value ? [outcome.value] : []))
  const failure = shown.find((outcome) => outcome.status === 'rejected')
  if (hits.length === 0 && failure !== undefined) throw failure.reason
  return hits.map((migration) => ({ ...opened, migration }))
}

/**
 * The whole ids of a provider that a reference may be. Of several, such as the parts of a link, only numbers and UUIDs
 * count: almost any word can be a title.
 */
function wholeIds({ ids, text, isPrefix }: Ref, { isWholeId }: Pick<Provider, 'isWholeId'>): string[] {
  if (ids !== undefined) return ids.filter((id) => mayBeginId.test(id) && isWholeId(id)).slice(0, mostIds)
  return !isPrefix && isWholeId(text) ? [text] : []
}

/** Most ids that one account is asked for. */
const mostIds = 4

async function search(ref: Ref, opened: OpenAccount): Promise<{ found: Found[]; isCut: boolean }> {
  const { migrations, isCut } = await listAll(opened.connection, ref)
  return { found: migrations.map((migration) => ({ ...opened, migration, isListed: true })), isCut }
}

function kindsOf(provider: Provider): Kind[] {
  return kinds.filter((kind) => provider.kinds[kind] !== undefined)
}

/**
 * Lists an account's migrations, newest first, up to the limit of pages. A text with which no id can begin is looked for
 * by name, which reaches further back if the cloud can search; if no name fits, it may be a bucket's.
 */
async function listAll(connection: Connection, ref: Ref): Promise<Listed> {
  if (ref.ids !== undefined || mayBeginId.test(ref.text)) return readPages(connection, {})
  const named = await readPages(connection, { name: ref.text })
  const isFound = named.migrations.some((migration) => matchRef(ref, migration) !== undefined)
  return isFound ? named : readPages(connection, {})
}

type Listed = { migrations: Migration[]; isCut: boolean }

async function readPages(connection: Connection, wanted: { name?: string }): Promise<Listed> {
  const all: Listed = { migrations: [], isCut: false }
  for await (const { migrations, isCut = false } of pagesOf(connection, wanted)) {
    all.migrations.push(...migrations)
    all.isCut ||= isCut
  }
  return all
}

/** Ids are numbers or UUIDs; NAVER's are names, and NAVER cannot search. */
const mayBeginId = /^[\da-f-]+$/i

/**
 * The error for no hit if an account could not be read: “not found” would not be true. An account whose cloud has such
 * ids comes before others.
 */
function failureOf(outcomes: Search['outcomes'], { ref, accounts }: Searched): unknown {
  const failed = outcomes.flatMap((outcome, index) => {
    const provider = accounts[index]?.provider
    const isLikely = provider !== undefined && wholeIds(ref, provider).length > 0
    return outcome.status === 'rejected' ? [{ reason: outcome.reason, isLikely }] : []
  })
  return (failed.find(({ isLikely }) => isLikely) ?? failed[0])?.reason
}

function notFound(ref: Ref, { seen, isCut }: Pick<Search, 'seen' | 'isCut'>): AppError {
  const asked = ref.ids?.findLast((id) => mayBeginId.test(id)) ?? ref.text
  const close = nearest(
    asked,
    seen.map(({ migration }) => migration.id),
    3,
  )
  return new AppError('migration_not_found', {
    ref: asked.slice(0, 60),
    where: ref.account === undefined ? '' : ` in account \`${ref.account.slice(0, 40)}\``,
    nearest: [
      ...(close.length === 0 ? [] : [` The nearest: ${close.map((id) => `\`${id}\``).join(', ')}.`]),
      ...(isCut ? [' A cloud may not list all of its migrations: try the whole id.'] : []),
    ].join(''),
  })
}
