import type { Subject } from '../../access/roles.ts'
import type { MigrationRequest } from '../../approvals/request.ts'
import { choices, context, section } from '../elements.ts'
import { plural } from '../format.ts'
import type { Message } from '../message.ts'
import { routeOf } from '../request-card.ts'
import { code, escaped, notice } from '../text.ts'

export type AskedPlace = {
  channel?: string /** Who may approve it, besides whoever asked. */
  approvers: readonly Subject[]
}

/** A request was made: where it stands, who decides, and what happens next. */
export function requestAsked(request: MigrationRequest, { channel, approvers }: AskedPlace): Message {
  const { id, status } = request
  const isDecided = status.type !== 'waiting'
  const next = isDecided ? 'Nobody has to approve it: it is being created.' : whoDecides(request, approvers)
  return {
    text: notice(`${id}: ${isDecided ? 'being created' : 'asked for'}`),
    blocks: [
      section(`:white_check_mark: ${code(id)} · *${routeOf(request)}*\n${next}`),
      ...(channel === undefined
        ? []
        : [context(`Its card is in <#${escaped(channel)}>, and says what becomes of it.`)]),
      ...choices([{ label: 'See the request', command: `review ${id}` }]),
    ],
  }
}

function whoDecides({ terms }: MigrationRequest, approvers: readonly Subject[]): string {
  const shown = approvers.slice(0, mostNamed).map(mention)
  const more = approvers.length > mostNamed ? [`${approvers.length - mostNamed} more`] : []
  const who =
    approvers.length === 0
      ? 'Nobody else has the role yet: ask an admin.'
      : `They may: ${[...shown, ...more].join(', ')}.`
  const needs = `${plural(terms.needed, 'approval')} ${terms.needed === 1 ? 'is' : 'are'} needed${terms.allowsSelf ? '; yours counts' : ', by somebody else'}.`
  return `${needs} ${who}`
}

const mostNamed = 5

function mention({ type, id }: Subject): string {
  return type === 'user' ? `<@${escaped(id)}>` : `<!subteam^${escaped(id)}>`
}

/** The same form was sent again. */
export function askedBefore(id: string): Message {
  return {
    text: notice(`${id} was asked for already`),
    blocks: [
      section(`It was asked for already, as ${code(id)}. Nothing was done twice.`),
      ...choices([{ label: 'See the request', command: `review ${id}` }]),
    ],
  }
}
