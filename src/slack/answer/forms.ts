import type { SlackViewMiddlewareArgs, ViewOutput, ViewSubmitAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { inTime } from '../../async/in-time.ts'
import type { Command, DrawnReply, Invocation, Origin } from '../../commands/machine/command.ts'
import type { Outcome } from '../../commands/machine/dispatch.ts'
import { parse } from '../../commands/machine/parse.ts'
import { defined } from '../../defined.ts'
import type { Log } from '../../log.ts'
import type { Message, Modal } from '../../views/blocks/message.ts'
import { loadingModal, messageModal, problemMessage, workingMessage } from '../../views/blocks/problem.ts'
import type { NewerBlocks } from '../client/newer-blocks.ts'
import type { Actor } from './actor.ts'
import { tell } from './answer.ts'
import { questionsIn, readAnswers } from './answers.ts'
import { asMessage, asModal, type Dispatcher, handle, pageTitle, type Showing } from './interaction.ts'
import { readMemo } from './memo.ts'
import type { Page, Pages } from './pages.ts'

/** Answers a sent form. Slack wants the answer within three seconds. */
export type FormAck = SlackViewMiddlewareArgs<ViewSubmitAction>['ack']

export type SentForm = {
  view: ViewOutput
  actor: Actor
  /** Whether Slack sends the form for the first time. Finding out must not delay the answer to Slack. */
  isNew: Promise<boolean>
  ack: FormAck
  client: WebClient
  pages: Pages
  newer: NewerBlocks
  log: Log<'warn'>
}

/** How long a form waits for the outcome, in milliseconds, before a page says that it takes longer. */
const patienceMs = 2000

/**
 * Runs the command that a form was opened for. If the outcome comes quickly, problems are shown at their questions. If
 * it is slow, a page is shown: on top of the form, or in its place if the form has several pages, because their answers
 * are stored. Either way, nothing that was filled in is lost.
 */
export async function submit(sent: SentForm, dispatcher: Dispatcher): Promise<void> {
  const memo = readMemo(sent.view.private_metadata)
  const parsed = memo === undefined ? undefined : parse(memo.command, dispatcher.commands)
  if (memo === undefined || parsed?.type !== 'command') return sayOutdated(sent)
  const flags = memo.returnTo === undefined ? parsed.flags : { ...parsed.flags, for: memo.returnTo }
  const invocation: Invocation = {
    words: parsed.words,
    flags,
    typed: parsed.typed,
    answers: readAnswers(sent.view),
    asked: questionsIn(sent.view),
    origin: originOf(sent, memo.channel),
  }
  const { command } = parsed
  const later = memo.isPage ? pageInPlace(sent, command) : pushedPage(sent, command)
  const outcome = runOnce(sent.isNew, () => dispatcher.run(command, invocation, later.say))
  const first = await inTime(outcome, { ms: patienceMs, clock: dispatcher.clock, late: undefined })
  if (first === 'repeated') return void (await isTaken(sent))
  if (first !== undefined) return finishAtOnce(first.reply, { sent, dispatcher, command, invocation })
  const isOpen = await later.open()
  const last = await outcome
  if (last === 'repeated') return
  if (isOpen) await finishLater(last.reply, later.page, { sent, command, invocation })
  else await tellOutcome(last.reply, { sent, command, invocation })
}

/** Refuses a form that another version of Ferry opened. It stays open, so that nothing that was typed into it is lost. */
async function sayOutdated(sent: SentForm): Promise<void> {
  const what = 'This form is from another version of Ferry, so it can’t be sent.'
  const next = 'Copy what you typed, close the form and open it again.'
  const message = problemMessage({ what, next })
  const [first] = questionsIn(sent.view)
  const answer: FormAnswer =
    first === undefined
      ? { response_action: 'update', view: messageModal('Form not sent', message) }
      : { response_action: 'errors', errors: { [first]: `${what} ${next}` } }
  if (await isTaken(sent, answer)) return
  const { workspace, user } = sent.actor
  await tell(message, { ...sent, address: { workspace, user } })
}

/** Answers a form. False if Slack's socket is gone by then; the person must then be told in another way. */
async function isTaken({ ack, log }: Pick<SentForm, 'ack' | 'log'>, answer?: FormAnswer): Promise<boolean> {
  try {
    await ack(answer)
    return true
  } catch (error) {
    log.warn({ err: error }, 'Slack did not take the answer to a form')
    return false
  }
}
type FormAnswer = Parameters<FormAck>[0]

async function runOnce(isNew: Promise<boolean>, run: () => Promise<Outcome>): Promise<Outcome | 'repeated'> {
  return (await isNew) ? run() : 'repeated'
}

type Told = { sent: SentForm; command: Command; invocation: Invocation }
type Finishing = Told & { dispatcher: Dispatcher }

async function finishAtOnce(reply: DrawnReply, finishing: Finishing): Promise<void> {
  const { sent, command, invocation } = finishing
  const { view } = sent
  const answer = async (shown?: FormAnswer) => {
    if (!(await isTaken(sent, shown))) await tellOutcome(reply, finishing)
  }
  if (reply.type === 'form problems')
    return answer({ response_action: 'errors', errors: atQuestions(reply.problems, view) })
  if (reply.type === 'form') return answer({ response_action: 'update', view: reply.modal })
  if (reply.type === 'form done' && reply.reopen !== undefined && view.previous_view_id !== null) {
    await answer()
    return redraw(reply.reopen, view.previous_view_id, finishing)
  }
  if (invocation.origin.channel === undefined)
    return answer({ response_action: 'update', view: asModal(reply, command) })
  await isTaken(sent, { response_action: 'clear' })
  await tellOutcome(reply, finishing)
}

/** Shows an outcome on the page that is open. If the person has closed it, sends a message instead. */
async function finishLater(reply: DrawnReply, page: Page, told: Told): Promise<void> {
  try {
    await page.draw(asModal(reply, told.command))
  } catch (error) {
    told.sent.log.warn({ err: error }, 'A page could not be shown')
    await tellOutcome(reply, told)
  }
}

/** Tells the outcome to the person, in the channel from which they opened the form. */
function tellOutcome(reply: DrawnReply, { sent, invocation }: Told): Promise<void> {
  const { workspace, user, channel } = invocation.origin
  const address = { workspace, user, ...defined({ channel }) }
  return tell(asMessage(reply, readMemo(sent.view.private_metadata)?.command ?? ''), { ...sent, address })
}

/** Redraws the form below the one that was sent, to show what has changed. Nobody could use it meanwhile. */
function redraw(below: string, viewId: string, { sent, dispatcher, invocation }: Finishing): Promise<void> {
  const page = sent.pages.at({ client: sent.client, page: { view_id: viewId } })
  const show = async (message: Message, { title = 'One moment' }: Showing = {}) =>
    void (await page.draw(messageModal(title, message)))
  const open = async (view: Modal) => {
    await page.draw(view)
    return page
  }
  const interaction = {
    origin: invocation.origin,
    meanwhile: { isReplaced: true, show: (message: Message) => show(message) },
    show,
    forms: { open, isOpen: true },
  }
  return handle(below, interaction, dispatcher)
}

/** A page that shows progress while a form's outcome takes longer. `open` resolves to whether the page is shown. */
type LaterPage = { page: Page; open(): Promise<boolean>; say(message: Message): Promise<void> }

/** A progress page on top of the form. */
function pushedPage(sent: SentForm, command: Command): LaterPage {
  const { client, pages, view } = sent
  const external_id = `${view.id}-${view.hash}`
  const page = pages.at({ client, page: { external_id } })
  return laterPage(
    { draw: (modal) => page.draw({ ...modal, external_id }) },
    {
      log: sent.log,
      command,
      show: (first = messageModal('One moment', workingMessage('Still working on it…'))) =>
        isTaken(sent, { response_action: 'push', view: { ...first, external_id } }),
    },
  )
}

/** A progress page in the form's place, for forms whose answers are stored. */
function pageInPlace(sent: SentForm, command: Command): LaterPage {
  const { client, pages, view, log } = sent
  const page = pages.at({ client, page: { view_id: view.id } })
  const show = (first = loadingModal()) => isTaken(sent, { response_action: 'update', view: first })
  return laterPage(page, { log, command, show })
}

/** Creates a progress page. If something is said before the page is open, the page opens with it. */
function laterPage(
  page: Page,
  { show, log, command }: { show(first?: Modal): Promise<boolean>; command: Command } & Pick<SentForm, 'log'>,
): LaterPage {
  let newest: Modal | undefined
  let isOpen = false
  const draw = (modal: Modal) =>
    page.draw(modal).catch((error: unknown) => log.warn({ err: error }, 'Interim answer not shown'))
  return {
    page,
    async open() {
      const first = newest
      isOpen = await show(first)
      if (isOpen && newest !== undefined && newest !== first) await draw(newest)
      return isOpen
    },
    async say(message) {
      newest = messageModal(pageTitle(command), message)
      if (isOpen) await draw(newest)
    },
  }
}

/**
 * Problems by question, for Slack. Slack refuses errors at questions that the form doesn't have, so those are shown at
 * the first question.
 */
function atQuestions(problems: Readonly<Record<string, string>>, { blocks }: ViewOutput): Record<string, string> {
  const questions = questionsIn({ blocks })
  const errors: Record<string, string> = {}
  for (const [name, problem] of Object.entries(problems)) {
    const at = questions.includes(name) ? name : (questions[0] ?? name)
    errors[at] = errors[at] === undefined ? problem : `${errors[at]} ${problem}`
  }
  return errors
}

function originOf({ actor }: SentForm, channel: string | undefined): Origin {
  return { ...actor, door: 'form', ...defined({ channel }) }
}
