/**
 * The ids that Slack sends back. A button's action id is `run.<what>` and its value is a command as a person
 * would type it, so every click goes through the same dispatcher as typed text.
 */
export const ids = {
  /** Prefix of every element that runs a command. */
  run: 'run.',
  /** The same in a form, where the answer takes the form's own place. */
  swap: 'swap.',
  /** Callback id of every form; its command is in the private metadata. */
  form: 'form',
  /** The one action inside an input block. */
  answer: 'answer',
} as const

/** What a form carries from opening to sending. */
export type FormMemo = {
  /** The command that the form becomes. */
  command: string
  /** Where answers go when there is no message to answer to. */
  channel?: string
  /** A page of several: what follows, and whatever takes longer, comes in its place. */
  isPage?: boolean
  /** A command whose form waits below this one and is drawn again afterwards. */
  returnTo?: string
}
