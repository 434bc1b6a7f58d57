import { z } from 'zod'

const id = z.string().min(1)
const fieldValue = z.union([z.string(), z.array(z.string()), z.null()])
const fields = z.record(z.string(), fieldValue)
const positive = z.number().int().positive()

/** The requests of control, by the last segment of their path. */
export const commandRequest = z.object({ user: id, channel: id, text: z.string() })
export const clickRequest = z.object({
  user: id,
  channel: id.exactOptional(),
  message_ts: id.exactOptional(),
  view_id: id.exactOptional(),
  pane: z.boolean().exactOptional(),
  seen: id.exactOptional(),
  block_id: id.exactOptional(),
  action_id: id,
  value: z.union([z.string(), z.array(z.string())]).exactOptional(),
  fields: fields.exactOptional(),
})
export const submitRequest = z.object({ user: id, view_id: id, fields: fields.default({}) })
export const closeRequest = z.object({ user: id, view_id: id })
export const shortcutRequest = z.object({
  user: id,
  callback_id: id,
  channel: id.exactOptional(),
  message_ts: id.exactOptional(),
  team: id.exactOptional(),
})
export const sayRequest = z.object({ user: id, channel: id, text: z.string(), thread_ts: id.exactOptional() })
export const paneRequest = z.object({
  user: id,
  channel: id.exactOptional(),
  message_ts: id.exactOptional(),
  url: id.exactOptional(),
})
export const homeRequest = z.object({ user: id, team: id.exactOptional() })
export const suggestRequest = z.object({
  user: id,
  view_id: id.exactOptional(),
  message_ts: id.exactOptional(),
  channel: id.exactOptional(),
  block_id: id.exactOptional(),
  action_id: id,
  value: z.string(),
})
export const channelRequest = z.object({
  action: z.enum(['create', 'archive', 'unarchive', 'invite', 'kick', 'rename']),
  user: id.exactOptional(),
  channel: id.exactOptional(),
  name: id.exactOptional(),
  member: id.exactOptional(),
  is_private: z.boolean().exactOptional(),
})
export const socketRequest = z.object({ action: z.enum(['refresh', 'drop']) })
export const retryRequest = z.object({ event_id: id.exactOptional() })
export const teamRequest = z.object({ team: id.exactOptional() })
export const faultRequest = z.object({
  method: id,
  times: positive,
  channel: id.exactOptional(),
  fault: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('rate_limited'), retry_after: z.number().int().nonnegative() }),
    z.object({ kind: z.literal('status'), status: z.number().int().min(200).max(599) }),
    z.object({
      kind: z.literal('error'),
      error: id,
      status: z.number().int().min(200).max(599).exactOptional(),
      takes_effect: z.boolean().exactOptional(),
    }),
    z.object({ kind: z.literal('slow'), ms: z.number().nonnegative() }),
    z.object({ kind: z.literal('late'), ms: z.number().nonnegative() }),
    z.object({ kind: z.literal('late_effect'), status: z.number().int(), ms: z.number().nonnegative() }),
    z.object({ kind: z.literal('held'), gate: id }),
    z.object({ kind: z.literal('hang') }),
    z.object({ kind: z.literal('garbage') }),
    z.object({ kind: z.literal('cut_before') }),
    z.object({ kind: z.literal('cut_after') }),
    z.object({ kind: z.literal('no_such_block'), type: id }),
  ]),
})
export const gateRequest = z.object({ gate: id })
