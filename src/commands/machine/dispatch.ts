import { randomBytes } from 'node:crypto'
import { untraced } from '../../async/trace.ts'
import { defined } from '../../defined.ts'
import { AppError, type AppErrorCode, isAppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import type { Choice } from '../../views/blocks/elements.ts'
import { whoDid } from '../../views/words/actor.ts'
import { whoCanHelp } from '../who-can-help.ts'
import type { Command, DrawnReply, Invocation, Tools } from './command.ts'
import { drawn } from './draw.ts'
import { admit } from './enact.ts'
import { offeredTo, rightFor } from './offer.ts'
import { overtaken } from './overtaken.ts'
import { isExplainedInLog, problemOf, refusalOf } from './problem.ts'

/** A command's reply, and its code for the log. */
export type Outcome = { reply: DrawnReply; code: 'ok' | AppErrorCode }

/**
 * Runs a command for any interaction: checks the person's right, runs the command, and turns every error into an
 * answer. Never throws. Leaves one line in the log: who did what, how it ended and how long it took. Its reference is
 * shown to the person if the log says more about the error than the answer.
 */
export function dispatch(
  command: Command,
  invocation: Invocation,
  tools: Tools & { log: Log<'info' | 'error'> },
): Promise<Outcome> {
  const { trace = untraced } = tools
  const { workspace, user, door } = invocation.origin
  const reference = randomBytes(4).toString('hex')
  const facts = { 'ferry.workspace': workspace, 'ferry.user': user, 'ferry.door': door, 'ferry.reference': reference }
  return trace.begin(`command ${command.verb}`, facts, async (span) => {
    const outcome = await answer(command, invocation, { ...tools, reference })
    span.note({ 'ferry.outcome': outcome.code })
    return outcome
  })
}

async function answer(
  command: Command,
  invocation: Invocation,
  tools: Tools & { log: Log<'info' | 'error'>; reference: string },
): Promise<Outcome> {
  const { origin } = invocation
  const { reference } = tools
  const { store, acts } = notingActs(tools.store)
  const startedAt = tools.clock.now()
  const about = () => ({ ...aboutCommand(command, origin), reference, ms: tools.clock.now() - startedAt, did: acts })
  try {
    const noting = { ...tools, store }
    await admit({ origin, ...rightFor(command, invocation), verb: command.verb }, noting)
    const run = command.run(invocation, { ...noting, showMeanwhile: showingOffered(invocation, tools) })
    const reply = drawn(await run, invocation)
    tools.log.info(about(), 'Command')
    return { reply: isForEverybody(command, invocation) ? reply : await offered(reply, invocation, tools), code: 'ok' }
  } catch (error) {
    if (isAppError(error)) {
      tools.log.info({ ...about(), ...loggable(error) }, 'Command refused')
      return refuse(error, { command, invocation }, tools)
    }
    tools.log.error({ ...about(), err: error }, 'Command failed')
    return {
      reply: drawn({ type: 'message', message: problemOf(new AppError('unexpected'), { reference }) }, invocation),
      code: 'unexpected',
    }
  }
}

/** The answer to a command that was refused, with whoever has overtaken the person. */
async function refuse(
  refused: AppError,
  { command, invocation }: { command: Command; invocation: Invocation },
  tools: Tools & { reference: string },
): Promise<Outcome> {
  const { error, act } = await overtaken(refused, tools)
  const ways = {
    reference: tools.reference,
    providers: tools.providers,
    offered: command.waysOut?.(invocation, error) ?? again(error, invocation),
    helpers: await whoCanHelp(error, tools),
    ...(act && { who: whoDid(act, invocation.origin.user) }),
  }
  const reply = drawn({ type: 'message', message: refusalOf(error, ways) }, invocation)
  return { reply: await offered(reply, invocation, tools), code: error.code }
}

/** A command's entry in the log. The typed words stay out, since they may be a secret. */
function aboutCommand({ verb }: Command, { workspace, user, channel, door }: Invocation['origin']) {
  return { verb, workspace, user, door, ...defined({ channel }) }
}

/** The same store, with what the command's entries in the audit say that it did. */
function notingActs(store: Tools['store']): { store: Tools['store']; acts: readonly string[] } {
  const acts: string[] = []
  const { audit } = store
  return {
    acts,
    store: {
      ...store,
      audit: {
        ...audit,
        async append(event) {
          const { verb, subject, outcome } = event
          if (outcome !== 'begun') acts.push([verb, subject, outcome].filter((word) => word !== undefined).join(' '))
          return audit.append(event)
        },
      },
    },
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
  return {
    reply: drawn({ type: 'message', message: problemOf(new AppError('stopping')) }, invocation),
    code: 'stopping',
  }
}

/** Whether everybody in the channel sees the answer. By default only the person does. */
export function isForEverybody({ isPrivate }: Command, { flags }: Pick<Invocation, 'flags'>): boolean {
  return flags.share !== undefined && !isPrivate
}

/** Makes a message before the answer, which only the person sees, offer the same buttons as the answer would. */
function showingOffered({ origin }: Invocation, tools: Tools): Tools['showMeanwhile'] {
  return async (message) => tools.showMeanwhile(await offeredTo(origin, message, tools))
}

async function offered(reply: DrawnReply, { origin }: Invocation, tools: Tools): Promise<DrawnReply> {
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
  { later }: Extract<DrawnReply, { type: 'message' }>,
  origin: Invocation['origin'],
  tools: Tools,
): Pick<Extract<DrawnReply, { type: 'message' }>, 'later'> {
  if (later === undefined) return {}
  return {
    async later() {
      const next = await later()
      return next && { ...next, message: await offeredTo(origin, next.message, tools) }
    },
  }
}

/** An error's entry in the log. Typed words stay out, since they may be a secret; a cloud's words are kept. */
function loggable(error: AppError): { code: AppErrorCode } | { err: AppError } {
  return isExplainedInLog(error) ? { err: error } : { code: error.code }
}
