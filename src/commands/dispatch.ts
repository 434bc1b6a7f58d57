import { randomBytes } from 'node:crypto'
import { explain } from '../catalogue/explain.ts'
import { AppError, type AppErrorCode, isAppError, say } from '../errors.ts'
import { notAllowed } from '../views/access.ts'
import type { Choice } from '../views/elements.ts'
import { explanationMessage } from '../views/explanation.ts'
import type { Message } from '../views/message.ts'
import { problemMessage } from '../views/problem.ts'
import { authorise } from './authorise.ts'
import type { Command, Invocation, Reply, Tools } from './command.ts'

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
    const needs = typeof command.needs === 'function' ? command.needs(invocation) : command.needs
    await authorise({ origin, needs }, tools)
    return { reply: await command.run(invocation, tools), code: 'ok' }
  } catch (error) {
    if (isAppError(error)) {
      tools.log.info({ ...about, ...loggable(error) }, 'Command refused')
      return { reply: asReply(problemOf(error), invocation), code: error.code }
    }
    const reference = randomBytes(2).toString('hex')
    tools.log.error({ ...about, reference, err: error }, 'Command failed')
    return { reply: asReply(problemOf(new AppError('unexpected', { reference })), invocation), code: 'unexpected' }
  }
}

/** The same answers for what went wrong before a command was known. */
export function problemOf(error: AppError): Message {
  if (error.code === 'provider_refused') return refusal(error)
  if (error.code === 'not_allowed') return notAllowed(say(error), String(error.details.admins ?? '').split(' '))
  return problemMessage({ ...say(error), choices: choicesFor(error) })
}

/** What a person typed stays out of the log: it may be a secret. What a cloud said is kept. */
function loggable(error: AppError): { code: AppErrorCode } | { err: AppError } {
  return error.owner === 'user' && error.code !== 'provider_denied' ? { code: error.code } : { err: error }
}

/** What a cloud refuses is explained from the catalogue, not echoed. */
function refusal({ details: { code, message, detail } }: AppError): Message {
  const failure = {
    ...(code === undefined ? {} : { code: String(code) }),
    ...(message === undefined ? {} : { message: String(message) }),
    ...(detail === undefined ? {} : { detail: String(detail) }),
  }
  return explanationMessage([explain(failure)], 0)
}

function choicesFor({ code, details }: AppError): Choice[] {
  switch (code) {
    case 'account_none':
      return [{ label: 'Connect an account', command: 'connect', style: 'primary' }]
    case 'provider_denied':
      return [{ label: 'Connect again', command: `connect ${details.account ?? ''}` }]
    case 'migration_not_found':
      return [{ label: 'List migrations', command: 'list' }]
    case 'provider_outcome_unknown':
    case 'action_impossible':
      return [{ label: 'Current state', command: `status ${details.ref ?? ''}` }]
    case 'verb_unknown':
      return [{ label: 'Help', command: 'help' }]
    default:
      return []
  }
}

function asReply(message: Message, { answers }: Invocation): Reply {
  return answers === undefined ? { type: 'message', message } : { type: 'form done', message }
}
