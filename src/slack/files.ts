import { z } from 'zod'
import type { OutgoingFile } from '../commands/command.ts'
import { AppError } from '../errors.ts'
import { type Calls, directChannel, once } from './calls.ts'

export type FileOrder = OutgoingFile & { workspace: string }

/**
 * Uploads a file and shares it, in a channel or in the person's conversation with Ferry: what only one person may see in
 * a channel can't hold a file. Resolves to the channel. Nothing is repeated; until the last call nobody sees anything, so
 * only that one can have an outcome that is not known.
 */
export async function sendFile(calls: Calls, order: FileOrder): Promise<string> {
  const { workspace, user, fileName, comment, thread } = order
  const channel = order.channel ?? (await directChannel(calls, { workspace, user }))
  const { upload_url: url, file_id: id } = await reserve(calls, order)
  await upload(url, order, calls.timeoutMs)
  const place = thread === undefined ? { channel_id: channel } : { channel_id: channel, thread_ts: thread }
  await once(calls, { workspace, method: 'files.completeUploadExternal', isRepeatable: false }, (client, token) =>
    client.files.completeUploadExternal({
      token,
      files: [{ id, title: fileName }],
      initial_comment: comment,
      ...place,
    }),
  )
  return channel
}

const reserved = z.object({ upload_url: z.url({ protocol: /^https?$/ }), file_id: z.string().min(1) })

/** web-api 8.2.0 sends the description as `alt_text`; the method's own name for it is `alt_txt`. */
async function reserve(
  calls: Calls,
  { workspace, content, fileName, altText }: FileOrder,
): Promise<z.infer<typeof reserved>> {
  const method = 'files.getUploadURLExternal'
  const description = altText === undefined ? {} : { alt_txt: altText }
  const file = { filename: fileName, length: content.length, ...description }
  const answer = await once(calls, { workspace, method, isRepeatable: true }, (client, token) =>
    client.apiCall('files.getUploadURLExternal', { token, ...file }),
  )
  const read = reserved.safeParse(answer)
  if (!read.success) throw new AppError('slack_refused', { method, reason: 'no address to upload to' })
  return read.data
}

/** The address is Slack's own and holds its own permission: no token goes along. */
async function upload(url: string, { content, mediaType }: FileOrder, timeoutMs: number): Promise<void> {
  const headers = { 'content-type': mediaType }
  const signal = AbortSignal.timeout(timeoutMs + Math.ceil(content.length / slowestBytesPerMs))
  const status = await fetch(url, { method: 'POST', body: content, headers, redirect: 'error', signal }).then(
    async (response) => {
      await response.body?.cancel()
      return response.status
    },
    () => undefined,
  )
  const method = 'the upload of a file'
  if (status === undefined) throw new AppError('slack_unreachable', { method })
  if (status === 429) throw new AppError('slack_rate_limited', { method })
  if (status !== 200) throw new AppError('slack_refused', { method, reason: `HTTP ${status}` })
}

/** 4 Mbit/s: a large file is given the time that it takes over such a line, on top of the wait for the answer. */
const slowestBytesPerMs = 500
