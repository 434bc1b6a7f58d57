import { randomBytes } from 'node:crypto'
import { AppError, type AppErrorCode, isAppError } from '../../errors/errors.ts'
import type { Choice } from '../../views/blocks/elements.ts'
import type { Message } from '../../views/blocks/message.ts'
import { whoCanHelp } from '../who-can-help.ts'
import type { Command, Invocation, Reply, Tools } from './command.ts'
import { admit } from './enact.ts'
import { offeredTo, rightFor } from './offer.ts'
import { problemOf, refusalOf } from './problem.ts'

/** A command's reply, and its code for the log. */
export type Outcome = { reply: Reply; code: 'ok' | AppErrorCode }

type Log = { error(details: object, message: string): void; info(details: object, message: string): void }

/**
 * Runs a command for any interaction: checks the person's right, runs the command, and turns every error into an
 * answer. Never throws. An unforeseen error gets a reference that the log holds too.
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
        offered: command.waysOut?.(invocation, error) ?? again(error, invocation),
        helpers: await whoCanHelp(error, tools),
      }
      const reply = asReply(refusalOf(error, ways), invocation)
      return { reply: await offered(reply, invocation, tools), code: error.code }
    }
    const reference = randomBytes(2).toString('hex')
    tools.log.error({ ...about, reference, err: error }, 'Command failed')
    return { reply: asReply(problemOf(new AppError('unexpected', { reference })), invocation), code: 'unexpected' }
  }
}

/**
 * A button that types the command again, after an error that passes by itself. Only for errors after which nothing has
 * been done, and not for a form, whose answers would be lost.
 */
function again({ code }: AppError, { answers, typed }: Invocation): Choice[] {
  const isOffered = passing.some((one) => one === code) && answers === undefined && typed !== ''
  return isOffered ? [{ label: 'Try again', command: typed }] : []
}

const passing: readonly AppErrorCode[] = [
  'provider_failed',
  'provider_unreachable',
  'provider_throttled',
  'provider_nonsense',
  'rights_unknown',
]

/** The answer to a command that is still running when Ferry stops and can wait no longer. */
export function leftBehind(invocation: Invocation): Outcome {
  return { reply: asReply(problemOf(new AppError('stopping')), invocation), code: 'stopping' }
}

/** Whether everybody in the channel sees the answer. By default only the person does. */
export function isForEverybody({ isPrivate }: Command, { flags }: Pick<Invocation, 'flags'>): boolean {
  return flags.share !== undefined && !isPrivate
}

/** Makes a message before the answer, which only the person sees, offer the same buttons as the answer would. */
function showingOffered({ origin }: Invocation, tools: Tools): Tools['showMeanwhile'] {
  return async (message) => tools.showMeanwhile(await offeredTo(origin, message, tools))
}

async function offered(reply: Reply, { origin }: Invocation, tools: Tools): Promise<Reply> {
  switch (reply.type) {
    case 'message':
      return { ...reply, message: await offeredTo(origin, reply.message, tools), ...offeredLater(reply, origin, tools) }
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

function offeredLater(
  { later }: Extract<Reply, { type: 'message' }>,
  origin: Invocation['origin'],
  tools: Tools,
): Pick<Extract<Reply, { type: 'message' }>, 'later'> {
  if (later === undefined) return {}
  return {
    async later() {
      const next = await later()
      return next && { ...next, message: await offeredTo(origin, next.message, tools) }
    },
  }
}

/**
 * What the log keeps of an error. What a person typed stays out, since it may be a secret; what a cloud said is kept.
 */
function loggable(error: AppError): { code: AppErrorCode } | { err: AppError } {
  return error.owner === 'user' && error.code !== 'provider_denied' ? { code: error.code } : { err: error }
}

function asReply(message: Message, { answers }: Invocation): Reply {
  return answers === undefined ? { type: 'message', message } : { type: 'form done', message }
}
