import { hasCome } from '../clock.ts'
import type { Channel, OutgoingMessage } from '../store/store.ts'
import type { Place } from './calls.ts'
import type { Channels } from './channels.ts'
import { probeEveryMs } from './holds.ts'
import type { Threads } from './threads.ts'
import type { Wire } from './wire.ts'

type Holding = {
  wire: Pick<Wire, 'tell'>
  log: { warn(details: object, message: string): void }
  threads: Pick<Threads, 'channels' | 'inChannel' | 'read'>
  workspace: string
  channel: string
}

/** A wait up to this length, in milliseconds, is told nobody: it is over before anybody could do anything. */
const longMs = probeEveryMs
/** Most people who are told in private of a channel. */
const mostPeople = 5

/**
 * Notes in the channel's record that Slack has asked to wait, if that is long, and tells those who watch there once.
 * Resolves to whether the channel's cards have to show it from now on.
 */
export async function noteHeld(
  { method, ms, now }: Pick<Place, 'method'> & { ms: number; now: number },
  holding: Holding,
): Promise<boolean> {
  if (ms <= longMs) return false
  const { threads, workspace, channel, log } = holding
  const { held: before } = threads.channels.of(channel)
  const isNew = before?.method !== method
  const held = { method, since: isNew ? now : before.since, until: now + ms, wereTold: !isNew && before.wereTold }
  await threads.channels.change(channel, (record) => ({ ...record, held }))
  if (isNew) log.warn({ workspace, channel, method, seconds: Math.round(ms / 1000) }, 'Slack asked Ferry to wait')
  if (held.wereTold || !(await tellWatchers(method, holding))) return isNew
  await threads.channels.change(channel, (record) => ({ ...record, held: { ...held, wereTold: true } }))
  return isNew
}

/** True if somebody was told. */
async function tellWatchers(method: Place['method'], holding: Holding): Promise<boolean> {
  const { threads, wire, workspace, channel, log } = holding
  const message = heldNotice(method, channel)
  const states = await Promise.all((await threads.inChannel(channel)).map((id) => threads.read(id)))
  const people = new Set(states.flatMap((state) => state?.thread.owners ?? state?.thread.createdBy ?? []))
  const told = [...people].slice(0, mostPeople).map(async (user) => {
    try {
      await wire.tell({ workspace, user, message })
      return true
    } catch (error) {
      log.warn({ workspace, channel, err: error }, 'Somebody who watches could not be told that Slack limits Ferry')
      return false
    }
  })
  return (await Promise.all(told)).includes(true)
}

/** What Slack limits, what that means, and that nothing has to be done. */
function heldNotice(method: Place['method'], channel: string): OutgoingMessage {
  const what = {
    post: `Slack is limiting how much Ferry may post in <#${channel}>, so messages there are late.`,
    update: `Slack is limiting how much Ferry may edit, so cards such as those in <#${channel}> are out of date.`,
    find: `Slack is limiting how much Ferry may read in <#${channel}>, so a message there may be late.`,
  }[method]
  const next = 'Nothing is lost. Ferry tries again every minute and goes on as soon as Slack lets it.'
  return { text: `${what} ${next} Until then, ask with \`/migrate status\`.`, blocks: [] }
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
function longestMs({ since, until }: NonNullable<Channel['held']>): number {
  return until - since + longMs
}

function withoutHeld({ held: _, ...channel }: Channel): Channel {
  return channel
}
