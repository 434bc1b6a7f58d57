import { isStuck } from '../../../approvals/able.ts'
import type { MigrationRequest } from '../../../approvals/request.ts'
import { defined } from '../../../defined.ts'
import { isAppError } from '../../../errors/errors.ts'
import type { Draft } from '../../../migrations/spec/draft.ts'
import { mendersOf } from '../../../requests/approvers.ts'
import { requestFrom } from '../../../requests/open.ts'
import type { Message } from '../../../views/blocks/message.ts'
import { requestChanged, requestOpened, requestUnchanged, sentBefore } from '../../../views/create/request-answers.ts'
import { rememberKey } from '../../key-uses.ts'
import type { Invocation, Tools } from '../../machine/command.ts'
import { changeMigrationRequest, requestMigration, type Sending } from '../../request-acts.ts'
import { checkedIn, doubtsIn, isBlocking, withFreshChecks } from './check.ts'
import { type Place, type Session, save } from './session.ts'

/** Turns a sent summary into a request, or changes its request. Nobody else sends this form meanwhile. */
export async function send(
  session: Session,
  isAgreed: boolean,
  { invocation: { origin }, tools }: { invocation: Invocation; tools: Tools },
): Promise<Session> {
  const { place, draft } = session
  if (place === undefined) return atSummary(session)
  const checked = await withFreshChecks(session, tools)
  const { checks = [], identity = '' } = checkedIn(checked) ?? {}
  if (isBlocking(checks)) return atSummary(checked)
  const seen = checkedIn(session)?.checks ?? []
  const isNew = doubtsIn(checks).some(({ name }) => !seen.some((one) => one.name === name && one.outcome !== 'pass'))
  if (doubtsIn(checks).length > 0 && (isNew || !isAgreed)) return atSummary(checked, tickProblem)
  try {
    const sent = await request({ spec: place.spec, identity, checks, origin }, draft, tools)
    await save({ ...checked, draft: { ...checked.draft, request: sent.request } }, tools)
    await rememberKeys(place, tools)
    return { ...checked, shown: { type: 'sent', ...sent } }
  } catch (error) {
    if (!isAppError(error, 'request_busy')) throw error
    return atSummary(checked, busyProblem)
  }
}

const tickProblem = 'There are warnings. Read them, then tick the box if you want to continue.'
const busyProblem = 'Somebody is deciding on it right now. Nothing was changed. Submit it again.'

function atSummary(session: Session, ...problems: readonly string[]): Session {
  return { ...session, shown: { type: 'page', step: 'summary', problems } }
}

type Sent = { request: string; message: Message }

async function request(sending: Sending, draft: Draft, tools: Tools): Promise<Sent> {
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

/** Remembers which keys opened the buckets, so that they are offered first next time. */
async function rememberKeys({ spec: { source, target } }: Place, tools: Tools): Promise<void> {
  if (source.bucket !== undefined && source.key !== undefined) {
    await rememberKey({ bucket: source.bucket, side: 'sourceKey', key: source.key }, tools)
  }
  if (target.key !== undefined) {
    await rememberKey({ bucket: target.bucket, side: 'targetKey', key: target.key }, tools)
  }
}
