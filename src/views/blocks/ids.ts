/**
 * The ids that Slack sends back. A button's action id is `run.<what>` and its value is a command as a person would type
 * it, so every click goes through the same dispatcher as typed text.
 */
export const ids = {
  /** Prefix of every element that runs a command. */
  run: 'run.',
  /** Prefix of an element in a form that runs a command whose answer replaces the form. */
  swap: 'swap.',
  /** Prefix of an element in a form that runs a command which draws the form again around what was entered. */
  redraw: 'redraw.',
  /** Callback id of every form. The form's command is in its private metadata. */
  form: 'form',
  /** Action id of the element in every input block. It has an end where a form begins anew in the place of another. */
  answer: 'answer',
} as const

/** Whether an element answers a question. */
export function isAnswer(actionId: string): boolean {
  return actionId === ids.answer || actionId.startsWith(`${ids.answer}.`)
}

/** Data that a form carries from opening to sending. */
export type FormMemo = {
  /** The command that the form sends. */
  command: string
  /** Channel for answers if there is no message to answer to. */
  channel?: string
  /** Whether the form is one of several pages. Then the next page, and any waiting message, replaces it. */
  isPage?: boolean
  /** Command of a form that waits below this one and is drawn again afterwards. */
  returnTo?: string
}
