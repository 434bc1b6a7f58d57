import type { Json } from '../json.ts'
import { channelField, interactionBase } from '../payloads/interaction.ts'
import { apiMessage } from '../payloads/message.ts'
import type { Platform } from '../platform.ts'
import type { ActResult, ShortcutRequest, User } from '../protocol.ts'
import { notOffered } from '../refusal.ts'
import { issueResponseUrl } from '../response-url.ts'
import { issueTrigger } from '../trigger.ts'
import { nextTs, type World } from '../world.ts'
import { actResult } from './act-result.ts'
import { channelOf, installOf, personOf, refuseWithoutCommands, refuseWithoutInteractivity } from './scene.ts'
import { messageBefore } from './stage.ts'

/** Uses a global shortcut, or a message shortcut if the request names a message. */
export async function useShortcut(platform: Platform, request: ShortcutRequest): Promise<ActResult> {
  const { world, courier } = platform
  const user = personOf(world, request.user)
  const { channel, message_ts: ts } = request
  refuseUndeclared(world, request, channel === undefined || ts === undefined ? 'global' : 'message')
  refuseWithoutInteractivity(world)
  const payload =
    channel === undefined || ts === undefined
      ? globalPayload(world, user, { callback_id: request.callback_id, team_id: request.team ?? user.team_id })
      : messagePayload(world, user, { callback_id: request.callback_id, channel, ts })
  return actResult(await courier.deliver({ type: 'interactive', payload, acceptsAnswer: false }))
}

function refuseUndeclared(world: World, { callback_id }: ShortcutRequest, type: 'global' | 'message'): void {
  const declared = world.manifest.features.shortcuts.filter((shortcut) => shortcut.type === type)
  if (declared.some((shortcut) => shortcut.callback_id === callback_id)) return
  notOffered(`The app has no ${type} shortcut "${callback_id}"`)
}

function globalPayload(world: World, user: User, place: { callback_id: string; team_id: string }): Json {
  const { callback_id, team_id } = place
  refuseWithoutCommands(installOf(world, team_id))
  return {
    type: 'shortcut',
    ...interactionBase(world, { team_id }, user),
    callback_id,
    action_ts: nextTs(world),
    trigger_id: issueTrigger(world, { team_id, user_id: user.id }),
  }
}

function messagePayload(world: World, user: User, place: { callback_id: string; channel: string; ts: string }): Json {
  const channel = channelOf(world, user, place.channel)
  refuseWithoutCommands(installOf(world, channel.team_id))
  const message = messageBefore(world, user, place)
  const origin = { team_id: channel.team_id, user_id: user.id, channel_id: channel.id }
  return {
    type: 'message_action',
    ...interactionBase(world, channel, user),
    callback_id: place.callback_id,
    action_ts: nextTs(world),
    trigger_id: issueTrigger(world, origin),
    response_url: issueResponseUrl(world, 'actions', { ...origin, message_ts: message.ts }),
    message_ts: message.ts,
    channel: channelField(channel),
    message: apiMessage({ world, channel, withMetadata: true }, message),
  }
}
