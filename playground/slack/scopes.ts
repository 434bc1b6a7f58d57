import { channelType } from './channels.ts'
import type { TeamChannel } from './world.ts'

/**
 * The scope of each subscription, from the pages under docs.slack.dev/reference/events. A pair is for public and for
 * private channels. Subscriptions without an entry need none.
 */
const eventScopes: Record<string, string | { channel: string; group: string }> = {
  app_mention: 'app_mentions:read',
  channel_archive: 'channels:read',
  channel_rename: 'channels:read',
  channel_unarchive: 'channels:read',
  group_archive: 'groups:read',
  group_rename: 'groups:read',
  group_unarchive: 'groups:read',
  link_shared: 'links:read',
  member_joined_channel: { channel: 'channels:read', group: 'groups:read' },
  member_left_channel: { channel: 'channels:read', group: 'groups:read' },
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
}

/** The scope that Slack requires to send the event, by the name of its subscription. */
export function scopeOfEvent(subscription: string, channel: TeamChannel | undefined): string | undefined {
  const scope = eventScopes[subscription]
  if (scope === undefined || typeof scope === 'string') return scope
  return channel?.is_private ? scope.group : scope.channel
}

/** A scope that differs by the kind of conversation, such as `channels:read`, `groups:read` and `im:read`. */
export type Permission = 'read' | 'history' | 'write'

export function scopesOf(permission: Permission): string[] {
  return ['channels', 'groups', 'im', 'mpim'].map((family) => `${family}:${permission}`)
}

export function scopeFor(permission: Permission, channel: TeamChannel): string {
  const families = { channel: 'channels', group: 'groups', im: 'im' }
  return `${families[channelType(channel)]}:${permission}`
}
