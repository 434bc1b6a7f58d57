import { defined } from '../../../defined.ts'
import { projectOf } from '../../../fleet/judge/identity.ts'
import type { ListAnswer, ListQuestion } from '../../../fleet/list.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { Account } from '../../../store/store.ts'
import { type AccountTrouble, pageSize } from '../../../views/list/list.ts'
import { providerOf } from '../../find/accounts.ts'
import { stillListing } from '../../find/known.ts'
import type { Tools } from '../../machine/command.ts'

/** The filter of a list of accounts, and the number of its page. */
export type Wanted = Pick<ListQuestion, 'kinds' | 'states' | 'isStalled' | 'text' | 'below'> & { page: number }

/** One page of what is known of these accounts. Asks no cloud. */
export async function readPage(
  accounts: readonly Account[],
  { page, ...wanted }: Wanted,
  tools: Pick<Tools, 'fleet' | 'providers'>,
): Promise<ListAnswer> {
  return askList(accounts, { ...wanted, offset: (page - 1) * pageSize, limit: pageSize }, tools)
}

/** Known migrations of these accounts, each account in the project that it opens now. Asks no cloud. */
export async function askList(
  accounts: readonly Account[],
  asked: Omit<ListQuestion, 'type' | 'accounts'>,
  { fleet, providers }: Pick<Tools, 'fleet' | 'providers'>,
): Promise<ListAnswer> {
  const { list } = await fleet.ask({
    ...asked,
    type: 'list',
    accounts: accounts.map((one) => ({ account: one.name, identity: projectOf(one, providerOf(one, providers)) })),
  })
  if (list === undefined) throw new RangeError('A question for a list was answered without one')
  return list
}

/** Troubles that keep some accounts from being shown as they are now. */
export function troublesIn({ accounts }: Pick<ListAnswer, 'accounts'>): AccountTrouble[] {
  return accounts.flatMap(({ account, trouble, isListed, known }) => {
    const what = trouble?.what ?? (isListed ? undefined : stillListing)
    if (what === undefined) return []
    const way = trouble?.code === 'provider_denied' ? `connect ${account}` : undefined
    return [{ account, what, isKnown: trouble !== undefined && known > 0, ...defined({ way }) }]
  })
}

/** Whether nothing can be shown of accounts that have not been listed yet. */
export function isEmptyAsYet({ rows, accounts }: ListAnswer): boolean {
  return rows.length === 0 && accounts.some(({ isListed, trouble }) => !isListed && trouble === undefined)
}

/** Whether a later page says something else than an earlier one, figures aside. */
export function isNews(before: ListAnswer, now: ListAnswer): boolean {
  return meaningOf(before) !== meaningOf(now)
}

function meaningOf({ rows, total, standing, accounts }: ListAnswer): string {
  const shown = rows.map(({ head, members }) => [refOf(head), head.state, members])
  return JSON.stringify([total, standing, shown, accounts.map(({ trouble }) => trouble?.code)])
}
