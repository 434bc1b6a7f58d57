import { projectOf } from '../../fleet/judge/identity.ts'
import type { FleetAnswer, Sighted } from '../../fleet/search.ts'
import { matchRef, type Ref } from '../../migrations/typed/ref.ts'
import type { Tools } from '../machine/command.ts'
import { type OpenAccount, openAccount } from './accounts.ts'

/** A migration as Ferry last knew it. */
export type KnownMigration = OpenAccount & Sighted

/**
 * Migrations that a reference fits, from what is known. `unlisted`: accounts that may have others, because Ferry has not
 * listed them completely yet. Empty if the reference is an id or a whole name, because these name one.
 */
export type KnownHits = { hits: readonly KnownMigration[]; unlisted: readonly OpenAccount[] }

/** Finds migrations without asking a cloud. */
export async function findKnown(
  ref: Ref,
  accounts: readonly OpenAccount[],
  { fleet }: Pick<Tools, 'fleet'>,
): Promise<KnownHits> {
  const answer = await fleet.ask({ type: 'find', ref })
  const hits = answer.sighted.flatMap((sighted) => {
    const opened = accounts.find((one) => isOf(sighted, one))
    return opened === undefined ? [] : [{ ...opened, ...sighted }]
  })
  const isNamed = hits.length > 0 && hits.every(({ migration }) => matchRef(ref, migration) === 'exact')
  return { hits, unlisted: isNamed ? [] : accounts.filter((one) => !isListed(one, answer)) }
}

/** What is known of these migrations, without asking a cloud. Leaves out those that are not known. */
export async function knownOf(
  migrations: readonly { account: string; id: string }[],
  tools: Pick<Tools, 'store' | 'providers' | 'connect' | 'fleet'>,
): Promise<KnownMigration[]> {
  const names = [...new Set(migrations.map(({ account }) => account))]
  const [accounts, { sighted }] = await Promise.all([
    tools.store.accounts.getMany(names),
    tools.fleet.ask({ type: 'these', migrations: migrations.map(({ account, id }) => ({ account, id })) }),
  ])
  const opened = new Map([...accounts.items].map(([name, account]) => [name, openAccount(account, tools)]))
  return sighted.flatMap((one) => {
    const own = opened.get(one.migration.account)
    return own !== undefined && isOf(one, own) ? [{ ...own, ...one }] : []
  })
}

/** Whether a migration is in the project that the account opens now. */
function isOf({ identity, migration }: Sighted, { account, provider }: OpenAccount): boolean {
  return migration.account === account.name && identity === projectOf(account, provider)
}

function isListed({ account, provider }: OpenAccount, { accounts }: FleetAnswer): boolean {
  const own = accounts.filter((one) => one.account === account.name && one.isWhole)
  return own.some(({ identity }) => identity === projectOf(account, provider))
}
