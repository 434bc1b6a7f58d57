import { channelType } from './channels.ts'
import { emitIn } from './events.ts'
import type { Platform } from './platform.ts'
import { changed, type TeamChannel } from './world.ts'

/** Adds a person or the app to a channel. The app is told, also when it joins itself. */
export async function join(
  platform: Platform,
  channel: TeamChannel,
  member: { id: string; inviter?: string },
): Promise<void> {
  if (channel.members.includes(member.id)) return
  channel.members.push(member.id)
  changed(platform.world)
  await emitIn(platform, channel, {
    type: 'member_joined_channel',
    user: member.id,
    channel_type: letterOf(channel),
    team: channel.team_id,
    inviter: member.inviter,
  })
}

/** Removes a member. The event is sent before, so that the app is told when it leaves. */
export async function leave(platform: Platform, channel: TeamChannel, memberId: string): Promise<void> {
  const told = emitIn(platform, channel, {
    type: 'member_left_channel',
    user: memberId,
    channel_type: letterOf(channel),
    team: channel.team_id,
  })
  channel.members = channel.members.filter((id) => id !== memberId)
  changed(platform.world)
  await told
}

export async function setArchived(
  platform: Platform,
  channel: TeamChannel,
  change: { actorId: string; isArchived: boolean },
): Promise<void> {
  channel.is_archived = change.isArchived
  changed(platform.world)
  const family = channelType(channel) === 'group' ? 'group' : 'channel'
  const type = `${family}_${change.isArchived ? 'archive' : 'unarchive'}`
  await emitIn(platform, channel, { type, user: change.actorId })
}

function letterOf(channel: TeamChannel): 'C' | 'G' {
  return channel.is_private ? 'G' : 'C'
}
