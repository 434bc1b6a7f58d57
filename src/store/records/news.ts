import { z } from 'zod'
import { requestSchema } from '../../approvals/request.ts'
import { listOf } from '../../migrations/list-of.ts'

const blockShape = { type: z.string(), block_id: z.string().exactOptional() }
type OutgoingBlock = z.infer<z.ZodObject<typeof blockShape>>

/** Schema of a block. Ferry does not interpret blocks: it keeps everything in them. */
export const blockSchema: z.ZodType<OutgoingBlock> = z.looseObject(blockShape)

/** A message that is rendered and ready for Slack. */
const messageSchema = z.object({ text: z.string(), blocks: listOf(blockSchema) })
export type OutgoingMessage = z.infer<typeof messageSchema>

/** Kinds of delivery, most urgent first. */
export const lanes = ['end', 'stall', 'progress'] as const
export type Lane = (typeof lanes)[number]

export const outboxEntrySchema = z.object({
  seq: z.number(),
  /** Where to post the message. `thread`: the card's thread; `broadcast`: the thread, shown in the channel too. */
  place: z.enum(['thread', 'broadcast']),
  lane: z.enum(lanes),
  /** Sent in the message's metadata, so that a post whose answer is lost can be looked up, not posted again. */
  deliveryKey: z.string(),
  message: messageSchema,
  decidedAt: z.number(),
  /** When it was meant to be told, if somebody had asked Ferry to wait, in epoch milliseconds. */
  dueAt: z.number().exactOptional(),
  /** Whether it is kept up to date after it was posted. */
  isKept: z.literal(true).exactOptional(),
})
export type OutboxEntry = z.infer<typeof outboxEntrySchema>

const cardSchema = z.object({
  message: messageSchema,
  /** Hash of the visible content, without the age of the figures. */
  hash: z.string(),
  /** How many things it tells of, if they are counted. */
  tells: z.number().exactOptional(),
})

/** Messages for Slack about anything that has a card in a channel. */
export const newsSchema = z.object({
  /** The live card as it should look now. Only the newest version matters, so cards are never queued. */
  card: cardSchema.exactOptional(),
  /** Messages to send besides the card, oldest first. Removed once the receipt shows their delivery. */
  outbox: z.array(outboxEntrySchema),
  /** A message of the outbox that was posted, as it should look now, with its number. */
  said: z.object({ seq: z.number(), message: messageSchema, hash: z.string() }).exactOptional(),
  nextSeq: z.number(),
})
export type News = z.infer<typeof newsSchema>

/** A request as its channel is to see it. Sequence numbers start at `createdAt`. */
const postingSchema = z.object({ ...newsSchema.shape, channel: z.string(), createdAt: z.number() })
export type Posting = z.infer<typeof postingSchema>

/** A request with everything to post about it, in one record, so that one write stores both. */
export const requestRecordSchema = z.object({ request: requestSchema, posting: postingSchema })
export type RequestRecord = z.infer<typeof requestRecordSchema>
