import { defined } from '../../defined.ts'
import { AppError } from '../../errors/errors.ts'
import { type Kind, kinds } from '../../migrations/migration.ts'
import { formatRef, mayBeginId, type Ref } from '../../migrations/typed/ref.ts'
import type { Provider } from '../../providers/provider.ts'
import type { OpenAccount } from './accounts.ts'
import type { Found } from './found.ts'
import type { KnownHits } from './known.ts'

/**
 * Asks the accounts for a migration that is not known, if the reference looks like a whole id of their clouds: one call
 * for each kind. Throws the error of an account that could not be read, migration_not_found, migration_deleted, or
 * link_without_id if nothing in a link can be an id of one of these accounts.
 */
export async function askForWholeId(
  ref: Ref,
  accounts: readonly OpenAccount[],
  known: KnownHits,
): Promise<readonly Found[]> {
  const able = accounts.filter(({ provider }) => wholeIds(ref, provider).length > 0)
  if (ref.ids !== undefined && able.length === 0) throw new AppError('link_without_id')
  const outcomes = await Promise.allSettled(able.map((opened) => ask(ref, opened)))
  const found = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
  if (found.length > 0) return found
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  // “Not found” would not be true: this account may have it.
  if (failure !== undefined) throw failure.reason
  throw notFound(ref, known, able.length > 0)
}

async function ask(ref: Ref, opened: OpenAccount): Promise<Found[]> {
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
export function wholeIds({ ids, text, isPrefix, target }: Ref, { isWholeId }: Pick<Provider, 'isWholeId'>): string[] {
  if (ids !== undefined) return ids.filter((id) => mayBeginId.test(id) && isWholeId(id)).slice(0, mostIds)
  return !isPrefix && target === undefined && isWholeId(text) ? [text] : []
}

/** Most ids that one account is asked for. */
const mostIds = 4

function kindsOf(provider: Provider): Kind[] {
  return kinds.filter((kind) => provider.kinds[kind] !== undefined)
}

/**
 * The error for a reference that fits nothing, with what may keep the migration from being known. If it fits one that was
 * deleted, and everything is known, that one is meant. `isWhole`: whether it looks like a whole id.
 */
function notFound(ref: Ref, { nearest, deleted, unlisted, troubles, isCut }: KnownHits, isWhole: boolean): AppError {
  const [gone] = deleted
  if (gone !== undefined && deleted.length === 1 && unlisted.length === 0) {
    return new AppError('migration_deleted', { ref: gone })
  }
  const asked =
    ref.ids?.findLast((id) => mayBeginId.test(id)) ??
    formatRef({ text: ref.text, isPrefix: false, ...defined({ target: ref.target }) })
  const unread = troubles.filter(({ account }) => !unlisted.includes(account))
  return new AppError('migration_not_found', {
    ref: asked.slice(0, 60),
    account: ref.account?.slice(0, 40),
    isWhole: isWhole && mayBeginId.test(asked),
    where: ref.account === undefined ? '' : ` in account \`${ref.account.slice(0, 40)}\``,
    nearest: [
      ...(nearest.length === 0 ? [] : [` The nearest: ${nearest.map((id) => `\`${id}\``).join(', ')}.`]),
      ...(unlisted.length === 0
        ? []
        : [` Ferry is still listing ${unlisted.map((one) => `\`${one}\``).join(', ')}: try the whole id.`]),
      ...unread.slice(0, 1).map(({ account, what }) => ` \`${account}\` can’t be read at the moment: ${what}`),
      ...(isCut ? [' A cloud may not list all of its migrations: try the whole id.'] : []),
    ].join(''),
  })
}
