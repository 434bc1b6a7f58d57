import { RespondError } from '@slack/bolt'
import type { Clock } from '../../async/clock.ts'
import { isAppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import { inWords, newerIn } from '../../views/blocks/newer.ts'
import { createLacking } from './lacking.ts'
import { refusalOf } from './refusals.ts'

/** A message as views draw it, or as it was stored. */
type Sendable = { text: string; blocks: readonly { type: string }[] }

/** Sends messages with blocks that a workspace may not have yet, such as charts, and in words where it has none. */
export type NewerBlocks = {
  /** Posts a message. If Slack refuses its newer blocks, posts it again with these in words. */
  post<Sent, Shown extends Sendable>(message: Shown, to: Sender<Sent, Shown>): Promise<Sent>
}
type Sender<Sent, Shown> = { workspace: string; send(message: Shown | ReturnType<typeof inWords>): Promise<Sent> }
export type NewerBlocksParts = { clock: Clock; log: Log<'warn'> }

/** Creates a sender that remembers which workspaces lack which blocks, so that few messages are sent twice. */
export function createNewerBlocks({ clock, log }: NewerBlocksParts): NewerBlocks {
  const { isLacking, note } = createLacking(clock)
  return {
    async post(message, { workspace, send }) {
      const types = newerIn(message)
      if (types.length === 0) return send(message)
      if (types.some((type) => isLacking(workspace, type))) return send(inWords(message))
      try {
        return await send(message)
      } catch (error) {
        if (!mayMeanBlocks(error)) throw error
      }
      // Slack took the message without its newer blocks, so these were what it refused.
      const sent = await send(inWords(message))
      for (const type of types) note(workspace, type)
      log.warn({ workspace, types }, 'Slack refuses newer blocks in this workspace; they are sent in words')
      return sent
    },
  }
}

/**
 * Whether Slack may have refused a message because of its blocks. For a response_url, Bolt keeps the status only, not
 * the reason.
 */
function mayMeanBlocks(error: unknown): boolean {
  if (error instanceof RespondError) return error.statusCode === 400
  const failure = isAppError(error) ? error : refusalOf(error, { method: 'a message', isRepeatable: false })
  return failure.details.reason === 'invalid_blocks'
}
