import type { Clock } from '../clock.ts'
import type { Command, Invocation, Origin, Reply, Suggesting, Suggestion } from '../commands/command.ts'
import { isForEverybody, type Outcome, problemOf } from '../commands/dispatch.ts'
import { parse } from '../commands/parse.ts'
import { holdsSecret } from '../commands/typed-secret.ts'
import { AppError } from '../errors.ts'
import type { Message, Modal } from '../views/message.ts'
import { formProblemsMessage, loadingModal, messageModal, openFormMessage } from '../views/problem.ts'
import { beginInterim, type Meanwhile } from './interim.ts'
import type { Page } from './pages.ts'

/** A way in and the way its answer goes back: a typed command, a click, a mention. */
export type Interaction = {
  origin: Origin
  /** How things stand until the answer comes. */
  meanwhile: Meanwhile
  /** The answer, to the person where they are; `isShared` shows it to everybody there. */
  show(message: Message, options?: { isShared: boolean }): Promise<void>
  /** Where forms can be shown; absent for mentions, which bring no trigger. */
  forms?: {
    /** Must be called within three seconds of the person's act. Undefined where something newer is shown already. */
    open(modal: Modal): Promise<Page | undefined>
    /** What is open already stays until the form is ready. */
    isOpen?: boolean
  }
  /** What stands in the form in which a button was pressed. */
  filled?: Required<Pick<Invocation, 'entered' | 'asked'>>
}

export type Dispatcher = {
  commands: readonly Command[]
  clock: Clock
  log: Log
  /** Runs a command; `showMeanwhile` is how it can say how things stand. Never throws. */
  run(command: Command, invocation: Invocation, showMeanwhile: (message: Message) => Promise<void>): Promise<Outcome>
  /** What can be chosen at a question of a command's form. Never throws, and never takes longer than Slack waits. */
  suggest(command: Command, invocation: Invocation, asked: Suggesting): Promise<readonly Suggestion[]>
}
type Log = { warn(details: object, message: string): void }

/** A form must be open long before Slack's three seconds are over. */
const formPatienceMs = 400

/** What a person typed: a secret among it is not used, for others may have seen it. */
export async function handleTyped(text: string, interaction: Interaction, dispatcher: Dispatcher): Promise<void> {
  if (holdsSecret(text)) return interaction.show(problemOf(new AppError('secret_typed')))
  return handle(text, interaction, dispatcher)
}

/**
 * From a command to the answer. Somebody who did something always gets one. What buttons type is Ferry's own and holds no
 * secret, though names of objects may look like one.
 */
export async function handle(text: string, interaction: Interaction, dispatcher: Dispatcher): Promise<void> {
  const parsed = parse(text, dispatcher.commands)
  if (parsed.type === 'problem') return interaction.show(problemOf(parsed.error))
  const { command, words, flags, typed } = parsed
  const invocation: Invocation = { words, flags, typed, origin: interaction.origin, ...interaction.filled }
  if (command.opensForm?.(invocation) && interaction.forms !== undefined) {
    return answerWithForm({ text, command, invocation, forms: interaction.forms }, interaction, dispatcher)
  }
  const interim = beginInterim([command.verb, ...words].join(' '), interaction.meanwhile, dispatcher)
  const { reply } = await dispatcher.run(command, invocation, interim.say)
  await interim.end()
  await interaction.show(asMessage(reply, text), { isShared: isForEverybody(command, invocation) })
}

type FormAsked = { text: string; command: Command; invocation: Invocation; forms: NonNullable<Interaction['forms']> }

/** The form itself when it is ready at once, else a loading page that turns into it. */
async function answerWithForm(
  { text, command, invocation, forms }: FormAsked,
  interaction: Interaction,
  dispatcher: Dispatcher,
): Promise<void> {
  const outcome = dispatcher.run(command, invocation, async () => undefined)
  const first = await (forms.isOpen ? outcome : Promise.race([outcome, dispatcher.clock.sleep(formPatienceMs)]))
  if (first !== undefined && first.reply.type !== 'form') return interaction.show(asMessage(first.reply, text))
  const modal = first?.reply.type === 'form' ? first.reply.modal : loadingModal()
  try {
    const page = await forms.open(modal)
    if (first !== undefined) return
    const { reply } = await outcome
    const drawn = await page?.draw(asModal(reply))
    // Where something newer is shown, a form is not wanted any more; what was done is told all the same.
    if (drawn === 'drawn' || (drawn !== 'changed' && reply.type === 'form')) return
  } catch (error) {
    dispatcher.log.warn({ err: error, verb: command.verb }, 'A form could not be shown')
    // Whoever has closed the form that they were answering does not want it back.
    if (forms.isOpen) return
  }
  // Its trigger has died on the way, say; a click brings a new one.
  await interaction.show(asMessage((await outcome).reply, text))
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
