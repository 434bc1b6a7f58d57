import { serveUnderFault } from './faults.ts'
import { mimetypeOf } from './files.ts'
import { type Exchange, jsonReply, type Reply, readBody, send, textReply } from './http/exchange.ts'
import { readBytes } from './http/fields.ts'
import { isRecord, parseJson } from './json.ts'
import type { Platform } from './platform.ts'
import { Refusal } from './refusal.ts'
import { refusedResponse, respond } from './response-url.ts'
import type { StoredFile, World } from './world.ts'

/** Answers `/hooks/commands/T…/…` and `/hooks/actions/T…/…`, the addresses that `respond()` uses. */
export async function serveResponseUrl(platform: Platform, exchange: Exchange): Promise<void> {
  const { world } = platform
  const body = (await readBody(exchange.request)).toString()
  const id = exchange.url.pathname.split('/').at(-1) ?? ''
  const parsed = parseJson(body)
  await serveUnderFault(platform, exchange, {
    method: 'response_url',
    args: isRecord(parsed) ? parsed : {},
    channel: world.responseUrls.get(id)?.channel_id,
    produce: () => Promise.resolve(responseReply(world, () => respond(world, id, body))),
  })
}

/** Answers `/upload/F…`. The body is the plain bytes, or a form field, as web-api sends it. */
export async function serveUpload(platform: Platform, exchange: Exchange): Promise<void> {
  const { request, url } = exchange
  const content = await readBytes(request)
  const file = platform.world.files.get(url.pathname.split('/').at(-1) ?? '')
  const produce = async () => {
    if (file === undefined || file.is_complete) return textReply('file_not_found', 404)
    if (content.length === 0) return textReply('no_file_data', 400)
    file.content = content
    return textReply(`OK - ${content.length}`)
  }
  await serveUnderFault(platform, exchange, { method: 'upload_url', args: {}, channel: undefined, produce })
}

/** Answers `/files/F…/name`, from which the page shows shared files. */
export function serveFile(platform: Platform, exchange: Exchange): void {
  const file = platform.world.files.get(exchange.url.pathname.split('/')[2] ?? '')
  send(exchange, file?.content === undefined ? textReply('file_not_found', 404) : fileReply(file, file.content))
}

const goneErrors = new Set(['used_url', 'expired_url', 'invalid_token'])

function responseReply(world: World, run: () => void): Reply {
  try {
    run()
    return jsonReply({ ok: true })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return goneErrors.has(error.message) ? textReply(error.message, 404) : refusedResponse(world, error.message)
  }
}

/** The response with a file. A browser may only display pictures and plain text. */
function fileReply(file: StoredFile, body: Buffer): Reply {
  const type = mimetypeOf(file.name)
  const disposition = type.startsWith('image/') || type === 'text/plain' ? 'inline' : 'attachment'
  return { status: 200, headers: { 'content-type': type, 'content-disposition': disposition }, body }
}
