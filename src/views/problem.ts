import { inWords } from './chart.ts'
import { type Choice, choices, context, plain, section } from './elements.ts'
import { limits } from './limits.ts'
import type { Message, Modal } from './message.ts'
import { fittingView } from './size.ts'
import { code, notice, sentence } from './text.ts'

/** A refusal or failure: what happened, what to do next. */
export type Problem = {
  what: string
  next: string
  choices?: readonly Choice[]
  /** The cloud's own id of the request. */
  requestId?: string
}

export function problemMessage({ what, next, choices: offered = [], requestId }: Problem): Message {
  return {
    text: notice(what),
    blocks: [
      section(`:warning: ${sentence(what)}\n${sentence(next)}`),
      ...(requestId === undefined ? [] : [context(supportLine(requestId))]),
      ...choices(offered),
    ],
  }
}

/** By which a cloud's support finds a request. */
export function supportLine(requestId: string): string {
  return `The cloud’s own id of this request, for its support: ${code(requestId, 60)}`
}

export function workingMessage(what: string): Message {
  return { text: notice(what), blocks: [section(`:hourglass_flowing_sand: ${sentence(what)}`)] }
}

/** Shown while clouds need longer than people expect to wait. */
export function slowCloudsMessage(providers: readonly string[]): Message {
  const names = new Intl.ListFormat('en').format(providers)
  return workingMessage(
    `${names} ${providers.length === 1 ? 'is' : 'are'} slow to answer. Ferry keeps waiting, for about a minute at most.`,
  )
}

/** Stands above the answer for good, so it has to be true then, too. */
export function receiptMessage(asked: string): Message {
  const what = `On it: ${code(`/migrate ${asked}`, limits.echo)}`
  return {
    text: notice(what),
    blocks: [context(`${what}. The answer will appear below; a slow cloud can take a minute to reply.`)],
  }
}

/** Shown the moment a form is asked for, while its content is being read. */
export function loadingModal(): Modal {
  return {
    type: 'modal',
    title: plain('One moment', limits.viewTitle),
    close: plain('Close', limits.viewButton),
    blocks: [section(':hourglass_flowing_sand: Reading the current state…')],
  }
}

/** A form's last page, or a plain answer where a modal is open: a message's blocks in a modal, which takes no charts. */
export function messageModal(title: string, message: Message): Modal {
  return {
    type: 'modal',
    title: plain(title, limits.viewTitle),
    close: plain('Close', limits.viewButton),
    blocks: fittingView(inWords(message).blocks),
  }
}

/** A form can't be opened from here, but a click can open it. */
export function openFormMessage(command: string): Message {
  return {
    text: 'This needs a form',
    blocks: [section('This needs a form.'), ...choices([{ label: 'Open the form', command, style: 'primary' }])],
  }
}

/** What is wrong with a form's answers, where the form itself can't say it any more. */
export function formProblemsMessage(problems: readonly string[]): Message {
  const lines = problems.map((problem) => `• ${sentence(problem)}`)
  return {
    text: 'The form has an answer that cannot be used',
    blocks: [
      section(`:warning: This cannot be used yet:\n${lines.join('\n')}`),
      section('Go back and correct it: what you filled in is still there.'),
    ],
  }
}
