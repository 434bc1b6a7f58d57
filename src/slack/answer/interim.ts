import type { Clock } from '../../async/clock.ts'
import type { Log } from '../../log.ts'
import type { Message } from '../../views/blocks/message.ts'
import { receiptMessage, workingMessage } from '../../views/blocks/problem.ts'

/** How to show a person something between their act and the answer. */
export type Meanwhile = {
  /**
   * Whether the answer replaces what was shown. If it does not, something is shown late and once only, in words that
   * stay true.
   */
  isReplaced: boolean
  show(message: Message): Promise<void>
}

export type Interim = {
  /** Shows progress, as long as there is no answer. Returns at once. */
  say(message: Message): Promise<void>
  /** Ends the interim messages. Once it resolves, none is shown or on its way, and the answer can follow. */
  end(): Promise<void>
}

type Parts = { clock: Clock; log: Log<'warn'> }

/** How long a person waits without any sign of progress, in milliseconds. */
const patienceMs = 700
/**
 * The same wait where the message stays in the channel, in milliseconds. It is as long as Slack itself waits, so that
 * the message is worth its place.
 */
const longPatienceMs = 3000
/** Most interim messages. Slack takes five answers by one address, and the last of them is the answer itself. */
const mostShown = 4

/**
 * Begins to show progress: one message after the other, the newest first. A message that says less never replaces one
 * that says more, and none arrives after the answer. `asked` is the command as a person would type it.
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
      // An interim message that can't be shown must not make the command look failed.
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
