import { reaches } from '../../access/roles.ts'
import type { MigrationRequest } from '../../approvals/request.ts'
import { AppError } from '../../errors.ts'
import type { PreflightCheck } from '../../migrations/spec.ts'
import { askedBefore, requestAsked } from '../../views/create/asked.ts'
import type { Invocation, Reply } from '../command.ts'
import { rememberKey } from '../key-uses.ts'
import { askForMigration } from '../request-acts.ts'
import { check, freshMs, isBlocking, isDoubtful } from './checks.ts'
import { keepDraft, openDraft } from './drafts.ts'
import { type Judged, judge, type Making } from './making.ts'
import { firstProblem, showPage } from './pages.ts'

/** Long enough for a cloud that answers slowly; whoever comes meanwhile is told to wait. */
const claimMs = 60_000

/** The summary was sent. Asks once for what was looked at, however often it is sent. */
export async function askForApproval(making: Making, invocation: Invocation): Promise<Reply> {
  const { draft, origin, tools } = making
  const claim = await tools.claim(`create:${origin.workspace}:${draft.user}:${draft.id}`, claimMs)
  if (claim === undefined) throw new AppError('action_running', { ref: 'this migration' })
  try {
    const now = await openDraft(draft.user, draft.id, tools)
    if (now.request !== undefined) return { type: 'form done', message: askedBefore(now.request) }
    return await askIfSound({ ...making, draft: now }, invocation)
  } finally {
    await claim.release()
  }
}

async function askIfSound(making: Making, { answers }: Invocation): Promise<Reply> {
  const { draft, origin, tools } = making
  const judged = await judge(making)
  const checks = firstProblem(judged.problems, making) === undefined ? await freshChecks(judged, making) : undefined
  if (checks === undefined) return summary(making)
  const known = draft.checked?.checks ?? []
  const { checked: _, ...rest } = draft
  const rechecked = { ...making, draft: { ...rest, checked: { at: tools.clock.now(), checks } } }
  if (isBlocking(checks)) return summary(rechecked)
  const isAgreed = answers?.agreed === 'yes' && !isDoubtfulSince(known, checks)
  if (isDoubtful(checks) && !isAgreed) return summary(rechecked, [tickProblem])
  const request = await askForMigration({ spec: judged.spec, checks, origin }, tools)
  await keepDraft(draft, { request: request.id }, tools)
  await rememberKeys(judged, making)
  return { type: 'form done', message: requestAsked(request, await placeOf(request, making)) }
}

/** Where its card is, and who may approve it. */
async function placeOf({ id, spec }: MigrationRequest, { origin, tools }: Making) {
  const { store } = tools
  const [record, { items: grants }, admins] = await Promise.all([
    store.requests.get(id),
    store.grants.list(),
    tools.firstAdmins(),
  ])
  const approvers = grants.filter(
    ({ role, account }) => reaches(role, 'approver') && (account === undefined || account === spec.account),
  )
  const first = admins.map((user) => ({ type: 'user' as const, id: user }))
  const all = new Map([...approvers, ...first].map(({ type, id: subject }) => [subject, { type, id: subject }]))
  const channel = record?.posting.channel
  return {
    approvers: [...all.values()].filter((subject) => subject.id !== origin.user),
    ...(channel === undefined ? {} : { channel }),
  }
}

const tickProblem = 'Something is doubtful. Read what has a ! or ?, and tick the box if you want it anyway.'

/** What was found long ago, or failed, is found out again. */
async function freshChecks(judged: Judged, making: Making) {
  const { draft, tools } = making
  const { checked } = draft
  const isFresh = checked !== undefined && tools.clock.now() - checked.at < freshMs && !isBlocking(checked.checks)
  if (isFresh) return checked.checks
  const checks = await check(judged, making)
  await keepDraft(draft, { checked: { at: tools.clock.now(), checks } }, tools)
  return checks
}

/** A yes was said to what was shown, not to what has come since. */
function isDoubtfulSince(known: readonly PreflightCheck[], checks: readonly PreflightCheck[]): boolean {
  const doubts = checks.filter(({ outcome }) => outcome === 'warn' || outcome === 'unknown')
  return doubts.some(({ name }) => !known.some((one) => one.name === name && one.outcome !== 'pass'))
}

async function summary(making: Making, problems: readonly string[] = []): Promise<Reply> {
  return { type: 'form', modal: await showPage(making, 'summary', { problems }) }
}

/** The keys are offered first for these buckets next time. */
async function rememberKeys({ spec: { source, target } }: Judged, { tools }: Making): Promise<void> {
  if (source.bucket !== undefined && source.key !== undefined) {
    await rememberKey({ bucket: source.bucket, side: 'sourceKey', key: source.key }, tools)
  }
  if (target.key !== undefined) {
    await rememberKey({ bucket: target.bucket, side: 'targetKey', key: target.key }, tools)
  }
}
