import { RespondError } from '@slack/bolt'
import { type Clock, steadyBeside } from '../../async/clock.ts'
import { isAppError } from '../../errors/errors.ts'
import { hasCharts, inWords } from '../../views/blocks/chart.ts'
import type { Message } from '../../views/blocks/message.ts'
import { refusalOf } from '../client/refusals.ts'

/** Sends messages with charts, or without them where a workspace has none. */
export type Charts = {
  /** Posts a message. If Slack refuses its charts, posts it again with their figures in words. */
  post(message: Message, to: { workspace: string; send(message: Message): Promise<void> }): Promise<void>
}
export type ChartsParts = { clock: Clock; log: { warn(details: object, message: string): void } }

/**
 * How long a workspace counts as one without charts, in milliseconds. Slack brings charts to one workspace after the
 * other, so Ferry tries again after that.
 */
const rememberedMs = 60 * 60_000

/** Creates a sender that remembers which workspaces have no charts yet, so that few messages are sent twice. */
export function createCharts({ clock, log }: ChartsParts): Charts {
  const time = steadyBeside(clock)
  const refusedAt = new Map<string, number>()
  const isRefusing = (workspace: string) => time.now() - (refusedAt.get(workspace) ?? -rememberedMs) < rememberedMs
  return {
    async post(message, { workspace, send }) {
      if (!hasCharts(message)) return send(message)
      if (isRefusing(workspace)) return send(inWords(message))
      try {
        return await send(message)
      } catch (error) {
        if (!mayMeanCharts(error)) throw error
      }
      // Slack took the message without its charts, so the charts were what it refused.
      await send(inWords(message))
      refusedAt.set(workspace, time.now())
      log.warn({ workspace }, 'Slack refuses charts in this workspace; their figures are sent in words')
    },
  }
}

/**
 * Whether Slack may have refused a message because of its charts. For a response_url, Bolt keeps the status only, not
 * the reason.
 */
function mayMeanCharts(error: unknown): boolean {
  if (error instanceof RespondError) return error.statusCode === 400
  const failure = isAppError(error) ? error : refusalOf(error, { method: 'a message', isRepeatable: false })
  return failure.details.reason === 'invalid_blocks'
}
