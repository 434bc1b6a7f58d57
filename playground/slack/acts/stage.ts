import { blocksSeen } from '../earlier.ts'
import { type Slot, slotsOf } from '../form/slots.ts'
import { initialValues } from '../form/values.ts'
import type { Json } from '../json.ts'
import { messagesIn, visibleTo } from '../messages.ts'
import { channelField, interactionBase } from '../payloads/interaction.ts'
import { apiMessage } from '../payloads/message.ts'
import { apiView } from '../payloads/view.ts'
import type { Block, Message, User } from '../protocol.ts'
import { notOffered } from '../refusal.ts'
import { homeKey, modalsOf } from '../views.ts'
import type { OpenView, TeamChannel, ViewValues, World } from '../world.ts'
import { channelOf } from './scene.ts'

/** The place of an element: a message in a channel, or a view. */
export type Stage = {
  team_id: string
  /** Id of the view, or ts of the message. */
  container: string
  blocks: Block[]
  values: ViewValues
} & ({ kind: 'message'; channel: TeamChannel; message: Message } | { kind: 'view'; view: OpenView })

export type StageRequest = {
  channel?: string | undefined
  message_ts?: string | undefined
  view_id?: string | undefined
  seen?: string | undefined
}

/** Finds the message or view in front of the person. Throws `BadAct` if they cannot see it. */
export function stageOf(world: World, user: User, request: StageRequest): Stage {
  if (request.view_id !== undefined) return viewStage(world, viewBefore(world, user, request.view_id), request.seen)
  const { channel: channelId, message_ts: ts } = request
  if (channelId === undefined || ts === undefined) {
    return notOffered('Say where the element is: view_id, or channel and message_ts')
  }
  const channel = channelOf(world, user, channelId)
  const message = messageBefore(world, user, { channel: channelId, ts })
  const blocks = blocksSeen(world, message, request.seen)
  const values = initialValues(blocks, channel.id)
  return { kind: 'message', team_id: channel.team_id, container: ts, blocks, values, channel, message }
}

/** A modal on the person's screen, or their home tab. */
export function viewBefore(world: World, user: User, viewId: string): OpenView {
  const homes = [...world.teams.keys()].flatMap((teamId) => world.homes.get(homeKey(teamId, user.id)) ?? [])
  const found = [...modalsOf(world, user.id), ...homes].find((view) => view.id === viewId)
  return found ?? notOffered(`${user.id} has no view ${viewId} open`)
}

export function messageBefore(world: World, user: User, place: { channel: string; ts: string }): Message {
  const visible = messagesIn(world, place.channel).filter(visibleTo(user.id))
  const found = visible.find((message) => message.ts === place.ts)
  return found ?? notOffered(`${user.id} sees no message ${place.ts} in ${place.channel}`)
}

export function slotOn(stage: Stage, request: { action_id: string; block_id?: string | undefined }): Slot {
  const found = slotsOf(stage.blocks).filter(
    (slot) =>
      slot.element.action_id === request.action_id &&
      (request.block_id === undefined || slot.block_id === request.block_id),
  )
  const [only, ...more] = found
  if (only === undefined) return notOffered(`Nothing with the action_id "${request.action_id}" is there`)
  return more.length === 0
    ? only
    : notOffered(`"${request.action_id}" is there ${found.length} times; add the block_id`)
}

/** The fields of an interactive payload that say who used what, and where. */
export function stagePayload(world: World, user: User, stage: Stage): Json {
  const base = interactionBase(world, stage, user)
  if (stage.kind === 'view') {
    const container = { type: 'view', view_id: stage.view.id }
    return { ...base, container, view: apiView(world, stage.view) }
  }
  const { channel, message } = stage
  return {
    ...base,
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: message.only_for !== undefined,
      thread_ts: message.thread_ts,
    },
    channel: channelField(channel),
    message: apiMessage({ world, channel, withMetadata: true }, message),
    state: { values: stage.values },
  }
}

function viewStage(world: World, view: OpenView, seen: string | undefined): Stage {
  const blocks = blocksSeen(world, view, seen)
  return {
    kind: 'view',
    team_id: view.team_id,
    container: view.id,
    blocks,
    values: view.values,
    view,
  }
}
