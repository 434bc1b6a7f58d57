import type { State } from '../slack/protocol.ts'
import type { Act } from './api.ts'
import { encodeEntities } from './entities.ts'
import type { Payload } from './payload.ts'

/** A typed text as an act in Slack. */
export type Outgoing = { what: Extract<Act, 'command' | 'mention' | 'message'>; body: Payload }

/** A leading slash makes a command, the name of the app a mention, and anything else a message. */
export function readOutgoing(typed: string, place: { channel: string; thread?: string; state: State }): Outgoing {
  const { channel, thread, state } = place
  const text = typed.trim()
  if (text.startsWith('/')) return { what: 'command', body: { channel, text: writeMessage(text, state) } }
  const where = thread === undefined ? { channel } : { channel, thread_ts: thread }
  const mention = `@${state.app.name}`
  const at = text.toLocaleLowerCase().indexOf(mention.toLocaleLowerCase())
  if (at === -1) return { what: 'message', body: { ...where, text: writeMessage(text, state) } }
  const rest = `${text.slice(0, at).trim()} ${text.slice(at + mention.length).trim()}`.trim()
  return { what: 'mention', body: { ...where, text: writeMessage(rest, state) } }
}

/** Escapes typed text and replaces names with references, as Slack's own client does before it sends. */
function writeMessage(text: string, state: State): string {
  const names = [
    ...state.user_groups.map(({ id, handle }): [string, string] => [`@${handle}`, `<!subteam^${id}|@${handle}>`]),
    ...state.users.map((user): [string, string] => [`@${user.name}`, `<@${user.id}>`]),
    ...state.channels
      .filter((channel) => !channel.is_im)
      .map((channel): [string, string] => [`#${channel.name}`, `<#${channel.id}|${channel.name}>`]),
  ]
  const references = new Map(names)
  return encodeEntities(text).replace(/[@#][\w.-]*\w/g, (name) => references.get(name) ?? name)
}
