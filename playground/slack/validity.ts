import { type BlockError, validateMessage, validateView } from './blockkit/validate.ts'
import { type Json, textOf } from './json.ts'

/** docs.slack.dev/reference/methods/views.open: "greater than 250kb". */
const viewBytesLimit = 250_000
const textKept = 40_000

export type ContentError = { error: string; details: Json }

/** Codes that Slack returns as the error itself. All others become `invalid_blocks`. */
const wholeMessageCodes = new Set(['no_text', 'msg_too_long', 'msg_blocks_too_long'])

/** The error of a message's text and blocks, in the format of Slack's response. */
export function contentError(content: Json): ContentError | undefined {
  const hasAttachments = Array.isArray(content.attachments) && content.attachments.length > 0
  const text = messageText(content)
  const errors = validateMessage({ text, blocks: content.blocks }).filter(
    (error) => !(hasAttachments && error.code === 'no_text'),
  )
  if (errors.length === 0) return undefined
  const whole = errors.find((error) => wholeMessageCodes.has(error.code))
  if (whole !== undefined) return { error: whole.code, details: {} }
  return { error: 'invalid_blocks', details: errorDetails(errors, '') }
}

/** The text of a message as Slack stores it. Slack cuts a text at 40,000 characters instead of refusing it. */
export function messageText(content: Json): string {
  return (textOf(content.text) ?? textOf(content.markdown_text) ?? '').slice(0, textKept)
}

/** The error of a view, in the format of `views.*`. */
export function viewError(view: Json): ContentError | undefined {
  if (Buffer.byteLength(JSON.stringify(view)) > viewBytesLimit) return { error: 'view_too_large', details: {} }
  const errors = validateView(view)
  return errors.length === 0 ? undefined : { error: 'invalid_arguments', details: errorDetails(errors, '/view') }
}

function errorDetails(errors: BlockError[], root: string): Json {
  const messages = errors.map((error) => `[ERROR] ${error.message} [json-pointer:${root}${error.pointer}]`)
  return { errors: errors.map((error) => error.message), response_metadata: { messages } }
}
