import { ownersOfAccount } from '../../access/owners.ts'
import { defined } from '../../defined.ts'
import { projectOf } from '../../fleet/judge/identity.ts'
import { accountList } from '../../views/account/accounts.ts'
import { accountNotFound, providerOf } from '../find/accounts.ts'
import { isPolite } from '../find/words.ts'
import type { Command } from '../machine/command.ts'
import { pageIn } from '../machine/page.ts'

export const accounts: Command = {
  verb: 'accounts',
  aliases: ['account'],
  needs: 'viewer',
  takes: { most: 1 },
  usage: 'accounts [name]',
  summary: 'The cloud accounts of this workspace',
  examples: ['accounts', 'accounts prod'],
  async run(invocation, { store, providers, fleet }) {
    const { words, flags } = invocation
    const page = pageIn(invocation, accounts.usage)
    const { items, unreadable } = await store.accounts.list()
    // An answer for everybody in the channel would notify them.
    const owners = flags.share === undefined ? (await store.owners.list()).items : []
    const wanted =
      words
        .find((word) => !isPolite(word))
        ?.toLowerCase()
        .replace(/[.…*]+$/, '') ?? ''
    const fitting = items.filter(({ name }) => name.startsWith(wanted))
    // Reading it throws the reason why it can't be read: "there is none" would not be true.
    if (unreadable.includes(wanted)) await store.accounts.get(wanted)
    if (fitting.length === 0 && wanted !== '') throw accountNotFound(wanted, items)
    const standing = (await fleet.ask({ type: 'accounts' })).accounts
    const lines = fitting
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((account) => {
        const provider = providerOf(account, providers)
        const own = standing.filter((one) => one.account === account.name)
        const fleet = own.find(({ identity }) => identity === projectOf(account, provider))
        return {
          ...account,
          providerLabel: provider.label,
          ...defined({ fleet, owners: ownersOfAccount(owners, account.name)?.subjects }),
        }
      })
    const command = ['accounts', ...(wanted === '' ? [] : [wanted])].join(' ')
    return { type: 'message', message: accountList({ accounts: lines, command, page, unreadable: unreadable.length }) }
  },
}
