import type { Subject } from '../../access/roles.ts'
import { isStuck } from '../../approvals/able.ts'
import type { MigrationRequest } from '../../approvals/request.ts'
import type { Draft } from '../../migrations/spec/draft.ts'
import { choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { people, routeOf } from '../request/card.ts'
import { stuckText, whoMay } from '../request/stuck.ts'
import { plural } from '../words/format.ts'
import { code, escaped, notice } from '../words/text.ts'

export type AnswerFacts = {
  channel?: string
  /** People who can change who approves, if nobody can approve. */
  menders: readonly Subject[]
}

/** The answer to a new request: its state, who decides, and what happens next. */
export function requestOpened(request: MigrationRequest, place: AnswerFacts): Message {
  return standing(request, place, { sign: ':white_check_mark:', done: 'requested' })
}

/** The answer to a changed request: whose approvals are void, and what happens next. */
export function requestChanged(request: MigrationRequest, place: AnswerFacts): Message {
  const voided = request.edits.at(-1)?.voided ?? []
  const whose = voided.length === 0 ? '' : ` The approval of ${people(voided)} is void.`
  return standing(request, place, { sign: ':pencil2:', done: 'changed', said: `Changed.${whose} ` })
}

/** Words of an answer to a sent request. `said`: the words before the next step. */
type Sent = { sign: string; done: string; said?: string }

function standing(
  request: MigrationRequest,
  { channel, menders }: AnswerFacts,
  { sign, done, said = '' }: Sent,
): Message {
  const { id, status } = request
  const isDecided = status.type !== 'waiting'
  const next = isDecided ? 'No approval needed: it is being created.' : whoDecides(request, menders)
  return {
    text: notice(`${id}: ${isDecided ? 'being created' : done}`),
    blocks: [
      section(`${sign} ${code(id)} · *${routeOf(request)}*\n${said}${next}`),
      ...(channel === undefined ? [] : [context(`Follow its card in <#${escaped(channel)}>.`)]),
      ...seeIt(id),
    ],
  }
}

function whoDecides(request: MigrationRequest, menders: readonly Subject[]): string {
  const { terms, able } = request
  const needs = `${plural(terms.needed, 'approval')} ${terms.needed === 1 ? 'is' : 'are'} needed${terms.allowsSelf ? '; yours counts' : ', by somebody else'}.`
  if (isStuck(request, able)) return `${needs}\n${stuckText(request, menders)}`
  return able === undefined ? needs : `${needs} ${whoMay(able, mostNamed)}`
}

const mostNamed = 5

/** The answer to a change that equals the present content. */
export function requestUnchanged(id: string): Message {
  return {
    text: notice(`${id} was not changed`),
    blocks: [
      section(`Nothing changed: ${code(id)} already has exactly this content. Its approvals still count.`),
      ...seeIt(id),
    ],
  }
}

/** The answer if the same form is sent again. */
export function sentBefore(id: string, { from }: Pick<Draft, 'from'>): Message {
  const isEdit = from?.type === 'edit'
  const what = isEdit ? `You already sent this change to ${code(id)}.` : `This was already requested as ${code(id)}.`
  return {
    text: notice(isEdit ? `Already sent to ${id}` : `Already requested as ${id}`),
    blocks: [section(`${what} Nothing was done twice.`), ...seeIt(id)],
  }
}

function seeIt(id: string) {
  return choices([{ label: 'See the request', command: `review ${id}` }])
}
