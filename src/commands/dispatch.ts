import { randomBytes } from 'node:crypto'
import { RequestRefused } from '../approvals/refused.ts'
import type { Explanation } from '../catalogue/explain.ts'
import { explanationOf } from '../catalogue/explain-error.ts'
import { AppError, type AppErrorCode, type ErrorDetails, isAppError, say } from '../errors.ts'
import { actions } from '../migrations/actions.ts'
import type { Provider } from '../providers/provider.ts'
import { notAllowed, notNamed } from '../views/access.ts'
import type { Choice } from '../views/elements.ts'
import { explanationMessage } from '../views/explanation.ts'
import type { Message } from '../views/message.ts'
import { problemMessage } from '../views/problem.ts'
import { voteRefused } from '../views/request-forms.ts'
import { actionWords } from '../views/words.ts'
import type { Command, Invocation, Reply, Tools } from './command.ts'
import { admit } from './enact.ts'
import { offeredTo, rightFor } from './offer.ts'
import { type Helpers, whoCanHelp } from './who-can-help.ts'

/** What a door needs in order to answer, whatever happened. */
export type Outcome = { reply: Reply; code: 'ok' | AppErrorCode }

type Log = { error(details: object, message: string): void; info(details: object, message: string): void }

/**
 * The one way from any door to a command: authorises, runs, and turns whatever goes wrong into an answer. Never
 * throws. What nobody foresaw gets a reference that the log holds too.
 */
export async function dispatch(
  command: Command,
  invocation: Invocation,
  tools: Tools & { log: Log },
): Promise<Outcome> {
  const about = { verb: command.verb, workspace: invocation.origin.workspace, user: invocation.origin.user }
  try {
    const { origin } = invocation
    await admit({ origin, ...rightFor(command, invocation), verb: command.verb }, tools)
    const reply = await command.run(invocation, { ...tools, showMeanwhile: showingOffered(invocation, tools) })
    return { reply: isForEverybody(command, invocation) ? reply : await offered(reply, invocation, tools), code: 'ok' }
  } catch (error) {
    if (isAppError(error)) {
      tools.log.info({ ...about, ...loggable(error) }, 'Command refused')
      const ways = {
        providers: tools.providers,
        offered: command.waysOut?.(invocation, error) ?? [],
        helpers: await whoCanHelp(error, tools),
      }
      const reply = asReply(problemOf(error, ways), invocation)
      return { reply: await offered(reply, invocation, tools), code: error.code }
    }
    const reference = randomBytes(2).toString('hex')
    tools.log.error({ ...about, reference, err: error }, 'Command failed')
    return { reply: asReply(problemOf(new AppError('unexpected', { reference })), invocation), code: 'unexpected' }
  }
}

/** The answer to what is still in work when Ferry can wait no longer before it ends. */
export function leftBehind(invocation: Invocation): Outcome {
  return { reply: asReply(problemOf(new AppError('stopping')), invocation), code: 'stopping' }
}

/** Everything else is for whoever asked alone. */
export function isForEverybody({ isPrivate }: Command, { flags }: Pick<Invocation, 'flags'>): boolean {
  return flags.share !== undefined && !isPrivate
}

/** What is shown before the answer is for the person alone, and offers what the answer would. */
function showingOffered({ origin }: Invocation, tools: Tools): Tools['showMeanwhile'] {
  return async (message) => tools.showMeanwhile(await offeredTo(origin, message, tools))
}

async function offered(reply: Reply, { origin }: Invocation, tools: Tools): Promise<Reply> {
  switch (reply.type) {
    case 'message':
    case 'form done':
      return { ...reply, message: await offeredTo(origin, reply.message, tools) }
    case 'form':
      return { ...reply, modal: await offeredTo(origin, reply.modal, tools) }
    case 'form problems':
      return reply
    default:
      return reply satisfies never
  }
}

/** What can be done about it: what the clouds allow, and what the command itself offers. */
type Ways = {
  providers: readonly Pick<Provider, 'label' | 'hasPrivacyStatement'>[]
  offered: readonly Choice[]
  helpers: Helpers
}

const noWays: Ways = { providers: [], offered: [], helpers: { admins: [], named: [] } }

/** The same answers for what went wrong before a command was known. */
export function problemOf(error: AppError, ways: Ways = noWays): Message {
  const { admins, named } = ways.helpers
  if (error.code === 'not_allowed') return notAllowed(say(error), admins)
  if (error.code === 'not_named') {
    return notNamed(say(error), { act: String(error.details.act ?? ''), named, admins })
  }
  if (error instanceof RequestRefused) return voteRefused(error, ways.offered)
  const explanation = explanationOf(error)
  if (explanation !== undefined) return explained(explanation, error, ways)
  return problemMessage({ ...say(error), choices: [...choicesFor(error), ...ways.offered], ...namedIn(error.details) })
}

/** What a person typed stays out of the log: it may be a secret. What a cloud said is kept. */
function loggable(error: AppError): { code: AppErrorCode } | { err: AppError } {
  return error.owner === 'user' && error.code !== 'provider_denied' ? { code: error.code } : { err: error }
}

/** What a cloud refuses is explained from the catalogue, not echoed. */
function explained(explanation: Explanation, { details }: AppError, { providers, offered }: Ways): Message {
  const provider = providers.find(({ label }) => label === details.provider)
  return explanationMessage([explanation], {
    offered: [...remedies(explanation, { details, provider }), ...offered],
    ...namedIn(details),
  })
}

/** By which the cloud's support finds the request again. */
function namedIn({ requestId }: ErrorDetails): { requestId?: string } {
  return requestId === undefined ? {} : { requestId: String(requestId) }
}

function remedies(
  { remedy }: Explanation,
  { details, provider }: { details: ErrorDetails; provider: Ways['providers'][number] | undefined },
): Choice[] {
  if (remedy === undefined || provider?.hasPrivacyStatement !== true || details.account === undefined) return []
  return [{ label: 'Read and accept', command: `agree ${details.account}`, style: 'primary' }]
}

function choicesFor({ code, details }: AppError): Choice[] {
  switch (code) {
    case 'account_none':
      return [{ label: 'Connect an account', command: 'connect', style: 'primary' }]
    case 'provider_denied':
      return [{ label: 'Connect again', command: `connect ${details.account ?? ''}` }]
    case 'storage_key_not_found':
      return [{ label: 'Storage keys', command: 'keys' }]
    case 'migration_not_found':
      return [{ label: 'List migrations', command: 'list' }]
    case 'action_impossible':
      return [...possibleInstead(details), currentState(details)]
    case 'provider_outcome_unknown':
    case 'statistics_none':
      return [currentState(details)]
    case 'verb_unknown':
      return [
        ...(details.meant === undefined ? [] : [{ label: String(details.meant), command: String(details.meant) }]),
        { label: 'Help', command: 'help' },
      ]
    case 'ref_missing':
      return [{ label: 'List migrations', command: 'list' }]
    default:
      return []
  }
}

function currentState({ ref }: ErrorDetails): Choice {
  return { label: 'Current state', command: `status ${ref ?? ''}` }
}

/** The first two of what is possible; what nothing brings back is not offered to somebody who wanted something else. */
function possibleInstead({ ref, offered }: ErrorDetails): Choice[] {
  const names = typeof offered === 'object' ? offered : []
  return actions
    .filter((action) => names.includes(action) && action !== 'delete' && action !== 'cancel')
    .slice(0, 2)
    .map((action) => ({ label: actionWords[action].label, command: actionWords[action].command(String(ref)) }))
}

function asReply(message: Message, { answers }: Invocation): Reply {
  return answers === undefined ? { type: 'message', message } : { type: 'form done', message }
}
