import { createPage } from '../../views/create/create-page.ts'
import { choiceMessage } from '../../views/list/choice.ts'
import type { DrawnReply, Invocation, Reply } from './command.ts'

/** Draws a reply that is data. A message that answers a sent form says that the form is done. */
export function drawn(reply: Reply, invocation: Pick<Invocation, 'answers'>): DrawnReply {
  switch (reply.type) {
    case 'choice':
      return drawn({ type: 'message', message: choiceMessage(reply.choice) }, invocation)
    case 'page':
      return { type: 'form', modal: createPage(reply.page) }
    case 'message':
      return invocation.answers === undefined ? reply : { type: 'form done', message: reply.message }
    default:
      return reply
  }
}
