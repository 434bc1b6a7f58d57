import type { Clock } from '../clock.ts'
import type { Message } from '../views/message.ts'
import { receiptMessage, workingMessage } from '../views/problem.ts'

/** What a person can be shown between their act and the answer. */
export type Meanwhile = {
  /**
   * Whether the answer takes the place of what was shown. Where Slack leaves it standing above the answer, it is shown late,
   * once, and in words that stay true.
   */
  isReplaced: boolean
  show(message: Message): Promise<void>
}

export type Interim = {
  /** Shows how things stand, as long as there is no answer. Returns at once. */
  say(message: Message): Promise<void>
  /** Nothing more is shown, and nothing is on its way, once this resolves: the answer can follow. */
  end(): Promise<void>
}

type Parts = { clock: Clock; log: { warn(details: object, message: string): void } }

/** Nobody should wonder for longer than this whether anything is happening. */
const patienceMs = 700
/** As long as Slack itself waits: what stays in the channel has to be worth it. */
const longPatienceMs = 3000
/** Slack takes five answers by one address, and the last of them is the answer itself. */
const mostShown = 4

/**
 * One after the other, the newest first: what says less never replaces what says more, and nothing arrives after the
 * answer. `asked` is the command as a person would type it.
 */
export function beginInterim(asked: string, meanwhile: Meanwhile, { clock, log }: Parts): Interim {
  const waiting = new AbortController()
  let newest: Message | undefined
  let shown = 0
  let sending = Promise.resolve()
  const send = (message: Message) => {
    newest = message
    sending = sending.then(async () => {
      if (waiting.signal.aborted || newest !== message || shown === mostShown) return
      shown += 1
      // That an interim message could not be shown must not look as if the command had failed.
      await meanwhile.show(message).catch((error: unknown) => log.warn({ err: error }, 'Interim answer not shown'))
    })
  }
  void clock.sleep(meanwhile.isReplaced ? patienceMs : longPatienceMs, waiting.signal).then(() => {
    if (newest === undefined) send(meanwhile.isReplaced ? workingMessage('Working…') : receiptMessage(asked))
  })
  return {
    async say(message) {
      if (meanwhile.isReplaced) send(message)
    },
    end() {
      waiting.abort()
      return sending
    },
  }
}
