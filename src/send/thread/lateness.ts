import type { Channel, OutgoingMessage } from '../../store/store.ts'
import type { PostStep } from './next-step.ts'

/** How long something waited on purpose, and how late it was beyond that, in milliseconds. */
export type Waited = { heldMs: number; lateMs: number }

/** How long what a post tells has waited until now. Undefined for a card, which is drawn as things are. */
export function waitedFor({ times }: Pick<PostStep, 'times'>, now: number): Waited | undefined {
  if (times === undefined) return undefined
  const { decidedAt, dueAt } = times
  return { heldMs: Math.max(0, dueAt - decidedAt), lateMs: Math.max(0, now - dueAt) }
}

/** From here on, a message says that it is late, in milliseconds beyond what it was meant to wait. */
const lateMs = 60_000
/** Blocks that Slack takes in a message. */
const mostBlocks = 50

type Circumstances = {
  now: number
  /** Reasons that kept Ferry from posting in the channel, as far as they are known. */
  channel: Pick<Channel, 'held' | 'broken'>
  /** When this process could first speak there, in epoch milliseconds. */
  speaksSince: number
}

/**
 * The message, with a line that says why it comes late if it does. The text stays as it is, because a lost post is
 * recognized by it.
 */
export function tellingLateness(
  { message, times }: Pick<PostStep, 'message' | 'times'>,
  { now, ...circumstances }: Circumstances,
): OutgoingMessage {
  const late = times === undefined ? 0 : now - times.dueAt
  const { text, blocks } = message
  if (times === undefined || late <= lateMs || blocks.length === 0 || blocks.length >= mostBlocks) return message
  const reason = reasonOf(times.dueAt, circumstances)
  const line = `:hourglass_flowing_sand: Told ${spanOf(now - times.decidedAt)} after Ferry noticed it${reason}.`
  const note = { type: 'context', elements: [{ type: 'mrkdwn', text: line }] }
  return { text, blocks: [...blocks, note] }
}

/** Only what is certain: somebody may also have ended a mute early. */
function reasonOf(dueAt: number, { channel, speaksSince }: Omit<Circumstances, 'now'>): string {
  if (channel.held !== undefined) return ': Slack has limited what Ferry may post'
  if (channel.broken !== undefined) return ': Slack did not let Ferry post here'
  if (dueAt < speaksSince) return ': Ferry was restarted, or let in here again, in between'
  return ''
}

function spanOf(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}
