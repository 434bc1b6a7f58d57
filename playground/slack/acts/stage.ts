import { blocksSeen } from '../earlier.ts'
import { type Slot, slotsOf } from '../form/slots.ts'
import { initialValues } from '../form/values.ts'
import type { Json } from '../json.ts'
import { messagesIn, visibleTo } from '../messages.ts'
import { channelField, interactionBase } from '../payloads/interaction.ts'
import { apiMessage } from '../payloads/message.ts'
import { apiView } from '../payloads/view.ts'
import type { Block, Message, Pane, Unfurl, User } from '../protocol.ts'
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
} & (
  | { kind: 'message'; channel: TeamChannel; message: Message }
  | { kind: 'pane'; channel: TeamChannel; pane: Pane }
  | { kind: 'view'; view: OpenView }
)

export type StageRequest = {
  channel?: string | undefined
  message_ts?: string | undefined
  view_id?: string | undefined
  pane?: boolean | undefined
  seen?: string | undefined
}

/** Finds the message or view in front of the person. Throws `BadAct` if they cannot see it. */
export function stageOf(world: World, user: User, request: StageRequest): Stage {
  if (request.pane === true) return paneStage(world, user)
  if (request.view_id !== undefined) return viewStage(world, viewBefore(world, user, request.view_id), request.seen)
  const { channel: channelId, message_ts: ts } = request
  if (channelId === undefined || ts === undefined) {
    return notOffered('Say where the element is: view_id, or channel and message_ts')
  }
  const channel = channelOf(world, user, channelId)
  const message = messageBefore(world, user, { channel: channelId, ts })
  const blocks = [...blocksSeen(world, message, request.seen), ...(message.unfurls ?? []).flatMap((one) => one.blocks)]
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

/** The fields of an interactive payload that say who used what in which block, and where. */
export function stagePayload(world: World, user: User, { stage, blockId }: { stage: Stage; blockId: string }): Json {
  const base = interactionBase(world, stage, user)
  if (stage.kind === 'pane') return { ...base, container: paneContainer(stage.pane) }
  if (stage.kind === 'view') {
    const container = { type: 'view', view_id: stage.view.id }
    return { ...base, container, view: apiView(world, stage.view) }
  }
  const { channel, message } = stage
  return {
    ...base,
    container: messageContainer(message, unfurlWith(message, blockId)),
    channel: channelField(channel),
    message: apiMessage({ world, channel, withMetadata: true }, message),
    state: { values: stage.values },
  }
}

/** The container of an element in a message, or in what the app shows of a link there. */
function messageContainer({ ts, channel, only_for, thread_ts }: Message, unfurl: Unfurl | undefined): Json {
  const place = { message_ts: ts, channel_id: channel, is_ephemeral: only_for !== undefined, thread_ts }
  if (unfurl === undefined) return { type: 'message', ...place }
  const { id, url, entity } = unfurl
  const named = entity === undefined ? {} : { external_ref: entity.external_ref, entity_url: entity.url }
  return { type: 'message_attachment', ...place, attachment_id: id, is_app_unfurl: true, app_unfurl_url: url, ...named }
}

function unfurlWith({ unfurls }: Message, blockId: string): Unfurl | undefined {
  return unfurls?.find(({ blocks }) => blocks.some((block) => block.block_id === blockId))
}

function paneStage(world: World, user: User): Stage {
  const pane = world.panes.get(user.id) ?? notOffered(`${user.id} has no pane open`)
  const channel = channelOf(world, user, pane.channel)
  const { blocks } = pane
  return { kind: 'pane', team_id: channel.team_id, container: pane.url, blocks, values: {}, channel, pane }
}

/** The container of a button in the pane of a Work Object. Its payload names no channel besides. */
function paneContainer({ channel, message_ts, url, entity = {} }: Pane): Json {
  const { external_ref, url: entity_url } = entity
  return { type: 'entity_detail', message_ts, channel_id: channel, external_ref, entity_url, app_unfurl_url: url }
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
