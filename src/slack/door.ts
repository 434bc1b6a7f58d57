import type { Clock } from '../clock.ts'
import type { Command, Invocation, Origin, Reply, Suggesting, Suggestion } from '../commands/command.ts'
import { isForEverybody, type Outcome, problemOf } from '../commands/dispatch.ts'
import { parse } from '../commands/parse.ts'
import { holdsSecret } from '../commands/typed-secret.ts'
import { AppError } from '../errors.ts'
import type { Message, Modal } from '../views/message.ts'
import { formProblemsMessage, loadingModal, messageModal, openFormMessage, workingMessage } from '../views/problem.ts'

/** A way in and the way its answer goes back: a typed command, a click, a mention. */
export type Door = {
  origin: Origin
  /** Shows how things stand until the answer comes. Where Slack can't replace a message, only the first is shown. */
  showMeanwhile(message: Message): Promise<void>
  /** The answer, to the person where they are; `isShared` shows it to everybody there. */
  show(message: Message, options?: { isShared: boolean }): Promise<void>
  /** Where forms can be shown; absent for mentions, which bring no trigger. */
  forms?: {
    /** Must be called within three seconds of the person's act. Returns the view's id. */
    open(modal: Modal): Promise<string>
    update(viewId: string, modal: Modal): Promise<void>
    /** What is open already stays until the form is ready. */
    isOpen?: boolean
  }
  /** What stands in the form in which a button was pressed. */
  filled?: Required<Pick<Invocation, 'entered' | 'asked'>>
}

export type Desk = {
  commands: readonly Command[]
  clock: Clock
  log: Log
  /** Runs a command; `showMeanwhile` is how it can say how things stand. Never throws. */
  run(command: Command, invocation: Invocation, showMeanwhile: (message: Message) => Promise<void>): Promise<Outcome>
  /** What can be chosen at a question of a command's form. Never throws, and never takes longer than Slack waits. */
  suggest(command: Command, invocation: Invocation, asked: Suggesting): Promise<readonly Suggestion[]>
}
type Log = { warn(details: object, message: string): void }

/** Nobody should wonder for longer than this whether anything is happening. */
const patienceMs = 700
/** A form must be open long before Slack's three seconds are over. */
const formPatienceMs = 400

/** What a person typed: a secret among it is not used, for others may have seen it. */
export async function handleTyped(text: string, door: Door, desk: Desk): Promise<void> {
  if (holdsSecret(text)) return door.show(problemOf(new AppError('secret_typed')))
  return handle(text, door, desk)
}

/**
 * From a command to the answer. Somebody who did something always gets one. What buttons type is Ferry's own and holds no
 * secret, though names of objects may look like one.
 */
export async function handle(text: string, door: Door, desk: Desk): Promise<void> {
  const parsed = parse(text, desk.commands)
  if (parsed.type === 'problem') return door.show(problemOf(parsed.error))
  const { command, words, flags, typed } = parsed
  const invocation: Invocation = { words, flags, typed, origin: door.origin, ...door.filled }
  if (command.opensForm?.(invocation) && door.forms !== undefined) {
    return answerWithForm({ text, command, invocation, forms: door.forms }, door, desk)
  }
  const showMeanwhile = safely(door.showMeanwhile, desk.log)
  const outcome = desk.run(command, invocation, showMeanwhile)
  await showIfSlow(outcome, showMeanwhile, desk)
  const { reply } = await outcome
  await door.show(asMessage(reply, text), { isShared: isForEverybody(command, invocation) })
}

type FormAsked = { text: string; command: Command; invocation: Invocation; forms: NonNullable<Door['forms']> }

/** The form itself when it is ready at once, else a loading page that turns into it. */
async function answerWithForm({ text, command, invocation, forms }: FormAsked, door: Door, desk: Desk): Promise<void> {
  const outcome = desk.run(command, invocation, async () => undefined)
  const first = await (forms.isOpen ? outcome : Promise.race([outcome, desk.clock.sleep(formPatienceMs)]))
  if (first !== undefined && first.reply.type !== 'form') return door.show(asMessage(first.reply, text))
  const modal = first?.reply.type === 'form' ? first.reply.modal : loadingModal()
  try {
    const viewId = await forms.open(modal)
    if (first === undefined) await forms.update(viewId, asModal((await outcome).reply))
  } catch (error) {
    // Its trigger has died on the way, say; a click brings a new one.
    desk.log.warn({ err: error, verb: command.verb }, 'A form could not be shown')
    await door.show(openFormMessage(text))
  }
}

/** That an interim message could not be shown must not look as if the command had failed. */
function safely(show: Door['showMeanwhile'], log: Log): Door['showMeanwhile'] {
  return (message) => show(message).catch((error: unknown) => log.warn({ err: error }, 'Interim answer not shown'))
}

async function showIfSlow(outcome: Promise<Outcome>, show: Door['showMeanwhile'], { clock }: Desk): Promise<void> {
  const waiting = new AbortController()
  const isSlow = await Promise.race([
    outcome.then(() => false),
    clock.sleep(patienceMs, waiting.signal).then(() => true),
  ])
  waiting.abort()
  if (isSlow) await show(workingMessage('Working…'))
}

export function asModal(reply: Reply): Modal {
  return reply.type === 'form' ? reply.modal : messageModal('Ferry', asMessage(reply, ''))
}

/** A form can't be shown in answer to a mention: the person gets a button that opens it. */
export function asMessage(reply: Reply, command: string): Message {
  switch (reply.type) {
    case 'message':
    case 'form done':
      return reply.message
    case 'form':
      return openFormMessage(command)
    case 'form problems':
      return formProblemsMessage(Object.values(reply.problems))
    default:
      return reply satisfies never
  }
}
