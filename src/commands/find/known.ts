import { projectOf } from '../../fleet/judge/identity.ts'
import type { FleetAnswer, Sighted } from '../../fleet/search.ts'
import { type Ref, refOf } from '../../migrations/typed/ref.ts'
import type { AccountTrouble } from '../../views/list/list.ts'
import type { Tools } from '../machine/command.ts'
import { type OpenAccount, openAccount } from './accounts.ts'

/** A migration as Ferry last knew it. */
export type KnownMigration = OpenAccount & Sighted

/** Known migrations that a reference fits, and reasons why others may not be known. */
export type KnownHits = {
  hits: readonly KnownMigration[]
  /** How many fit, which may be more than these. */
  total: number
  /** Names of the accounts that have not been listed to their end yet. */
  unlisted: readonly string[]
  /** Accounts that can't be read at the moment. */
  troubles: readonly AccountTrouble[]
  /** Whether a cloud may leave out some of its list. */
  isCut: boolean
  /** If nothing fits, the ids that are most like what was typed. */
  nearest: readonly string[]
  /** If nothing else fits, references of the deleted migrations that do. */
  deleted: readonly string[]
}

/** Words for an account that has not been listed to its end yet. */
export const stillListing = 'Ferry is still listing this account.'

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
  const known = accounts.map((one) => ({ name: one.account.name, summary: summaryOf(one, answer) }))
  return {
    hits,
    total: Math.max(hits.length, answer.total ?? 0),
    unlisted: known.flatMap(({ name, summary }) => (summary?.isWhole || summary?.isCut ? [] : [name])),
    troubles: known.flatMap(({ name, summary }) =>
      summary?.trouble === undefined ? [] : [{ account: name, what: summary.trouble.what }],
    ),
    isCut: known.some(({ summary }) => summary?.isCut),
    nearest: answer.nearest ?? [],
    deleted: deletedIn(answer, accounts),
  }
}

function deletedIn({ deleted = [] }: FleetAnswer, accounts: readonly OpenAccount[]): string[] {
  return deleted.filter((gone) => accounts.some((one) => isInProject(gone, one))).map(refOf)
}

/** Known migrations among these, without asking a cloud. Leaves out those that are not known. */
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
function isOf({ identity, migration: { account } }: Sighted, opened: OpenAccount): boolean {
  return isInProject({ account, identity }, opened)
}

type InProject = { account: string; identity: string }

function isInProject(one: InProject, { account, provider }: OpenAccount): boolean {
  return one.account === account.name && one.identity === projectOf(account, provider)
}

function summaryOf({ account, provider }: OpenAccount, { accounts }: FleetAnswer) {
  const own = accounts.filter((one) => one.account === account.name)
  return own.find(({ identity }) => identity === projectOf(account, provider))
}
