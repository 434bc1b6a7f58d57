import { isOver } from '../../approvals/request.ts'
import { requestList } from '../../views/request/forms.ts'
import { isPolite, meansEverything, meansMe } from '../find/words.ts'
import type { Command, Invocation, Reply, Tools } from '../machine/command.ts'
import { pageIn } from '../machine/page.ts'
import { restUnknown } from '../machine/rest.ts'
import { findRequest, lookForCreated } from '../request-acts.ts'

export const requests: Command = {
  verb: 'requests',
  needs: ({ words }) => (isLooking(words) ? 'operator' : 'viewer'),
  takes: ({ words }) => ({ most: isLooking(words) ? 2 : 'any' }),
  usage: 'requests [all] [me] | look <id>',
  summary: 'Requests for migrations, and what was decided',
  examples: ['requests', 'requests all', 'requests me', 'requests look r-7f3a2c'],
  notes: ['look asks the cloud right away about a migration whose creation got no answer.'],
  async run(invocation, tools) {
    const { words, origin } = invocation
    if (isLooking(words)) return look({ ...invocation, words: words.slice(1) }, tools)
    const { store } = tools
    const page = pageIn(invocation, requests.usage)
    const rest = words.filter((word) => !isPolite(word) && !meansMe(word) && !meansEverything(word))
    if (rest.length > 0) throw restUnknown(requests, rest, invocation)
    const [isEvery, isMine] = [words.some(meansEverything), words.some(meansMe)]
    const { items, unreadable } = await store.requests.list()
    const shown = items
      .map(({ request }) => request)
      .filter(({ status, requestedBy }) => (isEvery || !isOver(status)) && (!isMine || requestedBy === origin.user))
      .toSorted((a, b) => b.requestedAt - a.requestedAt)
    const message = requestList({ requests: shown, isAll: isEvery, isMine, page, unreadable: unreadable.length })
    return { type: 'message', message }
  },
}

function isLooking([what]: readonly string[]): boolean {
  return what?.toLowerCase() === 'look'
}

async function look(invocation: Invocation, tools: Tools): Promise<Reply> {
  const request = await findRequest(invocation, { verb: 'requests look', usage: 'requests look r-7f3a2c' }, tools)
  return lookForCreated(request, invocation, tools)
}
