import { accountList } from '../../views/accounts.ts'
import type { Command } from '../command.ts'
import { accountNotFound, providerOf } from '../find.ts'

export const accounts: Command = {
  verb: 'accounts',
  aliases: ['account'],
  needs: 'viewer',
  usage: 'accounts [name]',
  summary: 'The cloud accounts of this workspace',
  examples: ['accounts', 'accounts prod'],
  async run({ words }, { store, providers }) {
    const { items, unreadable } = await store.accounts.list()
    const wanted = words[0]?.toLowerCase().replace(/[.…*]+$/, '') ?? ''
    const fitting = items.filter(({ name }) => name.startsWith(wanted))
    if (fitting.length === 0 && wanted !== '') throw accountNotFound(wanted, items)
    const lines = fitting
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((account) => ({ ...account, providerLabel: providerOf(account, providers).label }))
    return { type: 'message', message: accountList(lines, unreadable.length) }
  },
}
