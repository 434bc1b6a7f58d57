import { isStuck } from '../../../approvals/able.ts'
import type { MigrationRequest } from '../../../approvals/request.ts'
import { exclusively } from '../../../async/exclusively.ts'
import { isAppError } from '../../../errors/errors.ts'
import type { DraftOrigin } from '../../../migrations/spec/draft.ts'
import type { PreflightCheck } from '../../../migrations/spec/spec.ts'
import { mendersOf } from '../../../requests/approvers.ts'
import { requestFrom } from '../../../requests/open.ts'
import type { Message } from '../../../views/blocks/message.ts'
import { requestChanged, requestOpened, requestUnchanged, sentBefore } from '../../../views/create/request-answers.ts'
import { rememberKey } from '../../key-uses.ts'
import type { Invocation, Reply } from '../../machine/command.ts'
import { changeMigrationRequest, requestMigration, type Sending } from '../../request-acts.ts'
import { check, checkedIn, freshMs, isBlocking, isDoubtful } from './checks.ts'
import { type CreateContext, type DraftReading, readDraft } from './context.ts'
import { isFilled, keepDraft, newDrafts, openDraft } from './drafts.ts'
import { firstProblem, showPage } from './pages.ts'

/**
 * How long a form is held while it is sent, in milliseconds. If a cloud takes longer, the request's id still keeps it
 * to one.
 */
const holdMs = 60_000

/** Turns a sent summary into a request, or changes its request: once, however often the summary is sent. */
export async function requestApproval(context: CreateContext, invocation: Invocation): Promise<Reply> {
  const { draft, origin, tools } = context
  const key = `create:${origin.workspace}:${draft.user}:${draft.id}`
  return exclusively({ key, ref: 'this migration', ms: holdMs }, tools.claim, async () => {
    const now = await openDraft(draft.user, draft.id, tools)
    if (now.request !== undefined) return { type: 'form done', message: sentBefore(now.request, now) }
    return requestIfSound({ ...context, draft: now }, invocation)
  })
}

async function requestIfSound(context: CreateContext, { answers }: Invocation): Promise<Reply> {
  const { draft, identity, origin, tools } = context
  const reading = await readDraft(context)
  const checks = firstProblem(reading.problems, context) === undefined ? await freshChecks(reading, context) : undefined
  if (checks === undefined) return summary(context)
  const known = checkedIn(context)?.checks ?? []
  const { checked: _, ...rest } = draft
  const rechecked = { ...context, draft: { ...rest, checked: { at: tools.clock.now(), checks, identity } } }
  if (isBlocking(checks)) return summary(rechecked)
  const isAgreed = answers?.agreed === 'yes' && !isDoubtfulSince(known, checks)
  if (isDoubtful(checks) && !isAgreed) return summary(rechecked, [tickProblem])
  try {
    const { request, message } = await send({ spec: reading.spec, identity, checks, origin }, context)
    await keepDraft(draft, { request: request.id }, tools)
    await rememberKeys(reading, context)
    return { type: 'form done', message }
  } catch (error) {
    if (!isAppError(error, 'request_busy')) throw error
    return summary(rechecked, [busyProblem])
  }
}

type Sent = { request: MigrationRequest; message: Message }

async function send(sending: Sending, context: CreateContext): Promise<Sent> {
  const { draft, tools } = context
  if (draft.from?.type === 'edit') return change(sending, draft.from, context)
  try {
    const request = await requestMigration({ ...sending, draft: draft.id }, tools)
    return { request, message: requestOpened(request, await placeOf(request, context)) }
  } catch (error) {
    const before = isAppError(error, 'request_busy') ? await requestFrom(draft.id, tools.store) : undefined
    if (before === undefined) throw error
    return { request: before, message: sentBefore(before.id, draft) }
  }
}

/**
 * Changes a request. Compares with what the draft began with, so that a form sent again after a crash gets the same
 * answer.
 */
async function change(sending: Sending, { request: id, specHash }: DraftOrigin, context: CreateContext): Promise<Sent> {
  const request = await changeMigrationRequest(id, { ...sending, seenHash: specHash }, context.tools)
  const isSame = request.specHash === specHash
  return { request, message: isSame ? requestUnchanged(id) : requestChanged(request, await placeOf(request, context)) }
}

const busyProblem = 'Somebody is deciding on it right now. Nothing was changed. Submit it again.'

/** Where a request's card is, who can help if nobody can approve it, and which other forms were not sent. */
async function placeOf(request: MigrationRequest, { draft, tools }: CreateContext) {
  const [record, menders] = await Promise.all([
    tools.store.requests.get(request.id),
    isStuck(request, request.able) ? mendersOf(request, tools) : [],
  ])
  const channel = record?.posting.channel
  const others = (await newDrafts(draft.user, tools)).filter(({ id, answers }) => id !== draft.id && isFilled(answers))
  return { menders, unsent: others.map(({ answers }) => answers), ...(channel === undefined ? {} : { channel }) }
}

const tickProblem = 'There are warnings. Read them, then tick the box if you want to continue.'

/** The checks of a draft; made again if they are old or one failed. */
async function freshChecks(reading: DraftReading, context: CreateContext) {
  const { draft, identity, tools } = context
  const checked = checkedIn(context)
  const isFresh = checked !== undefined && tools.clock.now() - checked.at < freshMs && !isBlocking(checked.checks)
  if (isFresh) return checked.checks
  const checks = await check(reading, context)
  await keepDraft(draft, { checked: { at: tools.clock.now(), checks, identity } }, tools)
  return checks
}

/** Whether there is a doubt that the person had not seen when they agreed. */
function isDoubtfulSince(known: readonly PreflightCheck[], checks: readonly PreflightCheck[]): boolean {
  const doubts = checks.filter(({ outcome }) => outcome === 'warn' || outcome === 'unknown')
  return doubts.some(({ name }) => !known.some((one) => one.name === name && one.outcome !== 'pass'))
}

async function summary(context: CreateContext, problems: readonly string[] = []): Promise<Reply> {
  return { type: 'form', modal: await showPage(context, 'summary', { problems }) }
}

/** Remembers which keys opened the buckets, so that they are offered first next time. */
async function rememberKeys({ spec: { source, target } }: DraftReading, { tools }: CreateContext): Promise<void> {
  if (source.bucket !== undefined && source.key !== undefined) {
    await rememberKey({ bucket: source.bucket, side: 'sourceKey', key: source.key }, tools)
  }
  if (target.key !== undefined) {
    await rememberKey({ bucket: target.bucket, side: 'targetKey', key: target.key }, tools)
  }
}
