import { createHash } from 'node:crypto'
import type { Message } from '../views/blocks/message.ts'

/** What tells a message from any other that looks different. */
export function hashOfMessage(message: Message): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('base64url').slice(0, 22)
}
