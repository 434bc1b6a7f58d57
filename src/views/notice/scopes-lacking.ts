import type { Message } from '../blocks/message.ts'
import { code, escaped } from '../words/text.ts'

/** The private message to an admin about optional scopes that Slack has not granted. `off`: what is off without them. */
export function scopesLacking(scopes: readonly string[], off: string): Message {
  const named = scopes.map((scope) => code(scope)).join(' and ')
  const lines = [
    `:information_source: *Off here: ${escaped(off)}.* Slack has not granted Ferry ${named}. Everything else works.`,
    'To turn them on, ask the people who run Ferry to replace the app’s manifest with the new manifest.yml and to press Reinstall under OAuth & Permissions. You hear of this once.',
  ]
  return { text: lines.join('\n'), blocks: [] }
}
