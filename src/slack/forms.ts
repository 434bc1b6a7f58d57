import type { SlackViewMiddlewareArgs, ViewOutput, ViewSubmitAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Invocation, Origin, Reply } from '../commands/command.ts'
import type { Outcome } from '../commands/dispatch.ts'
import { parse } from '../commands/parse.ts'
import type { Message, Modal } from '../views/message.ts'
import { loadingModal, messageModal, workingMessage } from '../views/problem.ts'
import type { Actor } from './actor.ts'
import { tell } from './answer.ts'
import { questionsIn, readAnswers } from './answers.ts'
import { asMessage, asModal, type Desk, handle } from './door.ts'
import { readMemo } from './memo.ts'
import type { Page, Pages } from './pages.ts'

/** Slack wants it within three seconds. */
export type FormAck = SlackViewMiddlewareArgs<ViewSubmitAction>['ack']

export type SentForm = {
  view: ViewOutput
  actor: Actor
  /** Whether it is here for the first time. A slow answer to that must not keep Slack waiting. */
  isNew: Promise<boolean>
  ack: FormAck
  client: WebClient
  pages: Pages
  log: { warn(details: object, message: string): void }
}

/** How long the form itself waits for the outcome before a page on top of it says that it takes longer. */
const patienceMs = 2000

/**
 * A sent form becomes the command that it was opened for. While the outcome is quick, problems are shown at their
 * questions; when it is slow, a page is pushed on top, or takes the place of one of several pages, so that what was
 * filled in is never lost.
 */
export async function submit(sent: SentForm, desk: Desk): Promise<void> {
  const memo = readMemo(sent.view.private_metadata)
  const parsed = memo === undefined ? undefined : parse(memo.command, desk.commands)
  if (memo === undefined || parsed?.type !== 'command') {
    return sent.ack({
      response_action: 'update',
      view: messageModal('Ferry', workingMessage('This form is no longer valid. Close it and open it again.')),
    })
  }
  const flags = memo.returnTo === undefined ? parsed.flags : { ...parsed.flags, for: memo.returnTo }
  const invocation: Invocation = {
    words: parsed.words,
    flags,
    typed: parsed.typed,
    answers: readAnswers(sent.view),
    asked: questionsIn(sent.view),
    origin: originOf(sent, memo.channel),
  }
  const later = memo.isPage ? pageInPlace(sent) : pushedPage(sent)
  const outcome = runOnce(sent.isNew, () => desk.run(parsed.command, invocation, later.say))
  const waiting = new AbortController()
  const first = await Promise.race([outcome, desk.clock.sleep(patienceMs, waiting.signal)])
  waiting.abort()
  if (first === 'repeated') return sent.ack()
  if (first !== undefined) return finishAtOnce(first.reply, { sent, desk, invocation })
  await later.open()
  const last = await outcome
  if (last !== 'repeated') await finishLater(last.reply, later.page, { sent, desk, invocation })
}

async function runOnce(isNew: Promise<boolean>, run: () => Promise<Outcome>): Promise<Outcome | 'repeated'> {
  return (await isNew) ? run() : 'repeated'
}

type Finishing = { sent: SentForm; desk: Desk; invocation: Invocation }

async function finishAtOnce(reply: Reply, { sent, desk, invocation }: Finishing): Promise<void> {
  const { ack, client, log, view } = sent
  if (reply.type === 'form problems')
    return ack({ response_action: 'errors', errors: atQuestions(reply.problems, view) })
  if (reply.type === 'form') return ack({ response_action: 'update', view: reply.modal })
  if (reply.type === 'form done' && reply.reopen !== undefined && view.previous_view_id !== null) {
    await ack()
    return redraw(reply.reopen, view.previous_view_id, { sent, desk, invocation })
  }
  const message = asMessage(reply, '')
  const { user, channel } = invocation.origin
  if (channel === undefined) return ack({ response_action: 'update', view: messageModal('Ferry', message) })
  await ack({ response_action: 'clear' })
  await tell(message, { client, log, address: { user, channel } })
}

/** Whoever has closed the page is told by a message. */
async function finishLater(reply: Reply, page: Page, { sent, invocation }: Finishing): Promise<void> {
  const { client, log, view } = sent
  try {
    await page.draw(asModal(reply))
  } catch (error) {
    log.warn({ err: error }, 'A page could not be shown')
    const { user, channel } = invocation.origin
    const address = { user, ...(channel === undefined ? {} : { channel }) }
    await tell(asMessage(reply, readMemo(view.private_metadata)?.command ?? ''), { client, log, address })
  }
}

/** The form below the one that was just sent shows what has changed; nobody could act in it meanwhile. */
function redraw(command: string, viewId: string, { sent, desk, invocation }: Finishing): Promise<void> {
  const page = sent.pages.at({ client: sent.client, page: { view_id: viewId } })
  const show = async (message: Message) => void (await page.draw(messageModal('Ferry', message)))
  const open = async (view: Modal) => {
    await page.draw(view)
    return page
  }
  const door = { origin: invocation.origin, meanwhile: { isReplaced: true, show }, show, forms: { open, isOpen: true } }
  return handle(command, door, desk)
}

/** A page that says how things stand while a form's outcome takes longer. */
type LaterPage = { page: Page; open(): Promise<void>; say(message: Message): Promise<void> }

/** On top of the form. */
function pushedPage({ ack, client, pages, view, log }: SentForm): LaterPage {
  const external_id = `${view.id}-${view.hash}`
  const page = pages.at({ client, page: { external_id } })
  return laterPage(
    { draw: (modal) => page.draw({ ...modal, external_id }) },
    {
      log,
      show: (first = messageModal('One moment', workingMessage('Still working on it…'))) =>
        ack({ response_action: 'push', view: { ...first, external_id } }),
    },
  )
}

/** In the place of the form, where what was filled in is kept elsewhere. */
function pageInPlace({ ack, client, pages, view, log }: SentForm): LaterPage {
  const page = pages.at({ client, page: { view_id: view.id } })
  return laterPage(page, { log, show: (first = loadingModal()) => ack({ response_action: 'update', view: first }) })
}

/** What is said before the page is open is what it opens with. */
function laterPage(
  page: Page,
  { show, log }: { show(first?: Modal): Promise<void> } & Pick<SentForm, 'log'>,
): LaterPage {
  let newest: Modal | undefined
  let isOpen = false
  return {
    page,
    async open() {
      const first = newest
      await show(first)
      isOpen = true
      if (newest !== undefined && newest !== first) await page.draw(newest)
    },
    async say(message) {
      newest = messageModal('Ferry', message)
      if (isOpen)
        await page.draw(newest).catch((error: unknown) => log.warn({ err: error }, 'Interim answer not shown'))
    },
  }
}

/** Slack refuses errors at questions that the form doesn't have; those go to the first question. */
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
  return { ...actor, door: 'form', ...(channel === undefined ? {} : { channel }) }
}
