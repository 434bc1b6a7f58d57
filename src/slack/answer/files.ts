import { z } from 'zod'
import type { OutgoingFile } from '../../commands/machine/command.ts'
import { AppError } from '../../errors/errors.ts'
import { type Calls, directChannel, once } from '../client/calls.ts'

export type FileOrder = OutgoingFile & { workspace: string }

/**
 * Uploads a file and shares it in the person's direct conversation with Ferry, because a message that only one person
 * sees in a channel can't hold a file. Resolves to that conversation's id. Repeats no call. Nobody sees anything before
 * the last call, so only that one can have an unknown outcome.
 */
export async function sendFile(calls: Calls, order: FileOrder): Promise<string> {
  const { workspace, user, fileName, comment } = order
  const channel = await directChannel(calls, { workspace, user })
  const { upload_url: url, file_id: id } = await reserve(calls, order)
  await upload(url, order, calls.timeoutMs)
  await once(calls, { workspace, method: 'files.completeUploadExternal', isRepeatable: false }, (client, token) =>
    client.files.completeUploadExternal({
      token,
      files: [{ id, title: fileName }],
      initial_comment: comment,
      channel_id: channel,
    }),
  )
  return channel
}

const reserved = z.object({ upload_url: z.url({ protocol: /^https?$/ }), file_id: z.string().min(1) })

async function reserve(calls: Calls, { workspace, content, fileName }: FileOrder): Promise<z.infer<typeof reserved>> {
  const method = 'files.getUploadURLExternal'
  const answer = await once(calls, { workspace, method, isRepeatable: true }, (client, token) =>
    client.files.getUploadURLExternal({ token, filename: fileName, length: content.length }),
  )
  const read = reserved.safeParse(answer)
  if (!read.success) throw new AppError('slack_refused', { method, reason: 'no address to upload to' })
  return read.data
}

/**
 * Uploads the file's content to the address that Slack gave. The address carries its own permission, so no token is
 * sent.
 */
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

/**
 * Slowest upload that Ferry waits for, in bytes per millisecond (4 Mbit/s). A file gets the time that it takes at this
 * speed, in addition to the wait for the answer.
 */
const slowestBytesPerMs = 500
