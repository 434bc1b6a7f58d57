import { idLines } from '../words/cloud-words.ts'
import { code, notice, noticeOf, sentence, withoutMentions } from '../words/text.ts'
import { type Choice, choices, context, plain, section } from './elements.ts'
import { limits } from './limits.ts'
import type { Message, Modal } from './message.ts'
import { inWords } from './newer.ts'
import { fittingView } from './size.ts'

/** A refusal or failure: what happened and what to do next. */
export type Problem = {
  what: string
  next: string
  choices?: readonly Choice[]
  /** Who has done before what somebody wanted, if anybody has. */
  who?: string
  /** The cloud's own id of the call. */
  requestId?: string
  /** The reference of the line in Ferry's log. */
  reference?: string
}

export function problemMessage({ what, next, choices: offered = [], who, ...ids }: Problem): Message {
  return {
    text: notice(what),
    blocks: [
      section(`:warning: ${sentence(what)}\n${sentence(next)}`),
      ...(who === undefined ? [] : [context(who)]),
      ...idLines(ids).map(context),
      ...choices(offered),
    ],
  }
}

export function workingMessage(what: string): Message {
  return { text: notice(what), blocks: [section(`:hourglass_flowing_sand: ${sentence(what)}`)] }
}

/** The message while clouds take longer than people expect. */
export function slowCloudsMessage(providers: readonly string[]): Message {
  const names = new Intl.ListFormat('en').format(providers)
  return workingMessage(
    `${names} ${providers.length === 1 ? 'is' : 'are'} slow to respond. Ferry waits up to about a minute.`,
  )
}

/** The message that a command has arrived. It stays above the answer, so it has to be true then, too. */
export function receiptMessage(asked: string): Message {
  const what = `On it: ${code(`/migrate ${withoutMentions(asked)}`, limits.echo)}`
  return {
    text: noticeOf(what),
    blocks: [context(`${what}. The answer will appear below. A slow cloud can take a minute to respond.`)],
  }
}

/** The view that opens as soon as a form is asked for, while Ferry reads its content. */
export function loadingModal(): Modal {
  return {
    type: 'modal',
    title: plain('One moment', limits.viewTitle),
    close: plain('Close', limits.viewButton),
    blocks: [section(':hourglass_flowing_sand: Reading the current state…')],
  }
}

/**
 * A message as a modal, for a form's last page or an answer in an open modal. What messages alone can have
 * is written out.
 */
export function messageModal(title: string, message: Message): Modal {
  return {
    type: 'modal',
    title: plain(title, limits.viewTitle),
    close: plain('Close', limits.viewButton),
    blocks: fittingView(inWords(message).blocks),
  }
}

/** A message with a button for a form, where only a click can open one. */
export function openFormMessage(command: string): Message {
  return {
    text: 'This needs a form',
    blocks: [section('This needs a form.'), ...choices([{ label: 'Open the form', command, style: 'primary' }])],
  }
}

/** The problems of a form's answers, if the form itself cannot show them any more. */
export function formProblemsMessage(problems: readonly string[]): Message {
  const lines = problems.map((problem) => `• ${sentence(problem)}`)
  return {
    text: 'Ferry can’t use one of the answers in the form',
    blocks: [
      section(`:warning: Please correct this first:\n${lines.join('\n')}`),
      section('Go back to correct it. Your answers are still there.'),
    ],
  }
}
