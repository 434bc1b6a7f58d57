import { findChannel, hasApp } from '../channels.ts'
import { mimetypeOf, sharedFile } from '../files.ts'
import { teamOf } from '../installs.ts'
import { blocksOf, type Json, recordsOf } from '../json.ts'
import { addMessage } from '../messages.ts'
import { refuse } from '../refusal.ts'
import { nextId, nowSeconds, type StoredFile } from '../world.ts'
import { requiredArg, textArg } from './args.ts'
import { type BotCall, bot, type Methods } from './method.ts'
import { threadArg } from './place.ts'

export const fileMethods: Methods = {
  'files.getUploadURLExternal': bot(['files:write'], getUploadUrl),
  'files.completeUploadExternal': bot(['files:write'], completeUpload),
}

function getUploadUrl(call: BotCall): Json {
  const { world, install, args } = call
  const name = requiredArg(args, 'filename')
  const length = Number(requiredArg(args, 'length'))
  // According to the document, also for a length of 0.
  if (!(length > 0)) return refuse('missing_argument')
  const alt_text = textArg(args, 'alt_txt')
  if (alt_text !== undefined && alt_text.length > longestAltText) return refuse('alt_txt_too_large')
  const file: StoredFile = {
    id: nextId(world, 'F'),
    team_id: install.team_id,
    name,
    title: name,
    alt_text,
    mimetype: mimetypeOf(name),
    created: nowSeconds(world),
  }
  world.files.set(file.id, file)
  return { upload_url: `${world.origin}/upload/${file.id}`, file_id: file.id }
}

const longestAltText = 1000

/** Shares the uploaded files in the channel as one message, if the call names a channel. */
function completeUpload(call: BotCall): Json {
  const { world, install, args } = call
  const files = recordsOf(args.files).map((wanted) => uploadedFile(call, wanted))
  if (files.length === 0) return refuse('invalid_arguments')
  const channelId = textArg(args, 'channel_id') ?? textArg(args, 'channels')
  if (channelId !== undefined) {
    const channel = findChannel(world, install.team_id, channelId) ?? refuse('channel_not_found')
    if (channel.is_archived) return refuse('is_archived')
    if (!hasApp(world, channel)) return refuse(channel.is_private ? 'channel_not_found' : 'not_in_channel')
    addMessage(world, channel.id, {
      user: teamOf(world, install).bot_user_id,
      text: textArg(args, 'initial_comment') ?? '',
      blocks: blocksOf(args.blocks),
      thread_ts: threadArg(call, channel),
      files: files.map((file) => sharedFile(world, file)),
    })
  }
  for (const file of files) file.is_complete = true
  return { files: files.map((file) => apiFile(file)) }
}

function uploadedFile(call: BotCall, wanted: Json): StoredFile {
  const file = call.world.files.get(textArg(wanted, 'id') ?? '')
  const isHeld = file?.team_id === call.install.team_id && file.content !== undefined && !file.is_complete
  if (file === undefined || !isHeld) return refuse('file_not_found')
  file.title = textArg(wanted, 'title') ?? file.title
  return file
}

function apiFile(file: StoredFile): Json {
  const { id, name, title, mimetype, created, content, alt_text } = file
  return { id, name, title, mimetype, created, size: content?.length ?? 0, alt_txt: alt_text }
}
