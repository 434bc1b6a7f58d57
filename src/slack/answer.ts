import type { RespondFn } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { OutgoingMessage } from '../store/store.ts'

/** Where an answer can go when the way it came by is closed. */
export type Address = { user: string; channel?: string; thread?: string }
type Log = { warn(details: object, message: string): void }

/** Answers through Slack's response_url; when that is used up or expired, straight to the person. */
export async function respondOrTell(
  message: OutgoingMessage & { isShared: boolean; replaces: boolean },
  way: { respond: RespondFn; client: WebClient; address: Address; log: Log },
): Promise<void> {
  const { text, blocks, isShared, replaces } = message
  try {
    await way.respond({
      text,
      blocks: [...blocks],
      response_type: isShared ? 'in_channel' : 'ephemeral',
      replace_original: replaces && !isShared,
    })
  } catch (error) {
    way.log.warn({ err: error }, 'response_url refused an answer')
    await tell(message, way)
  }
}

/** Only the person sees it: in the channel, or in a direct message where Ferry may not post. */
export async function tell(
  { text, blocks }: OutgoingMessage,
  { client, address, log }: { client: WebClient; address: Address; log: Log },
): Promise<void> {
  const { user, channel, thread } = address
  const content = { text, blocks: [...blocks] }
  if (channel !== undefined) {
    try {
      await client.chat.postEphemeral({
        channel,
        user,
        ...content,
        ...(thread === undefined ? {} : { thread_ts: thread }),
      })
      return
    } catch (error) {
      log.warn({ err: error }, 'Answer could not be shown in the channel; sending it directly')
    }
  }
  await client.chat.postMessage({ channel: user, ...content })
}
