import { isStuck } from '../approvals/able.ts'
import type { MigrationRequest } from '../approvals/request.ts'
import { isOpen } from '../approvals/transitions.ts'
import { defined } from '../defined.ts'
import { AppError, isAppError } from '../errors/errors.ts'
import type { Draft, DraftOrigin } from '../migrations/spec/draft.ts'
import type { Spec } from '../migrations/spec/spec.ts'
import { approvableAs, mendersOf } from '../requests/approvers.ts'
import { assertEditable } from '../requests/decide.ts'
import { requestFrom } from '../requests/open.ts'
import type { Message } from '../views/blocks/message.ts'
import { requestChanged, requestOpened, requestUnchanged, sentBefore } from '../views/create/request-answers.ts'
import { stuckText } from '../views/request/stuck.ts'
import type { Tools } from './machine/command.ts'
import { changeMigrationRequest, findRequest, requestMigration, type Sending } from './request-acts.ts'

/** The request that somebody wants to change. Throws request_refused if they may not, or it is too late. */
export async function requestToChange(id: string, by: string, tools: Tools): Promise<MigrationRequest> {
  const request = await requestNamed({ type: 'edit', request: id }, tools)
  assertEditable(request, { by, now: tools.clock.now() })
  return request
}

/** The request that somebody wants to make again. Throws usage while it waits. */
export async function requestToRepeat(typed: string, tools: Tools): Promise<MigrationRequest> {
  const request = await requestNamed({ type: 'again', request: typed }, tools)
  if (!isOpen(request, tools.clock.now())) return request
  const problem = `\`${request.id}\` is still waiting for approval: the requester can change it.`
  throw new AppError('usage', { problem, usage: `create --edit ${request.id}` })
}

/** The request that a form is about. */
export function requestNamed(
  { type, request }: Omit<DraftOrigin, 'specHash'>,
  tools: Tools,
): Promise<MigrationRequest> {
  const verb = `create --${type}`
  return findRequest({ words: [request], flags: {} }, { verb, usage: `${verb} r-7f3a2c` }, tools)
}

/** The warning that nobody could approve a request of this. Without it, the request would wait until it expires. */
export async function stuckAbout(spec: Spec, user: string, tools: Tools): Promise<string | undefined> {
  const request = await approvableAs(spec, user, tools)
  if (request === undefined || !isStuck(request, request.able)) return undefined
  return stuckText(request, await mendersOf(request, tools))
}

type Sent = { request: string; message: Message }

/** Turns a form into a request, or changes the request that it is about. Sent twice, it gets the same request. */
export async function requestOnce(sending: Sending, draft: Draft, tools: Tools): Promise<Sent> {
  if (draft.from?.type === 'edit') return change(sending, draft.from, tools)
  try {
    const made = await requestMigration({ ...sending, draft: draft.id }, tools)
    return { request: made.id, message: requestOpened(made, await cardOf(made, tools)) }
  } catch (error) {
    const before = isAppError(error, 'request_busy') ? await requestFrom(draft.id, tools.store) : undefined
    if (before === undefined) throw error
    return { request: before.id, message: sentBefore(before.id, draft) }
  }
}

/**
 * Changes a request. Compares with what the form began with, so that a form sent again after a crash gets the same
 * answer.
 */
async function change(
  sending: Sending,
  { request: id, specHash }: NonNullable<Draft['from']>,
  tools: Tools,
): Promise<Sent> {
  const made = await changeMigrationRequest(id, { ...sending, seenHash: specHash }, tools)
  const isSame = made.specHash === specHash
  return { request: id, message: isSame ? requestUnchanged(id) : requestChanged(made, await cardOf(made, tools)) }
}

/** Where a request's card is, and who can help if nobody can approve it. */
async function cardOf(made: MigrationRequest, tools: Tools) {
  const [record, menders] = await Promise.all([
    tools.store.requests.get(made.id),
    isStuck(made, made.able) ? mendersOf(made, tools) : [],
  ])
  return { menders, ...defined({ channel: record?.posting.channel }) }
}
