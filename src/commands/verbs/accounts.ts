import { accountList } from '../../views/accounts.ts'
import type { Command } from '../command.ts'
import { providerOf } from '../find.ts'

export const accounts: Command = {
  verb: 'accounts',
  aliases: ['account'],
  needs: 'viewer',
  usage: 'accounts',
  summary: 'The cloud accounts of this workspace',
  examples: ['accounts'],
  async run(_invocation, { store, providers }) {
    const { items, unreadable } = await store.accounts.list()
    const lines = items
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((account) => ({ ...account, providerLabel: providerOf(account, providers).label }))
    return { type: 'message', message: accountList(lines, unreadable.length) }
  },
}
