import type { RespondFn } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import { defined } from '../../defined.ts'
import { AppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import type { Message } from '../../views/blocks/message.ts'
import type { NewerBlocks } from '../client/newer-blocks.ts'

/** Where to send an answer when Slack's own way back is closed. */
export type Address = { workspace: string; user: string; channel?: string; thread?: string }
/** Means to send an answer. */
export type Way = { client: WebClient; newer: NewerBlocks; address: Address; log: Log<'warn'> }

/** Answers through Slack's response_url. If that is used up or has expired, sends the answer to the person directly. */
export async function respondOrTell(
  message: Message & { isShared: boolean; replaces: boolean },
  way: Way & { respond: RespondFn },
): Promise<void> {
  const { isShared, replaces, ...shown } = message
  const how = {
    response_type: isShared ? ('in_channel' as const) : ('ephemeral' as const),
    replace_original: replaces && !isShared,
  }
  try {
    await way.newer.post(shown, { ...way.address, send: (content) => respond(way.respond, { ...content, ...how }) })
  } catch (error) {
    way.log.warn({ err: error }, 'response_url refused an answer')
    await tell(shown, way)
  }
}

/**
 * Sends an answer through a response_url. Bolt throws for an error status; Slack does not document whether it can
 * refuse in the body alone, so the body is checked too.
 */
async function respond(send: RespondFn, answer: Exclude<Parameters<RespondFn>[0], string>): Promise<void> {
  const refusal = refused.safeParse(parsed(await (await send(answer)).text()))
  if (refusal.success) throw new AppError('slack_refused', { method: 'response_url', reason: refusal.data.error })
}

const refused = z.object({ ok: z.literal(false), error: z.string() })

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Shows a message to one person only: in the channel, or in a direct message where Ferry may not post. */
export async function tell(message: Message, { client, newer, address, log }: Way): Promise<void> {
  const { workspace, user, channel, thread } = address
  if (channel !== undefined) {
    const place = { channel, user, ...defined({ thread_ts: thread }) }
    const send = async (content: Message) => void (await client.chat.postEphemeral({ ...place, ...content }))
    try {
      return await newer.post(message, { workspace, send })
    } catch (error) {
      log.warn({ err: error }, 'Answer could not be shown in the channel; sending it directly')
    }
  }
  const send = async (content: Message) => void (await client.chat.postMessage({ channel: user, ...content }))
  await newer.post(message, { workspace, send })
}

/** Shows a message to everybody in a channel, in the thread where it was asked for, if any. */
export async function share(
  message: Message,
  { client, newer, address: { workspace, channel, thread } }: Way & { address: { channel: string } },
): Promise<void> {
  const place = { channel, ...defined({ thread_ts: thread }) }
  const send = async (content: Message) => void (await client.chat.postMessage({ ...place, ...content }))
  await newer.post(message, { workspace, send })
}
