import type { Clock } from '../../src/async/clock.ts'
import { AppError } from '../../src/errors/errors.ts'
import type { HistoryPage, Wire } from '../../src/send/wire.ts'
import type { OutgoingMessage } from '../../src/store/store.ts'

export type Posted = {
  ts: string
  channel: string
  threadTs?: string
  isBroadcast: boolean
  key: string
  /** The present text. */
  text: string
  blocks: OutgoingMessage['blocks']
  /** The blocks with which it was posted: Slack notifies nobody of an edit. */
  posted: OutgoingMessage['blocks']
  /** Everything that it has shown before. */
  earlier: string[]
  at: number
}

/**
 * `lose before`: the answer is lost and nothing happened; `lose after`: the answer is lost, but it did happen;
 * `lateMs`: the answer is lost, and it happens so much later.
 */
export type Fault =
  | 'lose before'
  | 'lose after'
  | 'unreachable'
  | { retryAfterMs: number }
  | { refuse: string }
  | { lateMs: number }
type Method = keyof Wire

/** A Slack in memory: one world that several wires reach. */
export type FakeSlack = {
  wire: Wire
  messages: Posted[]
  /** `post C1`, `update C1`, `find C1`, `open U1`, oldest first, refused ones too. */
  calls: { call: string; at: number }[]
  /** Messages in people's direct conversations. That of `U1` is `D1`. */
  readonly told: { user: string; text: string }[]
  /** The next calls of the method go wrong like this, one each. */
  faults: { method: Method; fault: Fault }[]
  /** Channels that Ferry is not in. */
  closed: Set<string>
  /** People whose accounts are deactivated. */
  gone: Set<string>
  /** Blocks are refused with this. */
  refusesBlocks: string | undefined
  /** History shows messages without their metadata. */
  dropsMetadata: boolean
  /** Handles of deleted messages below which Slack still takes replies. */
  tombstones: Set<string>
  /** Handles of messages to which somebody has reacted. */
  reacted: Set<string>
  /** Its answers tell the time. */
  tellsTime: boolean
  remove(ts: string): void
}

export function createFakeSlack({ now, sleep }: Pick<Clock, 'now' | 'sleep'>): FakeSlack {
  let count = 0
  const slack: FakeSlack = {
    wire: { now: () => (slack.tellsTime ? now() : undefined), post, update, find, delete: remove, permalink, open },
    messages: [],
    calls: [],
    get told() {
      return slack.messages.flatMap(({ channel, text }) =>
        channel.startsWith('D') ? [{ user: `U${channel.slice(1)}`, text }] : [],
      )
    },
    gone: new Set(),
    faults: [],
    closed: new Set(),
    refusesBlocks: undefined,
    dropsMetadata: false,
    tombstones: new Set(),
    reacted: new Set(),
    tellsTime: false,
    remove(ts) {
      slack.messages = slack.messages.filter((message) => message.ts !== ts)
    },
  }

  /** Runs the call unless a fault says otherwise. */
  async function serve<Answer>(method: Method, place: string, run: () => Answer): Promise<Answer> {
    slack.calls.push({ call: `${method} ${place}`, at: now() })
    const armed = slack.faults.find((one) => one.method === method)
    slack.faults = slack.faults.filter((one) => one !== armed)
    if (armed === undefined) return run()
    if (armed.fault === 'lose after') run()
    if (typeof armed.fault === 'object' && 'lateMs' in armed.fault) void sleep(armed.fault.lateMs).then(run)
    throw errorOf(armed.fault, method)
  }

  function assertOpen(channel: string): void {
    if (slack.closed.has(channel)) throw refusal('not_in_channel')
  }

  function assertShowable({ blocks }: OutgoingMessage): void {
    if (slack.refusesBlocks !== undefined && blocks.length > 0) throw refusal(slack.refusesBlocks)
  }

  function post(order: Parameters<Wire['post']>[0]): Promise<string> {
    const { channel, threadTs, message, deliveryKey: key, isBroadcast = false } = order
    return serve('post', channel, () => {
      assertOpen(channel)
      assertShowable(message)
      const hasThread = threadTs === undefined || slack.messages.some(({ ts }) => ts === threadTs)
      if (!hasThread && !slack.tombstones.has(threadTs)) throw refusal('thread_not_found')
      count += 1
      const ts = (now() / 1000 + count / 1e6).toFixed(6)
      const thread = threadTs === undefined ? {} : { threadTs }
      const shown = { text: message.text, blocks: message.blocks, posted: message.blocks, earlier: [] }
      slack.messages.push({ ts, channel, ...thread, isBroadcast, key, ...shown, at: now() })
      return ts
    })
  }

  function update({ channel, ts, message }: Parameters<Wire['update']>[0]): Promise<void> {
    return serve('update', channel, () => {
      assertOpen(channel)
      assertShowable(message)
      const found = slack.messages.find((one) => one.ts === ts)
      if (found === undefined) throw refusal('message_not_found')
      found.earlier.push(found.text)
      found.text = message.text
      found.blocks = message.blocks
    })
  }

  function find(lost: Parameters<Wire['find']>[0]): Promise<HistoryPage> {
    return serve('find', lost.channel, () => {
      assertOpen(lost.channel)
      const shown = slack.messages.filter(({ ts, threadTs, channel }) => {
        const at = Number(ts) * 1000
        return channel === lost.channel && threadTs === lost.threadTs && at >= lost.sinceMs && at <= lost.untilMs
      })
      const post = ({ ts, text }: Posted) => ({ ts, text, isAnswered: isAnswered(ts) })
      if (slack.dropsMetadata) return { unmarked: shown.map(post) }
      const found = shown.filter(({ key }) => key === lost.deliveryKey).map(post)
      return found.length === 0 ? {} : { found }
    })
  }

  function isAnswered(ts: string): boolean {
    return slack.reacted.has(ts) || slack.messages.some(({ threadTs }) => threadTs === ts)
  }

  function remove({ channel, ts }: Parameters<Wire['delete']>[0]): Promise<void> {
    return serve('delete', channel, () => {
      if (!slack.messages.some((one) => one.ts === ts)) throw refusal('message_not_found')
      slack.remove(ts)
    })
  }

  function permalink({ channel, ts }: Parameters<Wire['permalink']>[0]): Promise<string> {
    return serve('permalink', channel, () => {
      if (!slack.messages.some((one) => one.ts === ts)) throw refusal('message_not_found')
      return `https://slack.test/archives/${channel}/p${ts.replace('.', '')}`
    })
  }

  function open({ user }: Parameters<Wire['open']>[0]): Promise<string> {
    return serve('open', user, () => {
      if (slack.gone.has(user)) throw refusal('user_disabled')
      return `D${user.slice(1)}`
    })
  }

  return slack
}

function refusal(reason: string): AppError {
  return new AppError('slack_refused', { method: 'chat.postMessage', reason })
}

function errorOf(fault: Fault, method: Method): AppError {
  if (fault === 'unreachable') return new AppError('slack_unreachable', { method })
  if (typeof fault === 'string' || 'lateMs' in fault) {
    return new AppError(method === 'post' ? 'slack_outcome_unknown' : 'slack_unreachable', { method })
  }
  if ('refuse' in fault) return refusal(fault.refuse)
  return new AppError('slack_rate_limited', { method, retryAfterMs: fault.retryAfterMs })
}
