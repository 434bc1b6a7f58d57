import { z } from 'zod'

/** Longest text of a message that is read, in characters. Slack cuts a message at 40,000. */
const longestText = 40_000

/**
 * The text of a message on which somebody used a shortcut: its own, and the texts in its blocks and attachments, in which
 * apps write. What cannot be read counts as empty.
 */
export function textOfMessage(message: unknown): string {
  const { text, blocks, attachments } = messageSchema.parse(message)
  return [text, ...textsIn(blocks), ...textsIn(attachments)].join('\n').slice(0, longestText)
}

const messageSchema = z
  .object({
    text: z.string().catch(''),
    blocks: z.array(z.unknown()).catch([]),
    attachments: z.array(z.unknown()).catch([]),
  })
  .catch({ text: '', blocks: [], attachments: [] })

/** Names of the fields of blocks and attachments that hold text for people, or a link. */
const textFields = new Set(['text', 'fallback', 'pretext', 'title', 'title_link', 'value', 'footer', 'url'])

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]): string[] =>
    typeof inner === 'string' ? (textFields.has(name) ? [inner] : []) : textsIn(inner),
  )
}
