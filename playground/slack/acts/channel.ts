import { addChannel } from '../channels.ts'
import { isApp, teamOf } from '../installs.ts'
import { join, leave, setArchived } from '../membership.ts'
import type { Platform } from '../platform.ts'
import type { ActResult, Channel } from '../protocol.ts'
import { notOffered } from '../refusal.ts'
import { changed, nextId, type TeamChannel, type World } from '../world.ts'
import { untold } from './act-result.ts'
import { personOf } from './scene.ts'

export type ChannelRequest = {
  action: 'create' | 'archive' | 'unarchive' | 'invite' | 'kick' | 'rename'
  /** The person who acts, by default the workspace's first person. */
  user?: string | undefined
  channel?: string | undefined
  name?: string | undefined
  /** The person to invite or kick, by default the app. */
  member?: string | undefined
  is_private?: boolean | undefined
}

/** Changes a channel as a person. The app is told about changes in its channels. */
export async function changeChannel(
  platform: Platform,
  request: ChannelRequest,
): Promise<ActResult & { channel: Channel }> {
  const actorId = request.user ?? firstPerson(platform.world)
  const channel =
    request.action === 'create'
      ? createChannel(platform.world, actorId, request)
      : await changeExisting(platform, actorId, request)
  changed(platform.world)
  return { ...untold, channel }
}

async function changeExisting(platform: Platform, actorId: string, request: ChannelRequest): Promise<TeamChannel> {
  const { world } = platform
  const channel = world.channels.get(request.channel ?? '')
  if (channel === undefined) return notOffered(`No channel has the id ${request.channel ?? '(none given)'}`)
  switch (request.action) {
    case 'rename':
      channel.name = request.name ?? notOffered('A rename wants a name')
      break
    case 'archive':
    case 'unarchive':
      await setArchived(platform, channel, { actorId, isArchived: request.action === 'archive' })
      break
    case 'invite':
      await join(platform, channel, { id: memberOf(world, channel, request.member), inviter: actorId })
      break
    case 'kick':
      await leave(platform, channel, memberOf(world, channel, request.member))
      break
  }
  return channel
}

function createChannel(world: World, actorId: string, request: ChannelRequest): TeamChannel {
  const actor = personOf(world, actorId)
  const name = request.name ?? notOffered('A new channel wants a name')
  return addChannel(world, {
    id: nextId(world, 'C'),
    name,
    team_id: actor.team_id,
    members: [actor.id],
    is_private: request.is_private ?? false,
  })
}

function memberOf(world: World, channel: TeamChannel, memberId: string | undefined): string {
  const id = memberId ?? teamOf(world, channel).bot_user_id
  if (isApp(world, channel.team_id, id)) return id
  return personOf(world, id).id
}

function firstPerson(world: World): string {
  return world.seed.users[0]?.id ?? notOffered('Nobody lives in this workspace')
}
