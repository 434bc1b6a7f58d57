import { isStuck } from '../../../approvals/able.ts'
import type { MigrationRequest } from '../../../approvals/request.ts'
import { AppError, isAppError } from '../../../errors.ts'
import type { DraftOrigin } from '../../../migrations/draft.ts'
import type { PreflightCheck } from '../../../migrations/spec.ts'
import { mendersOf } from '../../../requests/approvers.ts'
import { requestFrom } from '../../../requests/open.ts'
import { requestAsked, requestChanged, requestUnchanged, sentBefore } from '../../../views/create/asked.ts'
import type { Message } from '../../../views/message.ts'
import type { Invocation, Reply } from '../../command.ts'
import { rememberKey } from '../../key-uses.ts'
import { type Asked, askForMigration, changeMigrationRequest } from '../../request-acts.ts'
import { check, checkedIn, freshMs, isBlocking, isDoubtful } from './checks.ts'
import { type CreateContext, type DraftReading, readDraft } from './context.ts'
import { isFilled, keepDraft, newDrafts, openDraft } from './drafts.ts'
import { firstProblem, showPage } from './pages.ts'

/** Whoever comes meanwhile is told to wait. A slow cloud can take longer: then the request's id keeps it to one. */
const claimMs = 60_000

/** The summary was sent. Asks for what was looked at, or changes the request to it: once, however often it is sent. */
export async function askForApproval(context: CreateContext, invocation: Invocation): Promise<Reply> {
  const { draft, origin, tools } = context
  const claim = await tools.claim(`create:${origin.workspace}:${draft.user}:${draft.id}`, claimMs)
  if (claim === undefined) throw new AppError('action_running', { ref: 'this migration' })
  try {
    const now = await openDraft(draft.user, draft.id, tools)
    if (now.request !== undefined) return { type: 'form done', message: sentBefore(now.request, now) }
    return await askIfSound({ ...context, draft: now }, invocation)
  } finally {
    await claim.release()
  }
}

async function askIfSound(context: CreateContext, { answers }: Invocation): Promise<Reply> {
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

async function send(asked: Asked, context: CreateContext): Promise<Sent> {
  const { draft, tools } = context
  if (draft.from?.type === 'edit') return change(asked, draft.from, context)
  try {
    const request = await askForMigration({ ...asked, draft: draft.id }, tools)
    return { request, message: requestAsked(request, await placeOf(request, context)) }
  } catch (error) {
    const before = isAppError(error, 'request_busy') ? await requestFrom(draft.id, tools.store) : undefined
    if (before === undefined) throw error
    return { request: before, message: sentBefore(before.id, draft) }
  }
}

/** Compared with what the draft began with, so that sent after a crash it is answered as it would have been before. */
async function change(asked: Asked, { request: id, specHash }: DraftOrigin, context: CreateContext): Promise<Sent> {
  const request = await changeMigrationRequest(id, { ...asked, seenHash: specHash }, context.tools)
  const isSame = request.specHash === specHash
  return { request, message: isSame ? requestUnchanged(id) : requestChanged(request, await placeOf(request, context)) }
}

const busyProblem = 'Somebody is deciding about it this moment. Nothing was changed: send it again.'

/** Where its card is, and who can help where nobody can approve it. */
async function placeOf(request: MigrationRequest, { draft, tools }: CreateContext) {
  const [record, menders] = await Promise.all([
    tools.store.requests.get(request.id),
    isStuck(request, request.able) ? mendersOf(request, tools) : [],
  ])
  const channel = record?.posting.channel
  const others = (await newDrafts(draft.user, tools)).filter(({ id, answers }) => id !== draft.id && isFilled(answers))
  return { menders, unsent: others.map(({ answers }) => answers), ...(channel === undefined ? {} : { channel }) }
}

const tickProblem = 'Something is doubtful. Read the warnings, and tick the box if you want it anyway.'

/** What was found long ago, or failed, is found out again. */
async function freshChecks(reading: DraftReading, context: CreateContext) {
  const { draft, identity, tools } = context
  const checked = checkedIn(context)
  const isFresh = checked !== undefined && tools.clock.now() - checked.at < freshMs && !isBlocking(checked.checks)
  if (isFresh) return checked.checks
  const checks = await check(reading, context)
  await keepDraft(draft, { checked: { at: tools.clock.now(), checks, identity } }, tools)
  return checks
}

/** A yes was said to what was shown, not to what has come since. */
function isDoubtfulSince(known: readonly PreflightCheck[], checks: readonly PreflightCheck[]): boolean {
  const doubts = checks.filter(({ outcome }) => outcome === 'warn' || outcome === 'unknown')
  return doubts.some(({ name }) => !known.some((one) => one.name === name && one.outcome !== 'pass'))
}

async function summary(context: CreateContext, problems: readonly string[] = []): Promise<Reply> {
  return { type: 'form', modal: await showPage(context, 'summary', { problems }) }
}

/** The keys are offered first for these buckets next time. */
async function rememberKeys({ spec: { source, target } }: DraftReading, { tools }: CreateContext): Promise<void> {
  if (source.bucket !== undefined && source.key !== undefined) {
    await rememberKey({ bucket: source.bucket, side: 'sourceKey', key: source.key }, tools)
  }
  if (target.key !== undefined) {
    await rememberKey({ bucket: target.bucket, side: 'targetKey', key: target.key }, tools)
  }
}
