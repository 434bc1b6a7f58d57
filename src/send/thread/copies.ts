import type { Clock } from '../../async/clock.ts'
import { createSingleFlight } from '../../async/single-flight.ts'
import { defined } from '../../defined.ts'
import { isAppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import type { OutgoingMessage, Repeated } from '../../store/store.ts'
import { type Channels, withoutRepeated, withSpent } from '../channels.ts'
import type { LaneCall } from '../limits/calls.ts'
import type { Lanes } from '../limits/lanes.ts'
import type { OwnPost, Wire } from '../wire.ts'
import { clockSlackMs } from './post-once.ts'
import { allSameAmong, hashOfText } from './same-post.ts'
import type { Threads } from './threads.ts'

/**
 * Cleans up second copies. A post is sent again if Slack does not show it in time; if Slack shows the first one after
 * all, the message is there twice.
 */
export type Copies = {
  /** Looks for copies in a workspace whose time has come. Returns at once. */
  look(workspace: string): void
  /** The work that is under way, of one workspace or of all. */
  work(workspace?: string): Promise<void>[]
}

export type CopiesParts = {
  threadsOf(workspace: string): Threads | undefined
  wire: Pick<Wire, 'find' | 'update' | 'delete' | 'permalink'>
  lanes: Pick<Lanes, 'queue' | 'holdOff' | 'accepted'>
  clock: Pick<Clock, 'now'>
  /** Slack's time, in epoch milliseconds. */
  slackNow(): number
  log: Log<'warn'>
  /** Aborts when nothing more is to be sent. */
  signal: AbortSignal
}

/** Copies are looked for so long after a post was sent again, in milliseconds, and not after the last time. */
const looksAtMs = [60_000, 3 * 60_000, 10 * 60_000] as const
const [, , lastLookMs] = looksAtMs

export function createCopies(parts: CopiesParts): Copies {
  const looks = createSingleFlight()
  return {
    look(workspace) {
      const threads = parts.threadsOf(workspace)
      if (threads === undefined) return
      const due = dueIn(threads.channels, parts.slackNow())
      if (due.length === 0) return
      const signal = AbortSignal.any([parts.signal, threads.signal])
      const looking = { ...parts, workspace, channels: threads.channels, signal }
      void looks.run(workspace, () => lookForAll(due, looking))
    },
    work: looks.all,
  }
}

type Due = { channel: string; deliveryKey: string; repeated: Repeated }
type Looking = Omit<CopiesParts, 'threadsOf'> & { workspace: string; channels: Channels }

function dueIn(channels: Channels, now: number): Due[] {
  return channels
    .all()
    .filter(({ broken }) => broken === undefined)
    .flatMap(({ channel, repeated = {} }) =>
      Object.entries(repeated).map(([deliveryKey, one]) => ({ channel, deliveryKey, repeated: one })),
    )
    .filter(({ repeated: { at, looks } }) => at > now || now - at >= (looksAtMs[looks] ?? lastLookMs))
}

/** One after the other. Never rejects: what fails is looked for again after the next round. */
async function lookForAll(due: readonly Due[], looking: Looking): Promise<void> {
  for (const one of due) {
    if (looking.signal.aborted) return
    try {
      await lookFor(one, looking)
    } catch (error) {
      if (looking.signal.aborted) return
      const { workspace, log } = looking
      log.warn({ workspace, channel: one.channel, err: error }, 'A second copy of a message could not be looked for')
    }
  }
}

async function lookFor(due: Due, looking: Looking): Promise<void> {
  const { channel, deliveryKey, repeated } = due
  const { channels } = looking
  await cleanUpAll(due, looking)
  const looks = repeated.looks + 1
  await channels.change(channel, (before) => {
    const now = before.repeated?.[deliveryKey]
    if (now === undefined) return before
    if (looks >= looksAtMs.length) return withoutRepeated(before, deliveryKey)
    return { ...before, repeated: { ...before.repeated, [deliveryKey]: { ...now, looks } } }
  })
}

/** Cleans up all copies. A call that Slack refuses for good, such as to delete a message, is not repeated. */
async function cleanUpAll(due: Due, looking: Looking): Promise<void> {
  const { ts } = due.repeated
  if (ts === undefined) return
  try {
    for (const copy of await copiesOf(due, ts, looking)) await cleanUp(copy, { channel: due.channel, ts }, looking)
  } catch (error) {
    if (!isAppError(error, 'slack_refused')) throw error
  }
}

/** `isCertain`: it carries the delivery key. Where Slack shows none, it only reads the same. */
type Copy = OwnPost & { isCertain: boolean }

/** Ferry's own posts that are the same as the one with this handle. */
async function copiesOf({ channel, deliveryKey, repeated }: Due, ts: string, looking: Looking): Promise<Copy[]> {
  const { workspace, channels, wire } = looking
  const { begunAt, after, text, threadTs } = repeated
  const sinceMs = Math.max(begunAt - clockSlackMs, after === undefined ? 0 : Number(after) * 1000)
  const untilMs = repeated.at + lastLookMs + clockSlackMs
  const place = { workspace, channel, deliveryKey, sinceMs, untilMs, ...defined({ threadTs }) }
  const copies: Copy[] = []
  let cursor: string | undefined
  do {
    const call = { workspace, channel, method: 'find', urgency: 'progress' } as const
    const page = await inLane(call, () => wire.find({ ...place, ...defined({ cursor }) }), looking)
    const { found = [], unmarked = [] } = page
    const same = allSameAmong(unmarked, { text, channel: channels.of(channel), ...defined({ after }) })
    copies.push(
      ...found.map((one) => ({ ...one, isCertain: true })),
      ...same.map((one) => ({ ...one, isCertain: false })),
    )
    cursor = page.next
  } while (cursor !== undefined)
  return copies.filter((one) => one.ts !== ts)
}

/**
 * Deletes a copy that is certainly one and that nobody has answered. Any other one loses its buttons and leads to the
 * message with which Ferry goes on. If somebody has deleted that one, the copy stays: it may be the only one left.
 */
async function cleanUp(copy: Copy, kept: { channel: string; ts: string }, looking: Looking): Promise<void> {
  const { workspace, wire } = looking
  const { channel } = kept
  const call = { workspace, channel, method: 'update', urgency: 'progress' } as const
  const message = copyMessage(await wire.permalink({ workspace, ...kept }))
  const place = { workspace, channel, ts: copy.ts }
  if (copy.isCertain && !copy.isAnswered && (await wasDeleted(() => wire.delete(place), { call, looking }))) return
  if (hashOfText(copy.text) === hashOfText(message.text)) return
  await inLane(call, () => wire.update({ ...place, message }), looking)
}

/** False if Slack does not let Ferry delete it, as where a workspace has to keep all messages. */
async function wasDeleted(
  run: () => Promise<void>,
  { call, looking }: { call: LaneCall; looking: Looking },
): Promise<boolean> {
  try {
    await inLane(call, run, looking)
    return true
  } catch (error) {
    if (isAppError(error, 'slack_refused')) return false
    throw error
  }
}

/** The message that takes the place of a copy. */
function copyMessage(link: string): OutgoingMessage {
  const text = `Slack shows this message twice. This is the second copy: <${link}|open the first one>.`
  return { text, blocks: [] }
}

/** Makes a call when it is its turn within Slack's limits. */
async function inLane<Answer>(
  call: LaneCall,
  run: () => Promise<Answer>,
  { lanes, channels, clock }: Looking,
): Promise<Answer> {
  const turn = lanes.queue(call)
  try {
    if (!(await turn.isOurs)) throw new Error('Ferry stops')
    turn.use()
    const answer = await run()
    lanes.accepted(call)
    await channels.change(call.channel, (before) => withSpent(before, call.method, clock.now()))
    return answer
  } catch (error) {
    if (isAppError(error, 'slack_rate_limited')) {
      lanes.holdOff(call, Number(error.details.retryAfterMs ?? 30_000))
      turn.refused()
    }
    throw error
  } finally {
    turn.end()
  }
}
