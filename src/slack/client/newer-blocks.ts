import type { Log } from '../../log.ts'
import { RespondError } from '@slack/bolt'
import { type Clock, steadyBeside } from '../../async/clock.ts'
import { createMemory } from '../../async/memory.ts'
import { isAppError } from '../../errors/errors.ts'
import { inWords, newerIn } from '../../views/blocks/newer.ts'
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

/**
 * How long a workspace counts as one without a type of block, in milliseconds. Slack brings new ones to one workspace after
 * the other, so Ferry tries again after that.
 */
const rememberedMs = 60 * 60_000
const mostRemembered = 1000

/** Creates a sender that remembers which workspaces lack which blocks, so that few messages are sent twice. */
export function createNewerBlocks({ clock, log }: NewerBlocksParts): NewerBlocks {
  const refused = createMemory<true>({ most: mostRemembered, now: steadyBeside(clock).now })
  const isRefusing = (key: string) => refused.get(key, rememberedMs) === true
  return {
    async post(message, { workspace, send }) {
      const types = newerIn(message)
      if (types.length === 0) return send(message)
      const keys = types.map((type) => `${workspace} ${type}`)
      if (keys.some(isRefusing)) return send(inWords(message))
      try {
        return await send(message)
      } catch (error) {
        if (!mayMeanBlocks(error)) throw error
      }
      // Slack took the message without its newer blocks, so these were what it refused.
      const sent = await send(inWords(message))
      for (const key of keys) refused.set(key, true)
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
