import type { Clock } from '../../async/clock.ts'
import { inTime } from '../../async/in-time.ts'
import type { Command, DrawnReply, Invocation, Origin, Suggesting, Suggestion } from '../../commands/machine/command.ts'
import { isForEverybody, type Outcome } from '../../commands/machine/dispatch.ts'
import { parse } from '../../commands/machine/parse.ts'
import { problemOf } from '../../commands/machine/problem.ts'
import { holdsSecret } from '../../commands/machine/typed-secret.ts'
import { AppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import type { Message, Modal } from '../../views/blocks/message.ts'
import { formProblemsMessage, loadingModal, messageModal, openFormMessage } from '../../views/blocks/problem.ts'
import { beginInterim, type Meanwhile } from './interim.ts'
import type { Newest } from './newest.ts'
import type { Page } from './pages.ts'

/** An act of somebody in Slack (a typed command, a click, a mention), and the way back for its answer. */
export type Interaction = {
  origin: Origin
  /** Shows progress until the answer comes. */
  meanwhile: Meanwhile
  /** Shows the answer to the person where they are. With `isShared`, everybody there sees it. */
  show(message: Message, options?: Showing): Promise<void>
  /**
   * Shows a newer version of the answer in its place. Where Slack may not replace the answer, it is shown only if
   * `isNews`. Absent if the person would be disturbed.
   */
  revise?(message: Message, revision: { isNews: boolean; title: string }): Promise<void>
  /** Shows a message on top of the form in which somebody pressed something. Absent where `show` covers no form. */
  showOnTop?(message: Message, options?: Showing): Promise<void>
  /** Where forms can be shown. Absent for mentions, which bring no trigger. */
  forms?: {
    /**
     * Opens a form; must be called within three seconds of the person's act. Undefined if something newer is shown
     * already.
     */
    open(modal: Modal): Promise<Page | undefined>
    /** Whether a form is open already; it stays until the new one is ready. */
    isOpen?: boolean
  }
  /** The answers in the form in which a button was pressed, and the questions that it asks. */
  filled?: Required<Pick<Invocation, 'entered' | 'asked'>>
  /** The command of that form. */
  formCommand?: string
}

/** `title`: of the page, where the answer is one. */
export type Showing = { isShared?: boolean; title?: string }

export type Dispatcher = {
  commands: readonly Command[]
  clock: Clock
  log: Log<'warn'>
  /** Runs a command. The command shows its progress with `showMeanwhile`. Never throws. */
  run(command: Command, invocation: Invocation, showMeanwhile: (message: Message) => Promise<void>): Promise<Outcome>
  /** Whether a command answers with a form. Asks no cloud, and never throws. */
  opensForm(command: Command, invocation: Invocation): boolean | Promise<boolean>
  /** Called when an answer is about to be posted for everybody in a channel. Returns at once. */
  onShare(channel: string): void
  newest: Newest
  /** Suggestions for a question of a command's form. Never throws, and never takes longer than Slack waits. */
  suggest(command: Command, invocation: Invocation, asked: Suggesting): Promise<readonly Suggestion[]>
}

/** How long a form may take before a loading page is opened, in milliseconds: well within Slack's three seconds. */
const formPatienceMs = 400

/** Handles a typed command. Refuses one that holds a secret, because others may have seen it. */
export async function handleTyped(text: string, interaction: Interaction, dispatcher: Dispatcher): Promise<void> {
  if (holdsSecret(text)) return interaction.show(problemOf(new AppError('secret_typed')))
  return handle(text, interaction, dispatcher)
}

/**
 * Handles a command, from its text to the answer. The person always gets one. The text is not checked for secrets,
 * because buttons type it: it is Ferry's own, though names of objects in it may look like secrets.
 */
export async function handle(text: string, interaction: Interaction, dispatcher: Dispatcher): Promise<void> {
  const parsed = parse(text, dispatcher.commands)
  if (parsed.type === 'problem') {
    const { showOnTop = interaction.show } = interaction
    return showOnTop(problemOf(parsed.error()), { title: 'Not understood' })
  }
  const { command, words, flags, typed } = parsed
  const carried = carriedBy(interaction, dispatcher)
  const invocation: Invocation = { words, flags, typed, origin: interaction.origin, ...interaction.filled, ...carried }
  const { forms } = interaction
  if (forms !== undefined && (await willOpenForm(command, invocation, dispatcher))) {
    return answerWithForm({ text, command, invocation, forms }, interaction, dispatcher)
  }
  const isNewest = dispatcher.newest.note(interaction.origin)
  const interim = beginInterim([command.verb, ...words].join(' '), interaction.meanwhile, dispatcher)
  const { reply } = await dispatcher.run(command, invocation, interim.say)
  await interim.end()
  const isShared = isForEverybody(command, invocation)
  const { channel } = interaction.origin
  if (isShared && channel !== undefined) dispatcher.onShare(channel)
  const title = pageTitle(command)
  await interaction.show(asMessage(reply, text), { isShared, title })
  if (!isShared) await revise(reply, { interaction, isNewest, title }, dispatcher)
}

/** The options of the form in which a button was pressed. */
function carriedBy({ formCommand }: Interaction, { commands }: Dispatcher): Pick<Invocation, 'carried'> {
  const parsed = formCommand === undefined ? undefined : parse(formCommand, commands)
  return parsed?.type === 'command' ? { carried: parsed.flags } : {}
}

/**
 * Shows the newer version of an answer, unless the person has done something since. A failure leaves the answer as it
 * is.
 */
async function revise(
  reply: DrawnReply,
  { interaction, isNewest, title }: { interaction: Interaction; isNewest(): boolean; title: string },
  { log }: Pick<Dispatcher, 'log'>,
): Promise<void> {
  if (reply.type !== 'message' || reply.later === undefined || interaction.revise === undefined) return
  try {
    const later = await reply.later()
    if (later !== undefined && isNewest()) await interaction.revise(later.message, { isNews: later.isNews, title })
  } catch (error) {
    log.warn({ err: error }, 'An answer could not be brought up to date')
  }
}

/** A slow answer counts as a form: the loading page that opens in time can show any answer. */
async function willOpenForm(command: Command, invocation: Invocation, { opensForm, clock }: Dispatcher) {
  const isForm = opensForm(command, invocation)
  if (typeof isForm === 'boolean') return isForm
  return inTime(isForm, { ms: formPatienceMs, clock, late: true })
}

type FormAsked = { text: string; command: Command; invocation: Invocation; forms: NonNullable<Interaction['forms']> }

/** Opens the form if it is ready at once. Otherwise opens a loading page that turns into the form. */
async function answerWithForm(
  { text, command, invocation, forms }: FormAsked,
  interaction: Interaction,
  dispatcher: Dispatcher,
): Promise<void> {
  const outcome = dispatcher.run(command, invocation, async () => undefined)
  const first = await (forms.isOpen ? outcome : Promise.race([outcome, dispatcher.clock.sleep(formPatienceMs)]))
  if (first !== undefined && first.reply.type !== 'form') {
    return interaction.show(asMessage(first.reply, text), { title: pageTitle(command) })
  }
  const modal = first?.reply.type === 'form' ? first.reply.modal : loadingModal()
  try {
    const page = await forms.open(modal)
    if (first !== undefined) return
    const { reply } = await outcome
    const drawn = await page?.draw(asModal(reply, command))
    // A form is not wanted once something newer is shown. An outcome is told all the same.
    if (drawn === 'drawn' || (drawn !== 'changed' && reply.type === 'form')) return
  } catch (error) {
    dispatcher.log.warn({ err: error, verb: command.verb }, 'A form could not be shown')
    // A person who has closed the form that they were answering does not want it back.
    if (forms.isOpen) return
  }
  // The form could not be opened, for example because its trigger has expired. A click brings a new one.
  await interaction.show(asMessage((await outcome).reply, text), { title: pageTitle(command) })
}

export function asModal(reply: DrawnReply, command: Command): Modal {
  return reply.type === 'form' ? reply.modal : messageModal(pageTitle(command), asMessage(reply, ''))
}

/** The title of a page that answers a command: its verb. */
export function pageTitle({ verb }: Pick<Command, 'verb'>): string {
  return `${verb.slice(0, 1).toUpperCase()}${verb.slice(1)}`
}

/** A reply as a message. A form can't be shown in answer to a mention, so the person gets a button that opens it. */
export function asMessage(reply: DrawnReply, command: string): Message {
  switch (reply.type) {
    case 'message':
    case 'form done':
      return reply.message
    case 'form':
      return openFormMessage(reply.command ?? command)
    case 'form problems':
      return formProblemsMessage(Object.values(reply.problems))
    default:
      return reply satisfies never
  }
}
