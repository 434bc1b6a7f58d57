import { isOver } from '../../approvals/request.ts'
import { requestList } from '../../views/request-forms.ts'
import type { Command } from '../command.ts'

export const requests: Command = {
  verb: 'requests',
  needs: 'viewer',
  usage: 'requests [all]',
  summary: 'Migrations that somebody asks for, and what was decided',
  examples: ['requests', 'requests all'],
  async run({ words }, { store }) {
    const isAll = words[0]?.toLowerCase() === 'all'
    const { items, unreadable } = await store.requests.list()
    const shown = items
      .map(({ request }) => request)
      .filter(({ status }) => isAll || !isOver(status))
      .toSorted((a, b) => b.requestedAt - a.requestedAt)
    const message = requestList({ requests: shown, isAll, unreadable: unreadable.length })
    return { type: 'message', message }
  },
}
