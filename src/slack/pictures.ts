import { z } from 'zod'
import type { Picture } from '../commands/command.ts'
import { AppError } from '../errors.ts'
import { type Calls, directChannel, once } from './calls.ts'

export type PictureOrder = Picture & { workspace: string }

/**
 * Uploads a picture and shares it, in a channel or in the person's conversation with Ferry: what only one person may see
 * in a channel can't hold a file. Resolves to the channel. Nothing is repeated; until the last call nobody sees anything,
 * so only that one can have an outcome that is not known.
 */
export async function showPicture(calls: Calls, order: PictureOrder): Promise<string> {
  const { workspace, user, png, fileName, altText, comment, thread } = order
  const channel = order.channel ?? (await directChannel(calls, { workspace, user }))
  const { upload_url: url, file_id: id } = await reserve(calls, { workspace, png, fileName, altText })
  await send(url, png, calls.timeoutMs)
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
  { workspace, png, fileName, altText }: Pick<PictureOrder, 'workspace' | 'png' | 'fileName' | 'altText'>,
): Promise<z.infer<typeof reserved>> {
  const method = 'files.getUploadURLExternal'
  const file = { filename: fileName, length: png.length, alt_txt: altText }
  const answer = await once(calls, { workspace, method, isRepeatable: true }, (client, token) =>
    client.apiCall('files.getUploadURLExternal', { token, ...file }),
  )
  const read = reserved.safeParse(answer)
  if (!read.success) throw new AppError('slack_refused', { method, reason: 'no address to upload to' })
  return read.data
}

/** The address is Slack's own and holds its own permission: no token goes along. */
async function send(url: string, png: Uint8Array<ArrayBuffer>, timeoutMs: number): Promise<void> {
  const headers = { 'content-type': 'image/png' }
  const signal = AbortSignal.timeout(timeoutMs)
  const status = await fetch(url, { method: 'POST', body: png, headers, redirect: 'error', signal }).then(
    async (response) => {
      await response.body?.cancel()
      return response.status
    },
    () => undefined,
  )
  const method = 'the upload of a picture'
  if (status === undefined) throw new AppError('slack_unreachable', { method })
  if (status === 429) throw new AppError('slack_rate_limited', { method })
  if (status !== 200) throw new AppError('slack_refused', { method, reason: `HTTP ${status}` })
}
