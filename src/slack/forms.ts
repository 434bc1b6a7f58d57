import type { SlackViewMiddlewareArgs, ViewOutput, ViewSubmitAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Invocation, Origin, Reply } from '../commands/command.ts'
import { parse } from '../commands/parse.ts'
import type { Message, Modal } from '../views/message.ts'
import { loadingModal, messageModal, workingMessage } from '../views/problem.ts'
import { tell } from './answer.ts'
import { questionsIn, readAnswers } from './answers.ts'
import { asMessage, asModal, type Desk, handle } from './door.ts'
import { readMemo } from './memo.ts'

/** Slack wants it within three seconds. */
export type FormAck = SlackViewMiddlewareArgs<ViewSubmitAction>['ack']

export type SentForm = {
  view: ViewOutput
  user: { id: string; team_id?: string }
  workspace: string
  ack: FormAck
  client: WebClient
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
  const later = memo.isPage ? createPageInPlace(sent) : createPushedPage(sent)
  const outcome = desk.run(parsed.command, invocation, (message) => later.show(messageModal('Ferry', message)))
  const waiting = new AbortController()
  const first = await Promise.race([outcome, desk.clock.sleep(patienceMs, waiting.signal)])
  waiting.abort()
  if (first !== undefined) return finishAtOnce(first.reply, { sent, desk, invocation })
  await later.open()
  const { reply } = await outcome
  await later.show(asModal(reply))
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

/** The form below the one that was just sent shows what has changed. */
function redraw(command: string, viewId: string, { sent, desk, invocation }: Finishing): Promise<void> {
  const update = async (view: Modal) => {
    await sent.client.views.update({ view_id: viewId, view })
  }
  const show = (message: Message) => update(messageModal('Ferry', message))
  const open = (view: Modal) => update(view).then(() => viewId)
  const forms = { open, update: (_: string, view: Modal) => update(view), isOpen: true }
  return handle(command, { origin: invocation.origin, showMeanwhile: show, show, forms }, desk)
}

/** The page on top that says how things stand while a form's outcome takes longer. */
function createPushedPage({ ack, client, view }: SentForm) {
  const externalId = `${view.id}-${view.hash}`
  let newest: Modal = messageModal('One moment', workingMessage('Still working on it…'))
  let isOpen = false
  return {
    async open() {
      await ack({ response_action: 'push', view: { ...newest, external_id: externalId } })
      isOpen = true
    },
    async show(page: Modal) {
      newest = page
      if (isOpen) await client.views.update({ external_id: externalId, view: { ...page, external_id: externalId } })
    },
  }
}

/** The same in the place of the form, where what was filled in is kept elsewhere. */
function createPageInPlace({ ack, client, view }: SentForm) {
  let newest: Modal = loadingModal()
  let isOpen = false
  return {
    async open() {
      await ack({ response_action: 'update', view: newest })
      isOpen = true
    },
    async show(page: Modal) {
      newest = page
      if (isOpen) await client.views.update({ view_id: view.id, view: page })
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

function originOf({ workspace, user }: SentForm, channel: string | undefined): Origin {
  return {
    workspace,
    user: user.id,
    isStranger: user.team_id !== undefined && user.team_id !== workspace,
    door: 'form',
    ...(channel === undefined ? {} : { channel }),
  }
}
