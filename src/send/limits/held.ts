import { hasCome } from '../../async/clock.ts'
import { defined } from '../../defined.ts'
import type { Log } from '../../log.ts'
import type { Channel } from '../../store/store.ts'
import type { Channels } from '../channels.ts'
import { lineFor, peopleIn } from '../private/next-in-line.ts'
import { type Announcing, announce, type Telling, troubleNoticeAfter } from '../private/private-notices.ts'
import type { Threads } from '../thread/threads.ts'
import type { Place } from './calls.ts'
import { probeEveryMs } from './holds.ts'

type Held = NonNullable<Channel['held']>

type Holding = Announcing & {
  log: Log<'warn' | 'error'>
  threads: Pick<Threads, 'channels' | 'inChannel' | 'read' | 'admins'>
  channel: string
}

/** A wait up to this length, in milliseconds, is told nobody: it is over before anybody could do anything. */
const longMs = probeEveryMs

/**
 * Notes in the channel's record that Slack has asked to wait, if that is long, and has those who watch there told once.
 * Resolves to whether the channel's cards have to show it from now on.
 */
export async function noteHeld(
  { method, ms, now }: Pick<Held, 'method'> & { ms: number; now: number },
  holding: Holding,
): Promise<boolean> {
  if (ms <= longMs) return false
  const { threads, workspace, channel, log } = holding
  const before = sameWait(threads.channels.of(channel), method)
  const isNew = before === undefined
  if (isNew) log.warn({ workspace, channel, method, seconds: Math.round(ms / 1000) }, 'Slack asked Ferry to wait')
  const first = isNew ? await peopleIn(channel, threads) : []
  const line = before?.wereTold ? [] : await lineFor(before?.notice, { channel, first }, threads)
  const telling = { text: heldNotice(method, channel), at: now, first, line }
  await threads.channels.change(channel, (record) => ({ ...record, held: heldAfter(record, { method, ms, telling }) }))
  const { notice } = threads.channels.of(channel).held ?? {}
  if (notice !== undefined && notice !== before?.notice) announce(notice, { channel, cause: 'held' }, holding)
  return isNew
}

function heldAfter(
  record: Channel,
  { method, ms, telling }: Pick<Held, 'method'> & { ms: number; telling: Telling },
): Held {
  const same = sameWait(record, method)
  const wereTold = same?.wereTold ?? false
  const notice = wereTold ? same?.notice : troubleNoticeAfter(same?.notice, telling)
  return { method, since: same?.since ?? telling.at, until: telling.at + ms, wereTold, ...defined({ notice }) }
}

/** The present wait of a channel, if it is about calls of this method. */
function sameWait({ held }: Channel, method: Held['method']): Held | undefined {
  return held?.method === method ? held : undefined
}

/** Notice of a limit of Slack: the calls that wait, the consequence, and that nothing has to be done. */
function heldNotice(method: Held['method'], channel: string): string {
  const what = {
    post: `Slack is limiting how much Ferry may post in <#${channel}>, so messages there are late.`,
    update: `Slack is limiting how much Ferry may edit, so cards such as those in <#${channel}> are out of date.`,
    find: `Slack is limiting how much Ferry may read in <#${channel}>, so a message there may be late.`,
  }[method]
  const next = 'Nothing is lost. Ferry tries again every minute and goes on as soon as Slack lets it.'
  return `${what} ${next} Until then, ask with \`/migrate status\`.`
}

/** Notes that Slack has accepted a call. Resolves to whether the channel's cards have to show that. */
export async function noteAccepted(
  { channel, method }: Pick<Place, 'channel' | 'method'>,
  channels: Pick<Channels, 'of' | 'change'>,
): Promise<boolean> {
  if (channels.of(channel).held?.method !== method) return false
  await channels.change(channel, withoutHeld)
  return true
}

/** Forgets the waits that are over and after which nothing was left to be sent. */
export async function forgetHeld(channels: Pick<Channels, 'all' | 'change'>, now: number): Promise<void> {
  for (const { channel, held } of channels.all()) {
    if (held === undefined || !hasCome(held.until + longMs, { longestMs: longestMs(held), now })) continue
    await channels.change(channel, withoutHeld)
  }
}

/** How far ahead the end of a wait can lie, in milliseconds, unless the clock was set back. */
function longestMs({ since, until }: Held): number {
  return until - since + longMs
}

function withoutHeld({ held: _, ...channel }: Channel): Channel {
  return channel
}
