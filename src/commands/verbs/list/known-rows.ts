import { projectOf } from '../../../fleet/judge/identity.ts'
import { familiesOf, isMemberOf } from '../../../migrations/families.ts'
import type { Migration } from '../../../migrations/migration.ts'
import { countedAs } from '../../../migrations/outcome.ts'
import type { Account } from '../../../store/store.ts'
import type { AccountTrouble } from '../../../views/page/list.ts'
import { type OpenAccount, providerOf } from '../../find/accounts.ts'
import type { Tools } from '../../machine/command.ts'
import { alone, type Filter, headKindsOf, isFlat, newestFirst, pageOf, type Rows } from './rows.ts'

/** Rows as Ferry last knew them. `readAt`: when the newest of them was read, in epoch milliseconds. */
export type KnownRows = Rows & { account: string; readAt: number }

/** What Ferry last knew of an account, from the newest migration on. Undefined if it knows nothing. */
export async function knownRows(
  { account, provider }: OpenAccount,
  { tools: { fleet }, filter }: { tools: Pick<Tools, 'fleet'>; filter: Filter },
): Promise<KnownRows | undefined> {
  const { sighted, accounts } = await fleet.ask({ type: 'account', account: account.name })
  if (sighted.length === 0) return undefined
  const project = projectOf(account, provider)
  const own = sighted.filter(({ identity }) => identity === project).map(({ migration }) => migration)
  if (own.length === 0) return undefined
  const rows = rowsOf(own.filter(fits(filter)), {
    filter,
    headKinds: isFlat(provider, filter) ? [] : headKindsOf(provider),
  })
  const isWhole = accounts.some((one) => one.identity === project && one.isWhole)
  return { ...rows, isWhole, account: account.name, readAt: Math.max(...own.map(({ readAt }) => readAt)) }
}

/**
 * The migrations that stand still, as Ferry last knew them, newest first. Clouds do not tell them from others that run. An
 * account about which Ferry does not know everything yet is named.
 */
export async function stalledRows(
  accounts: readonly Account[],
  { tools, page, filter }: { tools: Pick<Tools, 'fleet' | 'providers'>; page: number; filter: Filter },
): Promise<Rows & { troubles: readonly AccountTrouble[] }> {
  const asked = accounts.map(async (account) => {
    const project = projectOf(account, providerOf(account, tools.providers))
    const { sighted, accounts: summaries } = await tools.fleet.ask({ type: 'account', account: account.name })
    const stalled = sighted.filter(({ identity, stalledSince }) => identity === project && stalledSince !== undefined)
    const { isWhole = false, trouble } = summaries.find(({ identity }) => identity === project) ?? {}
    const what = trouble?.what ?? (isWhole ? undefined : 'Ferry is still listing this account.')
    return {
      migrations: stalled.map(({ migration }) => migration).filter(fits(filter)),
      troubles: what === undefined ? [] : [{ account: account.name, what }],
    }
  })
  const read = await Promise.all(asked)
  const migrations = read.flatMap((one) => one.migrations)
  const { rows, ...rest } = alone({ migrations, hasMore: false, total: migrations.length })
  return {
    ...pageOf({ ...rest, rows: rows.toSorted(newestFirst) }, page),
    troubles: read.flatMap((one) => one.troubles),
  }
}

function fits({ state, kind, group, sync }: Filter): (migration: Migration) => boolean {
  return (migration) =>
    (state === undefined || countedAs(migration) === state) &&
    (kind === undefined || migration.kind === kind) &&
    (group === undefined || migration.groupId === group) &&
    (sync === undefined || isMemberOf(migration, sync))
}

function rowsOf(
  migrations: readonly Migration[],
  { filter, headKinds }: { filter: Filter; headKinds: readonly Migration['kind'][] },
): Rows {
  const total = migrations.length
  if (filter.sync !== undefined || headKinds.length === 0) return alone({ migrations, hasMore: false, total })
  const heads = migrations.filter(({ kind }) => headKinds.includes(kind))
  const others = migrations.filter(({ kind }) => !headKinds.includes(kind))
  const rows = familiesOf(heads, others).sort(newestFirst)
  return { rows, hasMore: false, total: rows.length, isWhole: true }
}
