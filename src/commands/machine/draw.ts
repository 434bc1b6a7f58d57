import { createPage } from '../../views/create/create-page.ts'
import { choiceMessage } from '../../views/list/choice.ts'
import type { DrawnReply, Invocation, Reply } from './command.ts'

/** Draws a reply that is data. Every other reply stays as it is. */
export function drawn(reply: Reply, { answers }: Pick<Invocation, 'answers'>): DrawnReply {
  switch (reply.type) {
    case 'choice':
      return { type: answers === undefined ? 'message' : 'form done', message: choiceMessage(reply.choice) }
    case 'page':
      return { type: 'form', modal: createPage(reply.page) }
    default:
      return reply
  }
}
