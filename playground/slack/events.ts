import { installIn } from './belonging.ts'
import { hasApp } from './channels.ts'
import type { Ack } from './delivery/envelope.ts'
import { type Json, textOf } from './json.ts'
import { eventPayload } from './payloads/event.ts'
import type { Platform } from './platform.ts'
import { scopeOfEvent } from './scopes.ts'
import { nextTs, type SentEvent, type TeamChannel, type World } from './world.ts'

const eventsKept = 1000

/** Sends an event to the app if it subscribed to it. Undefined if it did not. */
export async function emit(platform: Platform, owner: { team_id: string }, event: Json): Promise<Ack | undefined> {
  const { world } = platform
  if (!isSubscribed(world, owner, event)) return undefined
  const payload = eventPayload(world, owner, event)
  const sent: SentEvent = { event_id: payload.event_id, payload, attempts: 0, acknowledged: false, reason: '' }
  world.sentEvents.push(sent)
  if (world.sentEvents.length > eventsKept) world.sentEvents.shift()
  return send(platform, sent)
}

/** Sends an event in a channel to the app, if the app is a member. */
export async function emitIn(platform: Platform, channel: TeamChannel, event: Json): Promise<Ack | undefined> {
  if (!hasApp(platform.world, channel)) return undefined
  return emit(platform, channel, { channel: channel.id, event_ts: nextTs(platform.world), ...event })
}

/** Delivers an event again with its id: the given one, or the latest without an acknowledgement. */
export async function retryEvent(platform: Platform, eventId: string | undefined): Promise<Ack | undefined> {
  const { sentEvents } = platform.world
  const sent =
    eventId === undefined
      ? sentEvents.findLast((event) => !event.acknowledged)
      : sentEvents.find((event) => event.event_id === eventId)
  return sent === undefined ? undefined : send(platform, sent)
}

async function send(platform: Platform, sent: SentEvent): Promise<Ack> {
  const retry = sent.attempts === 0 ? {} : { retry: { num: sent.attempts, reason: sent.reason } }
  sent.attempts += 1
  const ack = await platform.courier.deliver({
    type: 'events_api',
    payload: sent.payload,
    acceptsAnswer: false,
    ...retry,
  })
  sent.acknowledged ||= ack.acknowledged
  sent.reason = ack.failure === 'dispatch_failed' ? 'http_error' : 'http_timeout'
  return ack
}

/** Whether the manifest subscribes to the event and its scope was granted. */
function isSubscribed(world: World, owner: { team_id: string }, event: Json): boolean {
  const { request_url, bot_events } = world.manifest.settings.event_subscriptions
  if (!world.manifest.settings.socket_mode_enabled && request_url === undefined) return false
  const subscription = subscriptionTo(event)
  if (!bot_events.includes(subscription)) return false
  const scope = scopeOfEvent(subscription, world.channels.get(textOf(event.channel) ?? ''))
  return scope === undefined || installIn(world, owner.team_id)?.scopes.includes(scope) === true
}

const families: Record<string, string> = { channel: 'message.channels', group: 'message.groups', im: 'message.im' }

/** The subscription to an event. Messages have one for each kind of conversation. */
function subscriptionTo(event: Json): string {
  return event.type === 'message' ? (families[String(event.channel_type)] ?? '') : String(event.type)
}
