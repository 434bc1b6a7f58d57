import { z } from 'zod'
import { countSchema } from '../../migrations/families.ts'
import { listOf } from '../../migrations/list-of.ts'
import { blockSchema, outboxEntrySchema } from './news.ts'

/** The part of one thread that Slack has accepted: its card, and the messages besides. */
export const receiptSchema = z.object({
  /** Slack's message handle of the card. */
  cardTs: z.string().exactOptional(),
  cardHash: z.string().exactOptional(),
  /** How many things the card told of when it was posted. Its edits notify nobody. */
  cardTells: z.number().exactOptional(),
  /** Number of the last message that was accepted. */
  deliveredSeq: z.number(),
  deliveredAt: z.number().exactOptional(),
  /** Messages that an older version had decided on and Slack had not accepted yet, with their delivery keys. */
  carried: z.array(outboxEntrySchema).exactOptional(),
  /** Delivery key of a message, or hash of a card, whose blocks Slack can't show: only its text is sent. */
  textOnly: z.string().exactOptional(),
  /**
   * Earlier cards of this thread: how many somebody deleted, the number of the last message below the last
   * one, and whether the new card's thread still has to say so.
   */
  deleted: z.object({ count: z.number(), seq: z.number(), isUntold: z.literal(true).exactOptional() }).exactOptional(),
  /** The newest message below the card that is kept up to date: its number, Slack's handle, and what it shows. */
  said: z.object({ seq: z.number(), ts: z.string(), hash: z.string().exactOptional() }).exactOptional(),
  /** Id of the watch that took over this card. This thread never draws it again. */
  handedTo: z.string().exactOptional(),
  /** Whether an older version's note about this thread can't be read. Then nothing is sent: it may have been sent. */
  isLost: z.literal(true).exactOptional(),
})
export type Receipt = z.infer<typeof receiptSchema>

/** A post that was begun, noted before Slack is asked. */
const begunSchema = z.object({
  /** When it was begun by Slack's clock, as far as its answers told the time, in epoch milliseconds. */
  at: z.number(),
  /** Handle of the last message that Slack had accepted in the channel before. */
  after: z.string().exactOptional(),
  /** Number of the last thing that the post tells. */
  seq: z.number().exactOptional(),
  /** Hash of its text, as `send/thread/same-post` compares texts. */
  text: z.string().exactOptional(),
  /** Where the look-up of the post goes on, as Slack tells it, and how long after the beginning this look began. */
  cursor: z.string().exactOptional(),
  soughtAfterMs: z.number().exactOptional(),
})
export type Begun = z.infer<typeof begunSchema>

/**
 * A post that was sent again, because Slack had not shown it in time. Slack may still show what was sent first: a
 * second copy. Times are in epoch milliseconds.
 */
const repeatedSchema = z.object({
  /** When the first one was begun, and when Ferry gave it up. */
  begunAt: z.number(),
  at: z.number(),
  /** Handle of the last message that Slack had accepted in the channel before. */
  after: z.string().exactOptional(),
  /** Hash of its text. */
  text: z.string(),
  /** The thread that it belongs to. Absent for a card. */
  threadTs: z.string().exactOptional(),
  /** Slack's handle of the one with which Ferry goes on. Absent until Slack has accepted it. */
  ts: z.string().exactOptional(),
  /** How often copies were looked for. */
  looks: z.number(),
})
export type Repeated = z.infer<typeof repeatedSchema>

/**
 * Private notices of trouble in a channel, written down before they are sent. By Slack user id: whether the
 * notice waits, in their direct conversation with Ferry if that was opened; was told there, with Slack's handle of the
 * message; or can't reach them, with Slack's word for why.
 */
const privateNoticeSchema = z.object({
  /** When it was written down, in epoch milliseconds. */
  at: z.number(),
  text: z.string(),
  /** Blocks of the message, beside its text. */
  blocks: listOf(blockSchema).exactOptional(),
  /** Whether what people were told is kept up to date. */
  isKept: z.literal(true).exactOptional(),
  /** Whom it calls and about which cause, where no group notes that. */
  calls: z.object({ cause: z.string(), ids: listOf(z.string()) }).exactOptional(),
  /** The migrations that it is about, so that it waits while somebody has muted them: without ids, the account's. */
  about: z.object({ account: z.string(), ids: listOf(z.string()).exactOptional() }).exactOptional(),
  people: z.record(
    z.string(),
    z.discriminatedUnion('state', [
      z.object({ state: z.literal('waiting'), channel: z.string().exactOptional() }),
      z.object({ state: z.literal('told'), channel: z.string(), ts: z.string() }),
      z.object({ state: z.literal('unreachable'), reason: z.string() }),
    ]),
  ),
})
export type PrivateNotice = z.infer<typeof privateNoticeSchema>

/** Why Slack refuses everything in a channel until somebody acts. */
const brokenSchema = z.object({
  /** Slack's own word. */
  reason: z.string(),
  since: z.number(),
  triedAt: z.number(),
  /** Whether somebody who can mend it was told of this reason. */
  wasOwnerTold: z.boolean(),
  /** Absent if a version before has told somebody. */
  notice: privateNoticeSchema.exactOptional(),
})

/**
 * How long Slack has asked Ferry to wait with calls of one method, if that is long. Times are in epoch milliseconds.
 */
const heldSchema = z.object({
  method: z.enum(['post', 'update', 'find']),
  since: z.number(),
  until: z.number(),
  /** Whether somebody who watches here was told. */
  wereTold: z.boolean(),
  /** Absent if a version before has told somebody. */
  notice: privateNoticeSchema.exactOptional(),
})

/**
 * Since when an earlier record of the channel can't be read, and who had it begun anew, in epoch milliseconds; nobody
 * if it can be read again. Until then, this record stands in for the earlier one, and tells only that.
 */
const damagedSchema = z.object({
  since: z.number(),
  anew: z.object({ by: z.string().exactOptional(), at: z.number() }).exactOptional(),
})

const timesSchema = z.array(z.number()).exactOptional()
const spentSchema = z.object({ post: timesSchema, update: timesSchema, find: timesSchema, open: timesSchema })

/** The message that stands for further cards. Times are in epoch milliseconds. */
const boardSchema = z.object({
  openedAt: z.number(),
  /** Since when all of its migrations have ended. */
  idleSince: z.number().exactOptional(),
  closedAt: z.number().exactOptional(),
  /** How its migrations had ended when it was closed. */
  counts: listOf(countSchema).exactOptional(),
  /** Migrations that somebody watched until they had ended, which nobody follows any more: `account/id`. */
  over: listOf(z.string()).exactOptional(),
  /** Slack's link to the message with this handle. */
  link: z.object({ ts: z.string(), url: z.string() }).exactOptional(),
})

/** Everything that Slack has accepted in one channel, written by the workspace's leader only. */
export const channelSchema = z.object({
  channel: z.string(),
  /** By the id of a watch, a request or a notice. */
  receipts: z.record(z.string(), receiptSchema),
  /** Posts that were begun and not accepted yet, by delivery key. They are looked up before they are sent again. */
  begun: z.record(z.string(), begunSchema),
  /** Posts that were sent again, by delivery key, while a second copy may still appear. */
  repeated: z.record(z.string(), repeatedSchema).exactOptional(),
  /** Handles of what Slack accepted while a post or its copy was looked for: none of them is that post. */
  accepted: z.array(z.string()).exactOptional(),
  board: boardSchema.exactOptional(),
  /** Migrations whose cards stay here though nobody follows them any more: `account/id` by the card's handle. */
  past: z.record(z.string(), z.string()).exactOptional(),
  /** Handle of the newest message that Slack has accepted. */
  newestTs: z.string().exactOptional(),
  /** When Slack was asked for what within the last minute before this was written, in epoch milliseconds. */
  spent: spentSchema.exactOptional(),
  /**
   * Held-back messages that call people in private meanwhile, by cause: the watches and numbers of its events, and at
   * which count everybody was told how many they are.
   */
  heldBack: z
    .record(z.string(), z.object({ members: listOf(z.string()), told: z.number().exactOptional() }))
    .exactOptional(),
  /** Private notices about the messages of this channel, by their subject. */
  notices: z.record(z.string(), privateNoticeSchema).exactOptional(),
  /** The test message that somebody last sent: who, and when, in epoch milliseconds. */
  trial: z.object({ by: z.string(), at: z.number() }).exactOptional(),
  broken: brokenSchema.exactOptional(),
  held: heldSchema.exactOptional(),
  damaged: damagedSchema.exactOptional(),
})
export type Channel = z.infer<typeof channelSchema>
