import { contentHash, isBeingCreated, type MigrationRequest, shortHash } from '../approvals/request.ts'
import { type Ballot, editRefusal, isUnchanged } from '../approvals/transitions.ts'
import { defined } from '../defined.ts'
import { AppError } from '../errors/errors.ts'
import {
  assertDecidable,
  assertOpen,
  decide,
  lookNow as lookHeld,
  withdraw as withdrawHeld,
} from '../requests/decide.ts'
import { type Held, type Leasing, withRequest } from '../requests/lease.ts'
import {
  type ChangeOrder,
  changeRequest,
  type NewOrder,
  openRequest,
  type RequestOrder,
  requestIdFor,
} from '../requests/open.ts'
import { contentOf } from '../requests/trail.ts'
import { warnedWords } from '../views/request/card.ts'
import { decidedMessage, lookingMessage, reasonForm } from '../views/request/forms.ts'
import type { Command, Invocation, Origin, Reply, Tools } from './machine/command.ts'
import { type Act, admit, enact } from './machine/enact.ts'
import { restUnknown, withoutJoiners } from './machine/rest.ts'
import { holdsSecret, secretProblem } from './machine/typed-secret.ts'

/** A spec without problems, with the findings of `preflight` and the person who requests it. */
export type Sending = Pick<RequestOrder, 'spec' | 'identity' | 'checks' | 'bytes'> & { origin: Origin }

/**
 * Requests a migration. Its card goes to the approvers; once they have approved it, the migration is created. Throws
 * request_busy if the same draft was sent already.
 */
export async function requestMigration(
  sending: Sending & Pick<NewOrder, 'draft'>,
  tools: Tools,
): Promise<MigrationRequest> {
  const { origin, ...order } = sending
  const id = await requestIdFor(order.draft, tools.store)
  const opening = { ...tools, ...leasingOf(origin, tools) }
  const run = () => openRequest({ ...order, ...requesterOf(origin), id }, opening)
  const { account } = order.spec
  const detail = requestedContent(order)
  const opened = { origin, needs: { to: 'request' }, verb: 'request', subject: id, account, detail, run } as const
  const request = await enact(opened, tools)
  tools.attend(id)
  return request
}

/**
 * Gives a waiting request other content, which nobody has approved yet. Unchanged content keeps its approvals and is no
 * act in the audit, but the right to change it is checked all the same.
 */
export async function changeMigrationRequest(
  id: string,
  sending: Sending & Pick<ChangeOrder, 'seenHash'>,
  tools: Tools,
): Promise<MigrationRequest> {
  const { origin, ...order } = sending
  const { account } = order.spec
  const detail = requestedContent(order)
  const request = await withRequest(id, leasingOf(origin, tools), async (held) => {
    const before = held.request()
    const edit = { origin, needs: { to: 'request' }, verb: 'edit request', subject: id, account, detail } as const
    const isRefused = editRefusal(before, { by: origin.user, now: tools.clock.now() }) !== undefined
    if (!isRefused && isUnchanged(before, order)) {
      await admit(edit, tools)
      return before
    }
    const run = () => changeRequest(held, { ...order, ...requesterOf(origin) }, tools)
    return enact({ ...edit, run }, tools)
  })
  tools.attend(id)
  return request
}

/**
 * Finds a request by its id, or the start of an id that fits no other. `r-` can be left out. Throws AppError usage,
 * request_not_found, or rest_unknown for a second id: no decision is about two.
 */
export async function findRequest(
  { words, flags }: Pick<Invocation, 'words' | 'flags'>,
  { verb, usage }: Pick<Command, 'verb' | 'usage'>,
  { store }: Pick<Tools, 'store'>,
): Promise<MigrationRequest> {
  const [, ...others] = withoutJoiners(words)
  if (isRequestId(others[0])) throw restUnknown({ verb, usage }, others, { words: withoutJoiners(words), flags })
  const typed = (words[0] ?? '').toLowerCase().replace(/[.…*]+$/, '')
  if (typed === '') throw new AppError('usage', { problem: `Which request? \`${verb}\` needs an id.`, usage })
  const id = typed.startsWith('r-') ? typed : `r-${typed}`
  const exact = await store.requests.get(id)
  if (exact !== undefined) return exact.request
  const { items } = await store.requests.list()
  const [only, second] = items.filter(({ request }) => request.id.startsWith(id))
  if (only === undefined || second !== undefined) throw new AppError('request_not_found', { id: typed.slice(0, 40) })
  return only.request
}

/** Whether a word is the id of a request, or its start. */
function isRequestId(word: string | undefined): boolean {
  return word !== undefined && /^r-[\da-f]{3,}[.,…*]*$/i.test(word)
}

export type VoteOrder = Pick<Ballot, 'type' | 'reason' | 'seenHash' | 'warned' | 'breaksGlass'> & {
  request: MigrationRequest
}

/** The form that asks for a reason, for somebody who may decide: by the same rule that decides afterwards. */
export async function askReason(order: VoteOrder, invocation: Invocation, tools: Tools): Promise<Reply> {
  const { request, type, breaksGlass = false } = order
  const { origin, flags } = invocation
  assertOpen(request)
  const { id, spec } = request
  const decision = { type, breaksGlass, user: origin.user, seenHash: seenHash(request, flags) }
  const rule = () => assertDecidable(request, decision, tools)
  await admit({ origin, ...voteRight(order, request), subject: id, account: spec.account, rule }, tools)
  const command = commandWithHash(type, request, invocation)
  const modal = reasonForm({ request, verb: type, command, ...defined({ channel: origin.channel }) })
  return { type: 'form', modal }
}

/** Counts one person's decision by their rights at this moment. Refuses a reason that holds a secret. */
export async function castVote(order: VoteOrder, invocation: Invocation, tools: Tools): Promise<Reply> {
  const { origin } = invocation
  const { request, type, breaksGlass = false, ...ballot } = order
  if (holdsSecret(ballot.reason ?? '')) return refuseSecret(invocation)
  assertOpen(request)
  const decided = await whileHeld(
    {
      id: request.id,
      origin,
      right: (held) => voteRight(order, held),
      run: (held) => decide(held, { ...ballot, type, breaksGlass, user: origin.user }, tools),
    },
    tools,
  )
  return replyTo(await followCreation(decided, tools), tools)
}

/** Pauses between looks at a request whose migration is being created, in milliseconds: 15 seconds in all. */
const lookPausesMs = [500, 500, 1000, 1000, 2000, 4000, 6000]

/** Waits a little for the outcome of a creation, so that the answer to the last approval has it. */
async function followCreation(decided: MigrationRequest, tools: Tools): Promise<MigrationRequest> {
  let request = decided
  for (const pauseMs of lookPausesMs) {
    if (!isBeingCreated(request)) break
    await tools.clock.sleep(pauseMs)
    request = (await tools.store.requests.get(decided.id))?.request ?? request
  }
  return request
}

/** Refuses a reason that holds a secret: everybody in the channel would read it. */
function refuseSecret({ answers }: Invocation): Reply {
  if (answers === undefined) throw new AppError('secret_typed')
  return { type: 'form problems', problems: { reason: secretProblem } }
}

/** Withdraws a person's own request. */
export async function withdrawRequest(request: MigrationRequest, invocation: Invocation, tools: Tools): Promise<Reply> {
  const { origin } = invocation
  const run = (held: Held) => withdrawHeld(held, origin.user, tools)
  const act = { id: request.id, origin, right: () => ({ needs: 'viewer', verb: 'withdraw' }) as const, run }
  return replyTo(await whileHeld(act, tools), tools)
}

/** Looks in the cloud at once for a migration whose creation got no answer. */
export async function lookForCreated(request: MigrationRequest, invocation: Invocation, tools: Tools): Promise<Reply> {
  const { origin } = invocation
  const right = () => ({ needs: 'operator', verb: 'look for' }) as const
  const run = (held: Held) => lookHeld(held, tools)
  const looked = await whileHeld({ id: request.id, origin, right, run }, tools)
  return { type: 'message', message: lookingMessage(looked) }
}

/** The right that a vote needs, and the vote's name in the audit. */
function voteRight({ type, breaksGlass = false }: VoteOrder, about: MigrationRequest): Right {
  if (breaksGlass) return { needs: 'operator', verb: 'approve alone', isFresh: true }
  return { needs: { to: 'decide', about }, verb: type, isFresh: true }
}

type Right = Pick<Act<unknown>, 'needs' | 'verb' | 'isFresh'>
type HeldAct = Pick<Act<unknown>, 'origin'> & {
  id: string
  right(request: MigrationRequest): Right
  run(held: Held): Promise<MigrationRequest>
}

/**
 * Checks the right and acts under the request's lease, so that the right is checked for the content that is decided
 * about.
 */
async function whileHeld({ id, right, ...act }: HeldAct, tools: Tools): Promise<MigrationRequest> {
  const decided = await withRequest(id, leasingOf(act.origin, tools), (held) => {
    const { account } = held.request().spec
    const detail = contentOf(held.request())
    const run = () => act.run(held)
    return enact({ ...act, ...right(held.request()), account, subject: id, detail, run }, tools)
  })
  tools.attend(id)
  return decided
}

/** The reason that was typed after the id or filled in, if any. */
export function reasonIn({ words, answers }: Invocation): { reason?: string } {
  const reason = (answers?.reason ?? words.slice(1).join(' ')).trim().slice(0, longestReason)
  return reason === '' ? {} : { reason }
}

/** The hash of the content that the person saw, and the key of the warnings, if a button carries them. */
export function seenIn({ flags: { hash, warned } }: Invocation): { seenHash?: string; warned?: string } {
  return defined({ seenHash: hash, warned })
}

/** The command that a form sends, bound to the content that the form shows. */
function commandWithHash(verb: string, request: MigrationRequest, { flags }: Invocation): string {
  const alone = flags['break-glass'] === undefined ? '' : ' --break-glass'
  const warned = verb === 'approve' ? warnedWords(request) : ''
  return `${verb} ${request.id} --hash ${seenHash(request, flags)}${warned}${alone}`
}

/** Hash of the content that a form shows: the present one, unless the form was opened over an older one. */
function seenHash(request: MigrationRequest, { hash = shortHash(request) }: Invocation['flags']): string {
  return hash
}

const longestReason = 300

async function replyTo(request: MigrationRequest, { store }: Tools): Promise<Reply> {
  const channel = (await store.requests.get(request.id))?.posting.channel
  const message = decidedMessage(request, channel)
  return { type: 'message', message }
}

/** A new request's entry in the audit: its content. The policy is not known before the request is written down. */
function requestedContent(content: Pick<Sending, 'spec' | 'identity'>): string {
  return `content ${contentHash(content)}`
}

function requesterOf({ user, channel }: Origin) {
  return { user, ...defined({ channel }) }
}

function leasingOf({ workspace }: Origin, { store, claim, clock }: Tools): Leasing {
  return { workspace, store, claim, clock }
}
